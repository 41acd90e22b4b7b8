package dev.byline.view;

import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import dev.byline.view.ViewCall.Answer;
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
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 500;
    /** Milliseconds between two looks whether the service ends, and for which its end waits for what is queued. */
    private static final int BEAT = 100;
    private static final int PATIENCE = 8_000;

    private final ViewBatch batch;
    private final BlockingQueue<ViewCall> waiting;
    private final Thread writer = new Thread(this::run, "views");
    private volatile boolean closed;

    @Inject
    ViewQueue(ViewBatch batch) {
        this(batch, MOST_WAITING);
    }

    ViewQueue(ViewBatch batch, int mostWaiting) {
        this.batch = batch;
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
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
        writer.join(PATIENCE);
        refuseAll();
    }

    /** Queues a call; its answer comes after the commit, or at once with 503 if too many wait. */
    CompletionStage<Answer> add(ViewCall call) {
        if (closed || !waiting.offer(call)) {
            call.answer.completeExceptionally(ViewBatch.unavailable());
        } else if (closed && !writer.isAlive() && waiting.remove(call)) {
            // It came between the last look and the end.
            call.answer.completeExceptionally(ViewBatch.unavailable());
        }
        return call.answer;
    }

    private void run() {
        var calls = new ArrayList<ViewCall>(MOST_AT_ONCE);
        while (!closed || !waiting.isEmpty()) {
            try {
                var first = waiting.poll(BEAT, TimeUnit.MILLISECONDS);
                if (first != null) {
                    calls.add(first);
                    waiting.drainTo(calls, MOST_AT_ONCE - 1);
                    if (!batch.write(calls)) {
                        // The next would wait for a database that is away as long as these did, each batch in its turn.
                        refuseAll();
                    }
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException | Error e) {
                LOG.error("A batch of views failed", e);
                calls.forEach(call -> call.answer.completeExceptionally(ViewBatch.unavailable()));
            }
            calls.clear();
        }
    }

    private void refuseAll() {
        var rest = new ArrayList<ViewCall>();
        waiting.drainTo(rest);
        rest.forEach(call -> call.answer.completeExceptionally(ViewBatch.unavailable()));
    }
}
