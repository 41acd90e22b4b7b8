package dev.byline.view;

import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import dev.byline.view.PendingView.ViewResult;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Calls that wait for their batch. One thread writes: whatever arrives during a commit is the next batch, so that a
 * quiet site waits for nobody and a busy one shares commits.
 */
@Singleton
class ViewQueue {
    private static final Logger LOG = Logger.getLogger(ViewQueue.class);
    private static final int MAX_QUEUED_VIEWS = 20_000;
    private static final int BATCH_SIZE = 500;
    /** Milliseconds between two looks whether the service ends, and for which its end waits for what is queued. */
    private static final int POLL_INTERVAL_MILLIS = 100;
    private static final int SHUTDOWN_TIMEOUT_MILLIS = 8_000;

    private final ViewBatchWriter batchWriter;
    private final BlockingQueue<PendingView> queuedViews;
    private final Thread writer = new Thread(this::writeBatches, "views");
    private volatile boolean closed;

    @Inject
    ViewQueue(ViewBatchWriter batchWriter) {
        this(batchWriter, MAX_QUEUED_VIEWS);
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

    /** Takes no more, counts what is there, and ends. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closed = true;
        writer.join(SHUTDOWN_TIMEOUT_MILLIS);
        refuseAll();
    }

    /** Queues a call; its answer comes after the commit, or at once with 503 if too many wait. */
    CompletionStage<ViewResult> add(PendingView call) {
        if (closed || !queuedViews.offer(call)) {
            call.result.completeExceptionally(ViewBatchWriter.unavailable());
        } else if (closed && !writer.isAlive() && queuedViews.remove(call)) {
            // It came between the last look and the end.
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
                        // The next would wait for a database that is away as long as these did, each batch in its turn.
                        refuseAll();
                    }
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) {
                LOG.error("A batch of views failed", e);
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
