package dev.byline.listing;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import org.hibernate.Session;

import dev.byline.database.LongWork;
import dev.byline.job.JobRunner;
import dev.byline.job.MeasuredQueue;
import dev.byline.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Rankings of articles by views: in total, and of the last 1, 7 and 30 days. One of the nodes refreshes the rankings
 * every minute, which creates a new generation. Only articles whose counters changed are written; their former places
 * are retained for a while, for clients that page through an earlier generation.
 */
@ApplicationScoped
class ViewRankings implements MeasuredQueue {
    private static final int REFRESH_INTERVAL_SECONDS = 60;
    private static final String REFRESH_INTERVAL = REFRESH_INTERVAL_SECONDS + "s";
    /** Minimum age of a generation: only one of the nodes makes a generation within an interval. */
    private static final int MIN_AGE_SECONDS = REFRESH_INTERVAL_SECONDS - 5;
    /** Time for which a client can continue to page through a generation. */
    static final int RETENTION_MINUTES = 15;
    private static final int RETAINED_GENERATIONS = RETENTION_MINUTES * 60 / REFRESH_INTERVAL_SECONDS;

    /**
     * Marks articles as due if a day with views has dropped out of a window of 1, 7 or 30 days since the last refresh.
     */
    private static final String MARK_ENDED_DAYS_DUE_SQL = """
            insert into ranking_due (article_id)
            select d.article_id from (values (1), (7), (30)) as w (days) join article_view_day d
            on d.day > cast(? as date) - w.days and d.day <= cast(? as date) - w.days""";
    /** Articles per transaction: few enough that a transaction that publishes waits only briefly for rows of lists. */
    private static final int BATCH_SIZE = 2_000;
    private static final String TAKE_DUE_SQL = """
            delete from ranking_due where ctid = any(array(select ctid from ranking_due limit %d)) returning article_id"""
            .formatted(BATCH_SIZE);
    /**
     * Writes the places of due articles into the next generation. Rows of lists that another transaction is deleting
     * are skipped, and their articles are due again in case the rows stay. Rows that this generation has already
     * written are not visible to readers yet, and are overwritten.
     */
    private static final String WRITE_GENERATION_SQL = """
            with today as (select cast(? as date) as today),
            now as (
                select d.article_id, coalesce(c.views, 0) as views, coalesce(w.views1d, 0) as views1d,
                    coalesce(w.views7d, 0) as views7d, coalesce(w.views30d, 0) as views30d
                from (select distinct unnest(?) as article_id) d cross join today
                left join article_counter c using (article_id)
                left join lateral (
                    select cast(sum(v.views) filter (where v.day > today - 1) as bigint) as views1d,
                        cast(sum(v.views) filter (where v.day > today - 7) as bigint) as views7d,
                        cast(sum(v.views) as bigint) as views30d
                    from article_view_day v where v.article_id = d.article_id and v.day > today - 30) w on true),
            changed as materialized (
                select * from now n where exists (
                    select 1 from ranking r where r.article_id = n.article_id and r.until = 2147483647
                    and (r.views, r.views1d, r.views7d, r.views30d)
                        is distinct from (n.views, n.views1d, n.views7d, n.views30d))),
            held as materialized (
                select l.article_id, l.list from listing l join changed using (article_id)
                for key share of l skip locked),
            again as (
                insert into ranking_due (article_id)
                select l.article_id from (select article_id, count(*) as lists from listing l join changed using (article_id)
                    group by article_id) l
                left join (select article_id, count(*) as lists from held group by article_id) h using (article_id)
                where l.lists > coalesce(h.lists, 0)),
            written as (
                update ranking r set views = n.views, views1d = n.views1d, views7d = n.views7d, views30d = n.views30d
                from changed n where r.article_id = n.article_id and r.until = 2147483647 and r.since = ?),
            ended as (
                update ranking r set until = ? from changed n join held h using (article_id)
                where r.article_id = n.article_id and r.list = h.list and r.until = 2147483647 and r.since < ?
                returning r.list, r.article_id, n.views, n.views1d, n.views7d, n.views30d)
            insert into ranking (list, article_id, views, views1d, views7d, views30d, since, until)
            select list, article_id, views, views1d, views7d, views30d, ?, 2147483647 from ended""";
    /** Tells the log of changes whose counters changed. */
    private static final String LOG_STATS_SQL = "insert into pending_stats (article_id) select distinct unnest(?)";
    /** Adds the recorded changes of list sizes to the counts of the lists. */
    private static final String FOLD_LIST_CHANGES_SQL = """
            with gone as (delete from list_change returning list, articles)
            insert into list_count as c (list, articles) select list, sum(articles) from gone group by list
            on conflict (list) do update set articles = c.articles + excluded.articles""";

    /** Below the 60 seconds after which the platform rolls a transaction back. */
    private static final Duration MAX_STATEMENT_TIME = Duration.ofSeconds(50);

    private final DataSource dataSource;
    private final Session database;
    private final Clock clock;
    private final JobRunner jobRunner;

    ViewRankings(DataSource dataSource, Session database, Clock clock, JobRunner jobRunner) {
        this.dataSource = dataSource;
        this.database = database;
        this.clock = clock;
        this.jobRunner = jobRunner;
    }

    @Override
    public String queue() {
        return "rankings";
    }

    /** Counts the articles whose counters changed since the last generation, which is the beginning of their wait. */
    @Override
    public String sizeAndOldestQuery() {
        return """
                select count(*), case when count(*) > 0 then (select max(made_at) from ranking_generation) end
                from ranking_due""";
    }

    @Scheduled(every = REFRESH_INTERVAL, delayed = REFRESH_INTERVAL, concurrentExecution = ConcurrentExecution.SKIP)
    void refresh() {
        jobRunner.run("rankings by views", () -> refresh(MIN_AGE_SECONDS));
    }

    /**
     * Returns the generation of a cursor, or else the current generation; 400 if the generation is no longer retained.
     */
    int resolveGeneration(Optional<Integer> ofCursor) {
        int current = database.createNativeQuery("select coalesce(max(generation), 0) from ranking_generation",
                Integer.class).getSingleResult();
        var requested = ofCursor.orElse(current);
        if (requested > current || requested <= current - RETAINED_GENERATIONS) {
            throw ProblemException.invalidParameter("cursor",
                    "belongs to a ranking that has expired because newer rankings followed; start again without a "
                            + "cursor");
        }
        return requested;
    }

    /**
     * Creates the next generation, unless nothing changed or the current generation is younger than the given seconds.
     * The generation is written in several transactions, and becomes visible to readers with the last transaction.
     */
    void refresh(int minAgeSeconds) {
        var refreshTransaction = new RefreshTransaction(minAgeSeconds);
        while (QuarkusTransaction.requiringNew().call(refreshTransaction)
                && !Thread.currentThread().isInterrupted()) {
            refreshTransaction.first = false;
        }
    }

    /** One of the transactions of a refresh; returns true if another transaction must follow. */
    private final class RefreshTransaction implements Callable<Boolean> {
        private final int minAgeSeconds;
        private boolean first = true;

        RefreshTransaction(int minAgeSeconds) {
            this.minAgeSeconds = minAgeSeconds;
        }

        @Override
        public Boolean call() throws SQLException {
            try (var connection = dataSource.getConnection(); var current = connection.prepareStatement("""
                    select generation, made_at, exists (select 1 from list_change)
                    from ranking_generation for update skip locked"""); var found = current.executeQuery()) {
                // No row: another node is refreshing the rankings.
                if (!found.next()) {
                    return false;
                }
                LongWork.allow(connection, MAX_STATEMENT_TIME);
                var madeAt = found.getObject(2, OffsetDateTime.class).toInstant();
                var now = clock.instant();
                return !madeAt.plusSeconds(minAgeSeconds).isAfter(now)
                        && refresh(connection, found.getInt(1) + 1, madeAt, now, found.getBoolean(3));
            }
        }

        private boolean refresh(Connection connection, int nextGeneration, Instant madeAt, Instant now, boolean changed)
                throws SQLException {
            var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            var lastDay = LocalDate.ofInstant(madeAt, ZoneOffset.UTC);
            if (first && !lastDay.equals(today)) {
                execute(connection, MARK_ENDED_DAYS_DUE_SQL, lastDay, today);
            }
            if (changed) {
                execute(connection, FOLD_LIST_CHANGES_SQL);
            }
            var due = takeDueArticles(connection);
            if (due.length > 0) {
                execute(connection, LOG_STATS_SQL, connection.createArrayOf("uuid", due));
                execute(connection, WRITE_GENERATION_SQL, today, connection.createArrayOf("uuid", due), nextGeneration,
                        nextGeneration, nextGeneration, nextGeneration);
            }
            if (due.length == BATCH_SIZE) {
                return true;
            }
            if (due.length > 0 || !first) {
                execute(connection, "delete from ranking where until <= ?", nextGeneration - RETAINED_GENERATIONS);
                execute(connection, "update ranking_generation set generation = ?, made_at = ?", nextGeneration,
                        OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            }
            return false;
        }
    }

    private static Object[] takeDueArticles(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE_DUE_SQL); var rows = statement.executeQuery()) {
            var due = new ArrayList<Object>();
            while (rows.next()) {
                due.add(rows.getObject(1));
            }
            return due.toArray();
        }
    }

    private static int execute(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
