package dev.byline.transfer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import dev.byline.transfer.format.ImportLine;
import dev.byline.transfer.format.LineSink;

/** Gathers the items of a file into transactions of a sane size. While one is written, the next is read and rendered. */
final class Batches implements LineSink {
    private static final int MOST_ITEMS = 200;
    private static final int MOST_TEXT = 4_000_000;
    /** Names hold the locks of all names, so few of them are written at once. */
    private static final int MOST_NAMES = 50;

    private final Importer importer;
    private final ImportRun run;
    private final AtomicLong position;
    private final ExecutorService writer;
    private List<Item> batch = new ArrayList<>();
    private Set<String> keys = new HashSet<>();
    private boolean names;
    private int size;
    private long number;
    private Future<?> before;
    private boolean failed;

    Batches(Importer importer, ImportRun run, AtomicLong position, ExecutorService writer) {
        this.importer = importer;
        this.run = run;
        this.position = position;
        this.writer = writer;
    }

    @Override
    public void line(String place, ImportLine line, String... notes) {
        number++;
        if (number > run.job().items()) {
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
        if (number > run.job().items()) {
            var item = new Item(number, place, null);
            item.key = externalId;
            item.is(outcome, reason);
            item.prepared();
            add(item);
        }
    }

    private void add(Item item) {
        boolean name = item.type != null && item.type.compareTo(ImportLine.Type.article) < 0;
        boolean again = item.key != null && item.type != null && !keys.add(item.reference());
        if (again || !batch.isEmpty() && name != names || size > MOST_TEXT
                || batch.size() >= (names ? MOST_NAMES : MOST_ITEMS)) {
            flush();
            keys.add(item.type == null ? "" : item.reference());
        }
        names = name;
        size += item.size();
        batch.add(item);
    }

    /** Writes what was gathered, as soon as what was gathered before it is written. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        var items = batch;
        long last = items.get(items.size() - 1).number;
        long read = position.get();
        batch = new ArrayList<>();
        keys = new HashSet<>();
        size = 0;
        settle();
        before = writer.submit(() -> importer.write(items, run, last, read));
    }

    /** Whether something could not be written. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits until everything that was handed over is written. */
    void settle() {
        if (before == null) {
            return;
        }
        try {
            before.get();
        } catch (ExecutionException e) {
            failed = true;
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The node stops", e);
        } finally {
            before = null;
        }
    }
}
