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
 * Lets go what is kept for a while only, each hour on every node, in small steps that skip what another node has; and
 * once a day counts anew, and reports what it finds as {@code byline.comments.drift}.
 */
@ApplicationScoped
class CommentCleanup {
    private static final Logger LOG = Logger.getLogger(CommentCleanup.class);
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Duration BARE_TOMBSTONE_RETENTION = Duration.ofDays(1);
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
            LOG.warnf("The upkeep of comments waits for the next hour: %s", e.getMessage());
        }
    }

    /** Counts anew; what it finds is a fault of this service. */
    void measureDrift() {
        drift.set(recount.drift());
        if (drift.get() != 0) {
            LOG.errorf("Counts of comments are off by %d in all", drift.get());
        }
    }

    /** Everything that is due. */
    @ActivateRequestContext
    void deleteExpired() {
        var now = clock.instant();
        var before = now.minus(RETENTION);
        executeInBatches("""
                update comment set address_hash = null, author_key = null, user_agent = null where id in (
                    select id from comment where (author_key is not null or user_agent is not null)
                    and created_at <= :before order by created_at limit :step for update skip locked)""", before);
        // What has replies stays, because they would come to light without it.
        executeInBatches("""
                delete from comment where id in (
                    select id from comment c where state in ('spam', 'rejected') and moved_at <= :before
                    and not exists (select 1 from comment r where r.parent_id = c.id)
                    limit :step for update skip locked)""", before);
        // Up the chain: what a tombstone held together may have gone just now.
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
