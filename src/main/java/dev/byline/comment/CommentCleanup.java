package dev.byline.comment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import dev.byline.spam.Bans;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;

/**
 * Deletes expired data of comments every hour on every node, in small batches that skip rows locked by other nodes.
 * Once a day recounts the comments and publishes the difference as {@code byline.comments.drift}.
 */
@ApplicationScoped
class CommentCleanup {
    private static final Logger LOG = Logger.getLogger(CommentCleanup.class);
    /**
     * Retention of address hashes and user agents, rejected comments and spam, replaced texts, and resolved reports.
     */
    static final int RETENTION_DAYS = 30;
    /** Retention of tombstones without visible replies. */
    private static final Duration BARE_TOMBSTONE_RETENTION = Duration.ofDays(1);
    /** Number of rows that one transaction changes at most. */
    private static final int BATCH_SIZE = 500;

    private final Session database;
    private final CommentRecount recount;
    private final Bans bans;
    private final Clock clock;
    private final AtomicLong drift;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "comments"));
    private LocalDate lastDriftCheck;

    CommentCleanup(Session database, CommentRecount recount, Bans bans, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.recount = recount;
        this.bans = bans;
        this.clock = clock;
        this.drift = meters.gauge("byline.comments.drift", new AtomicLong());
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::runSafely, 1, TimeUnit.HOURS.toMinutes(1), TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void runSafely() {
        try {
            var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            deleteExpired();
            if (!today.equals(lastDriftCheck)) {
                lastDriftCheck = today;
                measureDrift();
            }
        } catch (RuntimeException e) {
            LOG.warnf("The cleanup of comments failed and runs again in an hour: %s", e.getMessage());
        }
    }

    /** Measures how far the stored counts are off; any difference is a bug of this service. */
    void measureDrift() {
        drift.set(recount.drift());
        if (drift.get() != 0) {
            LOG.errorf("The stored counts of comments are off by %d in total. Report this as a bug.", drift.get());
        }
    }

    /** Deletes all data whose retention has ended. */
    @ActivateRequestContext
    void deleteExpired() {
        var now = clock.instant();
        var before = now.minus(Duration.ofDays(RETENTION_DAYS));
        executeInBatches("""
                update comment set address_hash = null, author_key = null, user_agent = null where id in (
                    select id from comment where (author_key is not null or user_agent is not null)
                    and created_at <= :before order by created_at limit :step for update skip locked)""", before);
        // Comments with replies stay, because their replies would become visible without them.
        executeInBatches("""
                delete from comment where id in (
                    select id from comment c where state in ('spam', 'rejected') and moved_at <= :before
                    and not exists (select 1 from comment r where r.parent_id = c.id)
                    limit :step for update skip locked)""", before);
        // Repeated deletion walks up a thread: a deleted comment may have been the last reply of a tombstone.
        executeInBatches("""
                delete from comment where id in (
                    select id from comment c where state = 'deleted' and bare and moved_at <= :before
                    and not exists (select 1 from comment r where r.parent_id = c.id)
                    limit :step for update skip locked)""", now.minus(BARE_TOMBSTONE_RETENTION));
        executeInBatches("""
                delete from comment_revision where id in (
                    select id from comment_revision where replaced_at <= :before limit :step for update skip locked)""",
                before);
        executeInBatches("""
                delete from comment_report where id in (
                    select id from comment_report where resolved_at <= :before limit :step for update skip locked)""",
                before);
        bans.deleteExpired();
    }

    private void executeInBatches(String statement, Instant before) {
        int changed = 1;
        while (changed > 0 && !Thread.currentThread().isInterrupted()) {
            changed = QuarkusTransaction.requiringNew()
                    .call(() -> database.createNativeMutationQuery(statement).setParameter("before", before)
                            .setParameter("step", BATCH_SIZE).executeUpdate());
        }
    }
}
