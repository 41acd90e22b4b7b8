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

import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.LineSink;

/**
 * Gathers the items of a file into transactions of a sane size. While they are written, the next are read and rendered;
 * and articles that have nothing to do with those before them are written beside them, on a connection of their own.
 */
final class Batches implements LineSink {
    private static final int MOST_ITEMS = 200;
    private static final int MOST_TEXT = 4_000_000;
    /** Names hold the locks of all names, so few of them are written at once. */
    private static final int MOST_NAMES = 50;

    private final Importer importer;
    private final ImportRun run;
    private final ImportRun beside;
    private final AtomicLong position;
    private final ExecutorService writers;
    /** What is being written, in the order of the file: at most two. */
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private Batch batch = new Batch();
    private long number;
    private boolean failed;

    Batches(Importer importer, ImportRun run, ImportRun beside, AtomicLong position, ExecutorService writers) {
        this.importer = importer;
        this.run = run;
        this.beside = beside;
        this.position = position;
        this.writers = writers;
    }

    /** The items of one transaction. */
    private static final class Batch {
        private final List<Item> items = new ArrayList<>();
        /** What the items are called, and what they want to have for themselves. */
        private final Set<String> claims = new HashSet<>();
        private boolean names;
        private boolean articles = true;
        private int size;
        private ImportRun run;
        private Future<?> work;

        boolean takes(Item item) {
            return items.isEmpty() || isName(item) == names && size <= MOST_TEXT
                    && items.size() < (names ? MOST_NAMES : MOST_ITEMS)
                    && (item.type == null || item.key == null || !claims.contains(item.reference()));
        }

        void add(Item item) {
            items.add(item);
            names = isName(item);
            articles &= item.type == null || item.type == ImportLine.Type.article;
            size += item.size();
            claims.addAll(item.claims());
        }

        private static boolean isName(Item item) {
            return item.type != null && item.type.compareTo(ImportLine.Type.article) < 0;
        }

        /** Whether it makes no difference which of the two is written first. */
        boolean isIndependentOf(Batch other) {
            return articles && other.articles && Collections.disjoint(claims, other.claims);
        }

        long first() {
            return items.get(0).number;
        }

        long last() {
            return items.get(items.size() - 1).number;
        }
    }

    @Override
    public void line(String place, ImportLine line, String... notes) {
        number++;
        if (!run.job().isDone(number)) {
            var item = new Item(number, place, line);
            item.notes.addAll(List.of(notes));
            importer.prepare(item, run);
            add(item);
        }
    }

    @Override
    public void broken(String place, String externalId, String reason) {
        decided(place, externalId, Item.Outcome.failed, reason);
    }

    @Override
    public void leftOut(String place, String externalId, String reason) {
        decided(place, externalId, Item.Outcome.skipped, reason);
    }

    private void decided(String place, String externalId, Item.Outcome outcome, String reason) {
        number++;
        if (!run.job().isDone(number)) {
            var item = new Item(number, place, null);
            item.key = externalId;
            item.is(outcome, reason);
            item.prepared();
            add(item);
        }
    }

    private void add(Item item) {
        if (!batch.takes(item)) {
            flush();
        }
        batch.add(item);
    }

    /** Writes what was gathered, as soon as what it may depend on is written. */
    private void flush() {
        var next = batch;
        batch = new Batch();
        while (!underWay.isEmpty()
                && (run.dry() || underWay.size() > 1 || !next.isIndependentOf(underWay.getFirst()))) {
            await();
        }
        next.run = underWay.isEmpty() || underWay.getFirst().run == beside ? run : beside;
        // What is beside may not be done when this is.
        long upTo = underWay.isEmpty() ? next.last() : underWay.getFirst().first() - 1;
        long read = position.get();
        next.work = writers.submit(() -> importer.write(next.items, next.run, upTo, read));
        underWay.addLast(next);
    }

    /** Writes all that is left, and waits until everything is written; gives how many items there were. */
    long finish() {
        if (!batch.items.isEmpty()) {
            flush();
        }
        while (!underWay.isEmpty()) {
            await();
        }
        return number;
    }

    /** Whether something could not be written. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits until what has been under way for longest is written. */
    private void await() {
        try {
            underWay.removeFirst().work.get();
        } catch (ExecutionException e) {
            failed = true;
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The node stops", e);
        }
    }
}
