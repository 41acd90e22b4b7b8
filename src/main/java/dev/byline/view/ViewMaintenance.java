package dev.byline.view;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import dev.byline.stats.ArticleCounters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

/**
 * Runs the scheduled jobs of views: every hour it deletes the hashes and salts of visitors from before yesterday, and
 * every night at 3:30 (UTC) it compares the counters of all articles with the sums of their days. Each node runs both
 * jobs. The days are those of the database's clock, so that a node with a wrong clock deletes nothing of today.
 */
@Singleton
class ViewMaintenance {
    private static final Logger LOG = Logger.getLogger(ViewMaintenance.class);
    private static final int BATCH_SIZE = 10_000;
    private static final LocalTime RECOUNT_TIME = LocalTime.of(3, 30);
    private static final String EXPIRED_CONDITION = "day < cast(now() at time zone 'UTC' as date) - 1";
    private static final String DELETE_EXPIRED_VISITORS = """
            delete from view_seen where (day, article_id, visitor) in (
                select day, article_id, visitor from view_seen where %s
                order by day, article_id, visitor limit %d for update skip locked)""".formatted(EXPIRED_CONDITION,
            BATCH_SIZE);
    private static final String COUNT_DRIFTED_ARTICLES = """
            select count(*) from article_counter c
            full join (
                select article_id, sum(views) as views, sum(visitors) as visitors from article_view_day
                group by article_id) d using (article_id)
            where coalesce(c.views, 0) <> least(coalesce(c.base, 0) + coalesce(d.views, 0), %d)
            or coalesce(c.visitor_days, 0) <> coalesce(d.visitors, 0)""".formatted(ArticleCounters.MAX_COUNT);

    private final DataSource database;
    private final Clock clock;
    private final AtomicLong driftedArticles;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "view-jobs"));

    ViewMaintenance(DataSource database, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        // The number of articles whose counter differs from the sum of its days.
        this.driftedArticles = meters.gauge("byline.views.drift", new AtomicLong());
    }

    /** Schedules both jobs when the service starts. */
    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(() -> runSafely(this::deleteExpired), 1, 60, TimeUnit.MINUTES);
        var now = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        long secondsToRecount = Math.floorMod(Duration.between(now, RECOUNT_TIME).toSeconds(),
                TimeUnit.DAYS.toSeconds(1));
        timer.scheduleAtFixedRate(() -> runSafely(this::recount), secondsToRecount, TimeUnit.DAYS.toSeconds(1),
                TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(5, TimeUnit.SECONDS);
    }

    /**
     * Deletes the salts and then the visitor ids from before yesterday. The salts are deleted first: without them, no
     * id can be traced to a visitor, even if deleting the ids fails.
     */
    void deleteExpired() {
        executeUpdate("delete from view_salt where " + EXPIRED_CONDITION);
        while (executeUpdate(DELETE_EXPIRED_VISITORS) == BATCH_SIZE && !Thread.currentThread().isInterrupted()) {
            LOG.debug("A batch of old visitor ids was deleted");
        }
    }

    /** Counts the articles whose counter differs from the sum of its days, and reports the number as a metric. */
    long recount() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(COUNT_DRIFTED_ARTICLES)) {
            found.next();
            driftedArticles.set(found.getLong(1));
            if (driftedArticles.get() > 0) {
                LOG.errorf("The view counters of %d articles differ from the sums of their days. Compare "
                        + "article_counter with article_view_day", driftedArticles.get());
            }
            return driftedArticles.get();
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private int executeUpdate(String sql) {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static void runSafely(Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            LOG.warnf("A scheduled job of views failed; it runs again at its next time: %s", e.getMessage());
        }
    }
}
