package dev.byline.view;

import java.util.concurrent.CompletionStage;

import dev.byline.database.WriteQueue;
import dev.byline.view.PendingView.ViewResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Queues view calls for {@link ViewBatchWriter}. */
@Singleton
class ViewQueue {
    static final int MAX_QUEUED_VIEWS = 20_000;
    private static final int BATCH_SIZE = 500;

    private final WriteQueue<PendingView> queue;

    @Inject
    ViewQueue(ViewBatchWriter batchWriter, MeterRegistry meters) {
        this(batchWriter, MAX_QUEUED_VIEWS);
        queue.register(meters);
    }

    ViewQueue(ViewBatchWriter batchWriter, int maxQueuedViews) {
        this.queue = new WriteQueue<>("views", maxQueuedViews, BATCH_SIZE, batchWriter::write,
                ViewBatchWriter::unavailable);
    }

    void start(@Observes StartupEvent event) {
        start();
    }

    void start() {
        queue.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        queue.stop();
    }

    /** Queues a call. Its result completes after the commit, or at once with a 503 if the queue is full or closed. */
    CompletionStage<ViewResult> add(PendingView call) {
        queue.add(call);
        return call.result;
    }
}
