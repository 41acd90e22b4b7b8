package dev.byline.limit;

import java.util.Map;

/** The permit of one request, which the request may give back early and take again. */
final class SharePermit {
    /** The name of the permit in the data of its request. */
    static final String KEY = "byline.share";

    private final ShareQueue queue;
    /** The start of each request that runs, in nanoseconds; null for requests that may take any time. */
    private final Map<SharePermit, Long> startTimes;
    private boolean held;
    private boolean ended;

    SharePermit(ShareQueue queue, Map<SharePermit, Long> startTimes) {
        this.queue = queue;
        this.startTimes = startTimes;
    }

    /** Waits until the request may run; 503 if too many requests wait. */
    void enter() {
        queue.enter();
        synchronized (this) {
            held = true;
            if (startTimes != null) {
                startTimes.put(this, System.nanoTime());
            }
            if (ended) {
                // The client is gone.
                leave();
                throw ShareQueue.busy();
            }
        }
    }

    /** Gives the permit back, if the request holds it. */
    synchronized void leave() {
        if (held) {
            held = false;
            if (startTimes != null) {
                startTimes.remove(this);
            }
            queue.leave();
        }
    }

    /** Gives the permit back for good. */
    synchronized void end() {
        ended = true;
        leave();
    }
}
