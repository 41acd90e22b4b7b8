package dev.byline.publication;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import dev.byline.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The orders that move by themselves, made anew each minute by one of the nodes. Only articles whose counters changed
 * are written; their former places are kept for a while, for those who walk through an earlier generation.
 */
@ApplicationScoped
class Rankings {
    private static final Logger LOG = Logger.getLogger(Rankings.class);
    private static final int SECONDS = 60;
    /** Generations, of at least a minute each, through which a walk can go on. */
    private static final int KEPT = 15;

    /** The counters of windows that days fell out of since are due as well. */
    private static final String DAYS_ENDED = """
            insert into ranking_due (article_id)
            select d.article_id from (values (1), (7), (30)) as w (days) join article_view_day d
            on d.day > cast(? as date) - w.days and d.day <= cast(? as date) - w.days""";
    /** Rows that somebody is just removing are left alone, and looked at again if they stay. */
    private static final String RANK = """
            with due as (delete from ranking_due returning article_id),
            today as (select cast(? as date) as today),
            now as (
                select d.article_id, coalesce(c.views, 0) as views, coalesce(w.views1d, 0) as views1d,
                    coalesce(w.views7d, 0) as views7d, coalesce(w.views30d, 0) as views30d
                from (select distinct article_id from due) d cross join today
                left join article_counter c using (article_id)
                left join lateral (
                    select sum(v.views) filter (where v.day > today - 1) as views1d,
                        sum(v.views) filter (where v.day > today - 7) as views7d, sum(v.views) as views30d
                    from article_view_day v where v.article_id = d.article_id and v.day > today - 30) w on true),
            held as (
                select l.article_id, l.list from listing l join now using (article_id) for key share of l skip locked),
            again as (
                insert into ranking_due (article_id) select distinct l.article_id from listing l join now using (article_id)
                where not exists (select 1 from held h where h.article_id = l.article_id and h.list = l.list)),
            ended as (
                update ranking r set until = ? from now n join held h using (article_id)
                where r.article_id = n.article_id and r.list = h.list and r.until = 2147483647
                and (r.views, r.views1d, r.views7d, r.views30d)
                    is distinct from (n.views, n.views1d, n.views7d, n.views30d)
                returning r.list, r.article_id, n.views, n.views1d, n.views7d, n.views30d)
            insert into ranking (list, article_id, views, views1d, views7d, views30d, since, until)
            select list, article_id, views, views1d, views7d, views30d, ?, 2147483647 from ended""";
    private static final String FOLD = """
            with gone as (delete from list_change returning list, articles)
            insert into list_count as c (list, articles) select list, sum(articles) from gone group by list
            on conflict (list) do update set articles = c.articles + excluded.articles""";

    private final DataSource jobs;
    private final Session database;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(task -> new Thread(task, "rankings"));

    Rankings(DataSource jobs, Session database, Clock clock) {
        this.jobs = jobs;
        this.database = database;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::refreshSafely, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(SECONDS, TimeUnit.SECONDS);
    }

    /** The generation that a walk keeps to, else the current one; 400 if it is not kept any more. */
    int generation(Optional<Integer> walked) {
        int current = database.createNativeQuery("select coalesce(max(generation), 0) from ranking_generation",
                Integer.class).getSingleResult();
        var asked = walked.orElse(current);
        if (asked > current || asked <= current - KEPT) {
            throw ProblemException.invalidParameter("cursor",
                    "walks through a ranking that is kept no more, because newer ones followed: start again without it");
        }
        return asked;
    }

    private void refreshSafely() {
        try {
            refresh(SECONDS - 5);
        } catch (RuntimeException e) {
            LOG.warnf("The rankings could not be made anew: %s", e.getMessage());
        }
    }

    /** Makes the next generation, unless the current one is younger than so many seconds, or nothing changed. */
    void refresh(int seconds) {
        QuarkusTransaction.requiringNew().call(() -> {
            try (var connection = jobs.getConnection()) {
                refresh(connection, seconds);
            }
            return null;
        });
    }

    private void refresh(Connection connection, int seconds) throws SQLException {
        try (var current = connection.prepareStatement("""
                select generation, made_at, exists (select 1 from ranking_due), exists (select 1 from list_change)
                from ranking_generation for update skip locked"""); var found = current.executeQuery()) {
            // No row: another node is at it.
            if (found.next()) {
                var made = found.getObject(2, OffsetDateTime.class).toInstant();
                var now = clock.instant();
                if (!made.plusSeconds(seconds).isAfter(now)) {
                    refresh(connection, found.getInt(1) + 1, made, now, found.getBoolean(3), found.getBoolean(4));
                }
            }
        }
    }

    private static void refresh(Connection connection, int next, Instant made, Instant now, boolean due,
            boolean changed) throws SQLException {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var then = LocalDate.ofInstant(made, ZoneOffset.UTC);
        int ended = then.equals(today) ? 0 : run(connection, DAYS_ENDED, then, today);
        if (changed) {
            run(connection, FOLD);
        }
        if (due || ended > 0) {
            run(connection, RANK, today, next, next);
            run(connection, "delete from ranking where until <= ?", next - KEPT);
            run(connection, "update ranking_generation set generation = ?, made_at = ?", next,
                    OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
        }
    }

    private static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
