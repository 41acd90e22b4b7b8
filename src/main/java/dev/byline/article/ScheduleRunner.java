package dev.byline.article;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import dev.byline.database.ChangeCause;
import dev.byline.database.Locks;
import dev.byline.job.MeasuredQueue;
import dev.byline.job.QueueWorker;
import dev.byline.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Performs schedules when they are due, one article per transaction. Several nodes share the work: a node locks the row
 * of the article, other nodes skip locked rows, and the database releases the locks of a node that dies. The cycle:
 * <ol>
 * <li>Every node polls for due schedules at least every 10 seconds ({@link QueueWorker}), and earlier if the next
 * schedule is due earlier. A schedule that was set on a node that died is thus performed by another node.
 * <li>The node on which a schedule is set wakes up at the time of the schedule if that time is before the next poll.
 * <li>A schedule that a rule refuses keeps the reason as its problem, and is not retried.
 * <li>A schedule that fails for another reason, as when the database is unavailable, is retried with the next poll.
 * </ol>
 */
@ApplicationScoped
class ScheduleRunner implements MeasuredQueue {
    private static final Logger LOG = Logger.getLogger(ScheduleRunner.class);

    private final DataSource dataSource;
    private final ArticleRepository articles;
    private final ArticleScheduling scheduling;
    private final Locks locks;
    private final Clock clock;
    private final QueueWorker worker = new QueueWorker("schedules", this::poll);

    ScheduleRunner(DataSource dataSource, ArticleRepository articles, ArticleScheduling scheduling, Locks locks,
            Clock clock) {
        this.dataSource = dataSource;
        this.articles = articles;
        this.scheduling = scheduling;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public String queue() {
        return "schedules";
    }

    /** Counts the schedules that are due, not those of the future. */
    @Override
    public String sizeAndOldestQuery() {
        return """
                select count(*), min(schedule_at) from article
                where schedule_at is not null and schedule_problem is null and schedule_at <= clock_timestamp()""";
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    /** Stops polling, and waits for the running transition to end. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        worker.stop();
    }

    /** Wakes up at the time of a schedule that was set on this node, if that time is before the next regular poll. */
    void wakeUp(@Observes(during = TransactionPhase.AFTER_SUCCESS) ArticleScheduling.ArticleScheduled scheduled) {
        wakeAt(scheduled.at());
    }

    private void wakeAt(Instant due) {
        worker.wakeAfter(Duration.between(clock.instant(), due));
    }

    private boolean poll() {
        var next = runAndFindNext();
        if (next != null) {
            // At once if the schedule fell due meanwhile.
            wakeAt(next);
        }
        return false;
    }

    /**
     * Performs all schedules that are due, and returns the time of the first one that was not due yet, or null. A
     * schedule that is still due afterwards is locked by another node or has failed, so it waits for the next poll and
     * hides no later one.
     */
    Instant runAndFindNext() {
        var next = findNextDueTime(Instant.EPOCH);
        var now = clock.instant();
        if (next != null && !next.isAfter(now)) {
            runDue();
            next = findNextDueTime(now);
        }
        return next;
    }

    /**
     * Finds the time of the first schedule after a time, or null: one query of a small index, outside of an explicit
     * transaction.
     */
    private Instant findNextDueTime(Instant after) {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement("""
                        select min(schedule_at) from article
                        where schedule_at > ? and schedule_problem is null""")) {
            query.setObject(1, OffsetDateTime.ofInstant(after, ZoneOffset.UTC));
            try (var found = query.executeQuery()) {
                found.next();
                var due = found.getObject(1, OffsetDateTime.class);
                return due == null ? null : due.toInstant();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Performs all schedules that are due now and that no other node has locked. */
    void runDue() {
        var failed = new HashSet<UUID>();
        boolean more = true;
        while (more && !worker.isStopped()) {
            more = runNext(failed);
        }
    }

    /** Performs one due schedule; false if no schedule is due, except those of the articles in {@code failed}. */
    private boolean runNext(Set<UUID> failed) {
        var claimed = new AtomicReference<UUID>();
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                locks.shared(Locks.REFERENCES);
                var due = articles.lockNextDue(clock.instant(), failed);
                due.ifPresent(id -> {
                    claimed.set(id);
                    ChangeCause.set(articles.getEntityManager(), ChangeCause.SCHEDULE);
                    scheduling.run(articles.lock(id));
                });
                return due.isPresent();
            });
        } catch (ProblemException refused) {
            QuarkusTransaction.requiringNew().run(() -> {
                var article = articles.lock(claimed.get());
                if (article != null && article.schedule != null && !article.schedule.at().isAfter(clock.instant())) {
                    scheduling.recordFailure(article, refused.getMessage());
                }
            });
            return true;
        } catch (RuntimeException e) {
            if (claimed.get() == null) {
                throw e;
            }
            LOG.errorf(e, "The schedule of article %s failed and is retried with the next poll", claimed.get());
            failed.add(claimed.get());
            return true;
        }
    }
}
