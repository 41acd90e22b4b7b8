package dev.byline.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import dev.byline.transfer.format.ImportItemSink;
import dev.byline.transfer.format.ImportLine;

/**
 * Groups the items of a file into batches; each batch is one transaction. While a batch is written, the next items are
 * read and rendered. A batch of articles that does not depend on the batch before it is written in parallel, on a
 * second connection.
 */
final class ImportBatcher implements ImportItemSink {
    private static final int MAX_BATCH_ITEMS = 200;
    private static final int MAX_BATCH_TEXT_LENGTH = 4_000_000;
    /**
     * Limit for batches of site data (everything that comes before articles in {@link ImportLine.ImportType}). These
     * batches hold locks that all writers of such data need, so they stay small.
     */
    private static final int MAX_BATCH_SITE_DATA_ITEMS = 50;
    private static final String FUTURE_DATE = "has a createdAt in the future; the time of the import took its place";

    private final ImportBatchWriter importBatchWriter;
    private final ImportRun run;
    private final ImportRun parallelRun;
    private final ImportMedia media;
    private final AtomicLong bytesRead;
    private final ExecutorService writers;
    private final SeenItems seenItems;
    /** The batches that are being written, in the order of the file; at most two. */
    private final Deque<ImportBatch> runningBatches = new ArrayDeque<>();
    private ImportBatch importBatch = new ImportBatch();
    private long itemCount;
    private boolean failed;

    ImportBatcher(ImportBatchWriter importBatchWriter, ImportRun run, ImportRun parallelRun, ImportMedia media,
            AtomicLong bytesRead, ExecutorService writers, SeenItems seenItems) {
        this.importBatchWriter = importBatchWriter;
        this.run = run;
        this.parallelRun = parallelRun;
        this.media = media;
        this.bytesRead = bytesRead;
        this.writers = writers;
        this.seenItems = seenItems;
    }

    /** The items of one transaction. */
    private static final class ImportBatch {
        private final List<ImportWorkItem> items = new ArrayList<>();
        /** The keys that no batch written in parallel may share; see {@link ImportWorkItem#exclusiveKeys}. */
        private final Set<String> exclusiveKeys = new HashSet<>();
        private boolean siteData;
        private boolean onlyArticles = true;
        private int textLength;
        private ImportRun run;
        private Future<?> work;

        boolean accepts(ImportWorkItem importWorkItem) {
            return items.isEmpty()
                    || isSiteData(importWorkItem) == siteData && textLength <= MAX_BATCH_TEXT_LENGTH
                            && items.size() < (siteData ? MAX_BATCH_SITE_DATA_ITEMS : MAX_BATCH_ITEMS)
                            && (importWorkItem.importType == null || importWorkItem.sourceKey == null
                                    || !exclusiveKeys.contains(importWorkItem.reference()));
        }

        void add(ImportWorkItem importWorkItem) {
            items.add(importWorkItem);
            siteData = isSiteData(importWorkItem);
            onlyArticles &= importWorkItem.importType == null
                    || importWorkItem.importType == ImportLine.ImportType.article;
            textLength += importWorkItem.textLength();
            exclusiveKeys.addAll(importWorkItem.exclusiveKeys());
        }

        private static boolean isSiteData(ImportWorkItem importWorkItem) {
            return importWorkItem.importType != null
                    && importWorkItem.importType.compareTo(ImportLine.ImportType.article) < 0;
        }

        /** Tells whether the two batches can be written in any order: only articles, and no key in common. */
        boolean isIndependentOf(ImportBatch other) {
            return onlyArticles && other.onlyArticles && Collections.disjoint(exclusiveKeys, other.exclusiveKeys);
        }

        long firstNumber() {
            return items.get(0).number;
        }

        long lastNumber() {
            return items.get(items.size() - 1).number;
        }
    }

    @Override
    public void accept(String place, ImportLine line, String... notes) {
        itemCount++;
        if (line != null && line.media != null && !run.job().isDone(itemCount)) {
            acceptMedium(place, line);
        } else if (!run.job().isDone(itemCount)) {
            var allNotes = new ArrayList<>(List.of(notes));
            if (line != null && removeFutureDate(line) && line.schedule == null) {
                allNotes.add(FUTURE_DATE);
            }
            var importWorkItem = new ImportWorkItem(itemCount, place, media.bring(place, line, allNotes),
                    List.copyOf(allNotes));
            importBatchWriter.prepare(importWorkItem, run);
            if (importWorkItem.sourceKey != null
                    && importWorkItem.importOutcome != ImportWorkItem.ImportOutcome.failed) {
                importWorkItem.duplicateOf = seenItems.add(importWorkItem.reference(), itemCount);
            }
            add(importWorkItem);
        } else {
            media.recognize(place, line);
        }
    }

    /**
     * Removes a date of creation after the import, because the item would be the newest one of its lists for years.
     * Formats without a date of creation give that of publication, which of a scheduled article is rightly in the future.
     */
    private boolean removeFutureDate(ImportLine line) {
        boolean isInFuture = line.createdAt != null && line.createdAt.isAfter(run.job().createdAt);
        if (isInFuture) {
            line.createdAt = null;
        }
        return isInFuture;
    }

    private void acceptMedium(String place, ImportLine line) {
        var importWorkItem = new ImportWorkItem(itemCount, place, null,
                removeFutureDate(line) ? List.of(FUTURE_DATE) : List.of());
        media.bringMedium(line, importWorkItem);
        importWorkItem.prepared();
        add(importWorkItem);
    }

    @Override
    public void describeFile(String address, String alt, String caption) {
        media.describe(address, alt, caption);
    }

    @Override
    public boolean isShown(String name) {
        return media.isShown(name);
    }

    @Override
    public void reject(String place, String externalId, String reason) {
        addDecided(place, externalId, ImportWorkItem.ImportOutcome.failed, reason);
    }

    @Override
    public void skip(String place, String externalId, String reason) {
        addDecided(place, externalId, ImportWorkItem.ImportOutcome.skipped, reason);
    }

    private void addDecided(String place, String externalId, ImportWorkItem.ImportOutcome importOutcome,
            String reason) {
        itemCount++;
        if (!run.job().isDone(itemCount)) {
            var importWorkItem = new ImportWorkItem(itemCount, place, null, List.of());
            importWorkItem.sourceKey = externalId;
            importWorkItem.decide(importOutcome, reason);
            importWorkItem.prepared();
            add(importWorkItem);
        }
    }

    private void add(ImportWorkItem importWorkItem) {
        if (!importBatch.accepts(importWorkItem)) {
            flush();
        }
        importBatch.add(importWorkItem);
    }

    /** Submits the current batch for writing as soon as the batches that it may depend on are written. */
    private void flush() {
        var next = importBatch;
        importBatch = new ImportBatch();
        while (!runningBatches.isEmpty()
                && (run.isDryRun() || runningBatches.size() > 1 || !next.isIndependentOf(runningBatches.getFirst()))) {
            awaitOldestBatch();
        }
        next.run = runningBatches.isEmpty() || runningBatches.getFirst().run == parallelRun ? run : parallelRun;
        // The batch before this one may still be running when this batch is committed, so the job's progress may only
        // advance to the item in front of that batch.
        long completeUpTo = runningBatches.isEmpty() ? next.lastNumber() : runningBatches.getFirst().firstNumber() - 1;
        long readSoFar = bytesRead.get();
        next.work = writers.submit(() -> importBatchWriter.write(next.items, next.run, completeUpTo, readSoFar));
        runningBatches.addLast(next);
    }

    /** Writes the last batch and waits until all batches are written. Returns the number of items in the file. */
    long finish() {
        if (!importBatch.items.isEmpty()) {
            flush();
        }
        while (!runningBatches.isEmpty()) {
            awaitOldestBatch();
        }
        return itemCount;
    }

    /** Tells whether a batch could not be written. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits until the oldest running batch is written; throws its exception if writing failed. */
    private void awaitOldestBatch() {
        try {
            runningBatches.removeFirst().work.get();
        } catch (ExecutionException e) {
            failed = true;
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The node is shutting down; another node continues the import", e);
        }
    }
}
