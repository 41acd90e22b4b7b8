package dev.byline.limit;

import java.time.Duration;

/**
 * A share of the connections to the database. Each operation belongs to one share, so that requests of one kind cannot
 * take the connections of another kind; the rest of the pool serves authentication and background work. The contract
 * does not depend on shares: a request that finds its share busy waits, or gets a 503.
 */
public enum Share {
    /** Reads of the public API that no cache answers. */
    READS(8, 256, 10),
    /** Writes, and all operations of the admin API. */
    WRITES(6, 128, 10),
    /** Operations that hash a password, which takes longer than everything that they do in the database. */
    PASSWORDS(2, 128, 30),
    /** Downloads that hold a connection as long as the client takes. */
    DOWNLOADS(2, 4, 10),
    /** Uploads and downloads that take a connection for a moment for each part. Not limited. */
    NONE(Integer.MAX_VALUE, 0, 0);

    /** The size of the pool that the numbers of this table are made for; other sizes scale them. */
    static final int POOL_SIZE = 20;

    /** The number of requests that run at the same time, in a pool of {@link #POOL_SIZE} connections. */
    final int concurrentRequests;
    /** The number of requests that wait; one more is rejected at once. */
    final int maxWaiting;
    /** The time after which a request that waits is rejected. */
    final Duration maxWait;

    Share(int concurrentRequests, int maxWaiting, int maxWaitSeconds) {
        this.concurrentRequests = concurrentRequests;
        this.maxWaiting = maxWaiting;
        this.maxWait = Duration.ofSeconds(maxWaitSeconds);
    }
}
