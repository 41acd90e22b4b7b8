package dev.byline.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.byline.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Queue of writes that share commits. A single thread writes the batches: writes that arrive during a commit form the
 * next batch. So a write on a quiet site is done at once, and many writes on a busy site share a commit.
 */
public final class WriteQueue<W extends QueuedWrite<?>> {
    private static final Logger LOG = Logger.getLogger(WriteQueue.class);
    /** Milliseconds between two checks whether the service shuts down. */
    private static final int POLL_INTERVAL_MILLIS = 100;
    /** Milliseconds for which a shutdown waits until the queued writes are done. */
    private static final int SHUTDOWN_TIMEOUT_MILLIS = 8_000;

    private final String name;
    private final int batchSize;
    private final Predicate<List<W>> writeBatch;
    private final Supplier<ProblemException> unavailable;
    private final BlockingQueue<W> queued;
    /** A thread of its own, because readers wait for the batch: no table is polled, and no pool may delay it. */
    private final Thread writer;
    private volatile boolean closed;

    /**
     * @param capacity
     *            the maximum number of writes that wait; one more is refused at once
     * @param writeBatch
     *            writes a batch and completes its results; false if the database is unavailable
     * @param unavailable
     *            creates the problem of a write that was refused
     */
    public WriteQueue(String name, int capacity, int batchSize, Predicate<List<W>> writeBatch,
            Supplier<ProblemException> unavailable) {
        this.name = name;
        this.batchSize = batchSize;
        this.writeBatch = writeBatch;
        this.unavailable = unavailable;
        this.queued = new ArrayBlockingQueue<>(capacity);
        this.writer = new Thread(this::writeBatches, name);
    }

    /** Registers the metric {@code byline.queue.size}. */
    public void register(MeterRegistry meters) {
        meters.gauge("byline.queue.size", Tags.of("queue", name), queued, BlockingQueue::size);
    }

    /** Starts the thread that writes. */
    public void start() {
        writer.setDaemon(true);
        writer.start();
    }

    /** Accepts no more writes, does the queued ones, and refuses those that are left after the timeout. */
    public void stop() throws InterruptedException {
        closed = true;
        writer.join(SHUTDOWN_TIMEOUT_MILLIS);
        refuseAll();
    }

    /** Queues a write, or refuses the write at once if the queue is full or closed. */
    public void add(W write) {
        if (closed || !queued.offer(write)) {
            write.result.completeExceptionally(unavailable.get());
        } else if (closed && !writer.isAlive() && queued.remove(write)) {
            // The write was queued after the last check of the writer thread, which has ended.
            write.result.completeExceptionally(unavailable.get());
        }
    }

    private void writeBatches() {
        var batch = new ArrayList<W>(batchSize);
        while (!closed || !queued.isEmpty()) {
            try {
                var first = queued.poll(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queued.drainTo(batch, batchSize - 1);
                    if (!writeBatch.test(batch)) {
                        // The database is unavailable: each queued batch would wait for it as long as this one did.
                        refuseAll();
                    }
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "A batch of the queue '%s' failed unexpectedly, and its requests got a 503", name);
                refuse(batch);
            }
            batch.clear();
        }
    }

    private void refuseAll() {
        var remaining = new ArrayList<W>();
        queued.drainTo(remaining);
        refuse(remaining);
    }

    private void refuse(List<W> writes) {
        writes.forEach(write -> write.result.completeExceptionally(unavailable.get()));
    }
}
