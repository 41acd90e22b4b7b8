package dev.byline.limit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/**
 * The requests of one {@link Share}: some run, a limited number waits in the order of arrival, all others are rejected
 * at once. A request that is rejected has used no connection.
 */
class ShareQueue {
    private final int maxWaiting;
    private final Duration maxWait;
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();

    ShareQueue(int concurrentRequests, int maxWaiting, Duration maxWait) {
        this.maxWaiting = maxWaiting;
        this.maxWait = maxWait;
        this.permits = new Semaphore(concurrentRequests, true);
    }

    /**
     * Waits until the request may run.
     *
     * @throws ProblemException
     *             503 with {@code Retry-After} at once if too many requests wait, and after the longest time of waiting
     */
    void enter() {
        if (permits.tryAcquire()) {
            return;
        }
        try {
            if (waiting.incrementAndGet() > maxWaiting
                    || !permits.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            waiting.decrementAndGet();
        }
    }

    void leave() {
        permits.release();
    }

    int waiting() {
        return waiting.get();
    }

    /** Creates the 503 for a request that may not run. */
    static ProblemException busy() {
        return ProblemException.withHeader(ProblemType.UNAVAILABLE,
                "Too many requests of this kind are waiting: try again in a second.", "Retry-After", "1");
    }
}
