package dev.byline.article;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import dev.byline.database.Locks;
import dev.byline.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Does what is planned when its time has come, one article a transaction. Several nodes share the work: whoever locks a
 * row does it, the others skip it, and what a node that dies had locked is free again. The node that a plan was made on
 * wakes up for it; every node looks each ten seconds for the next one, so a dead node's plans run at their time too.
 */
@ApplicationScoped
class ScheduleRunner {
    private static final Logger LOG = Logger.getLogger(ScheduleRunner.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final ArticleRepository articles;
    private final ArticleLifecycle lifecycle;
    private final Locks locks;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "schedules"));

    ScheduleRunner(DataSource dataSource, ArticleRepository articles, ArticleLifecycle lifecycle, Locks locks,
            Clock clock) {
        this.dataSource = dataSource;
        this.articles = articles;
        this.lifecycle = lifecycle;
        this.locks = locks;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer.execute(this::poll);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(POLL_INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    void wakeUp(@Observes(during = TransactionPhase.AFTER_SUCCESS) ArticleLifecycle.ArticleScheduled scheduled) {
        var wait = Duration.between(clock.instant(), scheduled.at());
        if (wait.compareTo(POLL_INTERVAL) < 0) {
            timer.schedule(this::runDueSafely, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    private void poll() {
        var wait = POLL_INTERVAL;
        try {
            var due = findNextDueTime();
            if (due != null && !due.isAfter(clock.instant())) {
                runDue();
                due = findNextDueTime();
            }
            wait = due == null ? POLL_INTERVAL : waitTime(due);
        } catch (RuntimeException | SQLException e) {
            LOG.warnf("Schedules wait: %s", e.getMessage());
        }
        timer.schedule(this::poll, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    private void runDueSafely() {
        try {
            runDue();
        } catch (RuntimeException e) {
            // The next round tries again, and tells if it cannot either.
            LOG.debug("A schedule waits for the next round", e);
        }
    }

    /** When the next one is due, or null: one look into one small index, without a transaction of ours. */
    private Instant findNextDueTime() throws SQLException {
        try (var connection = dataSource.getConnection();
                var query = connection.createStatement();
                var found = query.executeQuery("""
                        select min(schedule_at) from article
                        where schedule_at is not null and schedule_problem is null""")) {
            found.next();
            var due = found.getTimestamp(1);
            return due == null ? null : due.toInstant();
        }
    }

    /** Until the next one is due; what is due already and still there is another node's, or failed. */
    private Duration waitTime(Instant due) {
        var wait = Duration.between(clock.instant(), due);
        return wait.compareTo(POLL_INTERVAL) > 0 || wait.isNegative() ? POLL_INTERVAL : wait;
    }

    /** Does everything that is due now and that no other node is doing. */
    void runDue() {
        var failed = new HashSet<UUID>();
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = runNext(failed);
        }
    }

    /** False if nothing is due that is not in {@code failed}. */
    private boolean runNext(Set<UUID> failed) {
        var claimed = new AtomicReference<UUID>();
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                locks.shared(Locks.REFERENCES);
                var due = articles.lockNextDue(clock.instant(), failed);
                due.ifPresent(id -> {
                    claimed.set(id);
                    lifecycle.runSchedule(articles.lock(id));
                });
                return due.isPresent();
            });
        } catch (ProblemException refused) {
            QuarkusTransaction.requiringNew().run(() -> {
                var article = articles.lock(claimed.get());
                if (article != null && article.schedule != null && !article.schedule.at().isAfter(clock.instant())) {
                    lifecycle.recordScheduleFailure(article, refused.getMessage());
                }
            });
            return true;
        } catch (RuntimeException e) {
            if (claimed.get() == null) {
                throw e;
            }
            LOG.errorf(e, "The schedule of article %s failed and is tried again", claimed.get());
            failed.add(claimed.get());
            return true;
        }
    }
}
