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
 * Gathers the items of a file into transactions of a sane size. While they are written, the next are read and rendered;
 * and articles that have nothing to do with those before them are written beside them, on a connection of their own.
 */
final class ImportBatcher implements ImportItemSink {
    private static final int MAX_BATCH_ITEMS = 200;
    private static final int MAX_BATCH_TEXT_LENGTH = 4_000_000;
    /** Names hold the locks of all names, so few of them are written at once. */
    private static final int MAX_BATCH_REFERENCE_ITEMS = 50;

    private final ImportBatchWriter importBatchWriter;
    private final ImportRun run;
    private final ImportRun parallelRun;
    private final AtomicLong bytesRead;
    private final ExecutorService writers;
    /** What is being written, in the order of the file: at most two. */
    private final Deque<ImportBatch> runningBatches = new ArrayDeque<>();
    private ImportBatch importBatch = new ImportBatch();
    private long itemCount;
    private boolean failed;

    ImportBatcher(ImportBatchWriter importBatchWriter, ImportRun run, ImportRun parallelRun, AtomicLong bytesRead,
            ExecutorService writers) {
        this.importBatchWriter = importBatchWriter;
        this.run = run;
        this.parallelRun = parallelRun;
        this.bytesRead = bytesRead;
        this.writers = writers;
    }

    /** The items of one transaction. */
    private static final class ImportBatch {
        private final List<ImportWorkItem> items = new ArrayList<>();
        /** What the items are called, and what they want to have for themselves. */
        private final Set<String> exclusiveKeys = new HashSet<>();
        private boolean referenceItems;
        private boolean onlyArticles = true;
        private int textLength;
        private ImportRun run;
        private Future<?> work;

        boolean accepts(ImportWorkItem importWorkItem) {
            return items.isEmpty()
                    || isReferenceItem(importWorkItem) == referenceItems && textLength <= MAX_BATCH_TEXT_LENGTH
                            && items.size() < (referenceItems ? MAX_BATCH_REFERENCE_ITEMS : MAX_BATCH_ITEMS)
                            && (importWorkItem.importType == null || importWorkItem.sourceKey == null
                                    || !exclusiveKeys.contains(importWorkItem.reference()));
        }

        void add(ImportWorkItem importWorkItem) {
            items.add(importWorkItem);
            referenceItems = isReferenceItem(importWorkItem);
            onlyArticles &= importWorkItem.importType == null
                    || importWorkItem.importType == ImportLine.ImportType.article;
            textLength += importWorkItem.textLength();
            exclusiveKeys.addAll(importWorkItem.exclusiveKeys());
        }

        private static boolean isReferenceItem(ImportWorkItem importWorkItem) {
            return importWorkItem.importType != null
                    && importWorkItem.importType.compareTo(ImportLine.ImportType.article) < 0;
        }

        /** Whether it makes no difference which of the two is written first. */
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
        if (!run.job().isDone(itemCount)) {
            var importWorkItem = new ImportWorkItem(itemCount, place, line);
            importWorkItem.notes.addAll(List.of(notes));
            importBatchWriter.prepare(importWorkItem, run);
            add(importWorkItem);
        }
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
            var importWorkItem = new ImportWorkItem(itemCount, place, null);
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

    /** Writes what was gathered, as soon as what it may depend on is written. */
    private void flush() {
        var next = importBatch;
        importBatch = new ImportBatch();
        while (!runningBatches.isEmpty()
                && (run.isDryRun() || runningBatches.size() > 1 || !next.isIndependentOf(runningBatches.getFirst()))) {
            awaitOldestBatch();
        }
        next.run = runningBatches.isEmpty() || runningBatches.getFirst().run == parallelRun ? run : parallelRun;
        // What is beside may not be done when this is.
        long completeUpTo = runningBatches.isEmpty() ? next.lastNumber() : runningBatches.getFirst().firstNumber() - 1;
        long readSoFar = bytesRead.get();
        next.work = writers.submit(() -> importBatchWriter.write(next.items, next.run, completeUpTo, readSoFar));
        runningBatches.addLast(next);
    }

    /** Writes all that is left, and waits until everything is written; gives how many items there were. */
    long finish() {
        if (!importBatch.items.isEmpty()) {
            flush();
        }
        while (!runningBatches.isEmpty()) {
            awaitOldestBatch();
        }
        return itemCount;
    }

    /** Whether something could not be written. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits until what has been under way for longest is written. */
    private void awaitOldestBatch() {
        try {
            runningBatches.removeFirst().work.get();
        } catch (ExecutionException e) {
            failed = true;
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The node stops", e);
        }
    }
}
