package dev.byline.comment;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.jboss.logging.Logger;

import dev.byline.database.WriteQueue;
import dev.byline.limit.RequestShare;
import dev.byline.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;

/**
 * Queues new comments for {@link CommentWriter}, so that many comments share a commit. If a batch fails, because of one
 * of its comments or because somebody else holds the lock of an article, each request adds its comment alone: no comment
 * fails or waits because of another one.
 */
@Singleton
class CommentQueue {
    private static final Logger LOG = Logger.getLogger(CommentQueue.class);
    /** Each waiting request occupies a thread. */
    private static final int MAX_QUEUED_COMMENTS = 128;
    private static final int BATCH_SIZE = 128;

    private final CommentWriter writer;
    private final RequestShare share;
    private final WriteQueue<PendingComment> queue = new WriteQueue<>("comments", MAX_QUEUED_COMMENTS, BATCH_SIZE,
            this::writeBatch, RequestShare::busy);

    CommentQueue(CommentWriter writer, RequestShare share) {
        this.writer = writer;
        this.share = share;
    }

    void start(@Observes StartupEvent event, MeterRegistry meters) {
        queue.register(meters);
        queue.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        queue.stop();
    }

    /** Adds a comment and returns after the commit; in the transaction of the caller, if there is one. */
    void add(PendingComment pending) {
        if (QuarkusTransaction.getStatus() == Status.STATUS_NO_TRANSACTION) {
            share.leave();
            queue.add(pending);
            if (isWritten(pending)) {
                return;
            }
            share.enter();
        }
        var problem = writer.write(List.of(pending), false).get(pending);
        if (problem != null) {
            throw problem;
        }
    }

    private static boolean isWritten(PendingComment pending) {
        try {
            return pending.result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : e;
        }
    }

    private boolean writeBatch(List<PendingComment> batch) {
        Map<PendingComment, ProblemException> refused;
        try {
            refused = writer.write(batch, true);
        } catch (RuntimeException e) {
            LOG.debugf(e, "A batch of %d comments failed; each is tried alone", batch.size());
            batch.forEach(pending -> pending.result.complete(false));
            return true;
        }
        for (var pending : batch) {
            var problem = refused.get(pending);
            if (problem == null) {
                pending.result.complete(true);
            } else {
                pending.result.completeExceptionally(problem);
            }
        }
        return true;
    }
}
