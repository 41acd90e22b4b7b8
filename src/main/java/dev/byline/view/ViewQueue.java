package dev.byline.view;

import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import dev.byline.view.PendingView.ViewResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Queues view calls for {@link ViewBatchWriter}. A single thread writes the batches: calls that arrive during a commit form
 * the next batch. So a call on a quiet site is written at once, and many calls on a busy site share a commit.
 */
@Singleton
class ViewQueue {
    private static final Logger LOG = Logger.getLogger(ViewQueue.class);
    static final int MAX_QUEUED_VIEWS = 20_000;
    private static final int BATCH_SIZE = 500;
    /** Milliseconds between two checks whether the service shuts down. */
    private static final int POLL_INTERVAL_MILLIS = 100;
    /** Milliseconds for which a shutdown waits until the queued calls are counted. */
    private static final int SHUTDOWN_TIMEOUT_MILLIS = 8_000;

    private final ViewBatchWriter batchWriter;
    private final BlockingQueue<PendingView> queuedViews;
    /** A thread of its own, because readers wait for the batch: no table is polled, and no pool may delay it. */
    private final Thread writer = new Thread(this::writeBatches, "views");
    private volatile boolean closed;

    @Inject
    ViewQueue(ViewBatchWriter batchWriter, MeterRegistry meters) {
        this(batchWriter, MAX_QUEUED_VIEWS);
        meters.gauge("byline.queue.size", Tags.of("queue", "views"), queuedViews, BlockingQueue::size);
    }

    ViewQueue(ViewBatchWriter batchWriter, int maxQueuedViews) {
        this.batchWriter = batchWriter;
        this.queuedViews = new ArrayBlockingQueue<>(maxQueuedViews);
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void start() {
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Accepts no more calls, counts the queued ones, and refuses with a 503 the calls that are left after the timeout.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closed = true;
        writer.join(SHUTDOWN_TIMEOUT_MILLIS);
        refuseAll();
    }

    /** Queues a call. Its result completes after the commit, or at once with a 503 if the queue is full or closed. */
    CompletionStage<ViewResult> add(PendingView call) {
        if (closed || !queuedViews.offer(call)) {
            call.result.completeExceptionally(ViewBatchWriter.unavailable());
        } else if (closed && !writer.isAlive() && queuedViews.remove(call)) {
            // The call was queued after the last check of the writer thread, which has ended.
            call.result.completeExceptionally(ViewBatchWriter.unavailable());
        }
        return call.result;
    }

    private void writeBatches() {
        var calls = new ArrayList<PendingView>(BATCH_SIZE);
        while (!closed || !queuedViews.isEmpty()) {
            try {
                var first = queuedViews.poll(POLL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    calls.add(first);
                    queuedViews.drainTo(calls, BATCH_SIZE - 1);
                    if (!batchWriter.write(calls)) {
                        // The database is unavailable: each queued batch would wait for it as long as this one did.
                        refuseAll();
                    }
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) {
                LOG.error("A batch of views failed unexpectedly, and its calls got a 503", e);
                calls.forEach(call -> call.result.completeExceptionally(ViewBatchWriter.unavailable()));
            }
            calls.clear();
        }
    }

    private void refuseAll() {
        var remaining = new ArrayList<PendingView>();
        queuedViews.drainTo(remaining);
        remaining.forEach(call -> call.result.completeExceptionally(ViewBatchWriter.unavailable()));
    }
}
