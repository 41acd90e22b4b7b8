package dev.byline.database;

import java.util.concurrent.CompletableFuture;

/** Write that waits in a {@link WriteQueue} for the commit of its batch. */
public abstract class QueuedWrite<R> {
    /** Completes after the commit, or with the problem for which nothing was written. */
    public final CompletableFuture<R> result = new CompletableFuture<>();
}
