package dev.byline.rendition;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.netty.buffer.ByteBuf;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Makes missing sizes on a few threads of its own: half of the processors, so that other requests keep theirs. Requests
 * for a size that is being made share the work.
 */
@Singleton
class SizeMaker {
    private static final int POLL_MILLIS = 100;

    private final SizeStore store;
    private final ThreadPoolExecutor threads;
    private final ConcurrentMap<String, CompletableFuture<ByteBuf>> inWork = new ConcurrentHashMap<>();

    SizeMaker(SizeStore store, RenditionSettings settings) {
        this.store = store;
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads = new ThreadPoolExecutor(count, count, 1, TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(Math.max(1, settings.queue())), work -> {
                    var thread = new Thread(work, "picture-sizes");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Makes a size; fails with 503 if too many are waiting. */
    CompletableFuture<ByteBuf> make(PlannedSize size) {
        var own = new CompletableFuture<ByteBuf>();
        var other = inWork.putIfAbsent(size.key(), own);
        if (other != null) {
            return other;
        }
        own.whenComplete((bytes, failure) -> inWork.remove(size.key(), own));
        submit(size, own);
        return own;
    }

    private void submit(PlannedSize size, CompletableFuture<ByteBuf> result) {
        try {
            threads.execute(() -> complete(size, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(ProblemException.withHeader(ProblemType.UNAVAILABLE,
                    "Too many sizes of pictures wait to be made: try again shortly.", "Retry-After", "5"));
        }
    }

    private void complete(PlannedSize size, CompletableFuture<ByteBuf> result) {
        try {
            store.make(size).ifPresentOrElse(result::complete, () -> waitForOtherNode(size, result));
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            result.completeExceptionally(e);
        }
    }

    /** Asks again shortly; meanwhile the thread makes other sizes, because the other node may have been killed. */
    private void waitForOtherNode(PlannedSize size, CompletableFuture<ByteBuf> result) {
        CompletableFuture.delayedExecutor(POLL_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> submit(size, result));
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }
}
