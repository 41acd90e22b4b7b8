package dev.byline.view;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.byline.stats.ArticleCounters;

/**
 * Runs the SQL statements of one batch of views. Every batch locks rows in the order of their keys, so that batches of
 * several nodes wait for each other and never deadlock.
 */
final class ViewBatchStatements {
    /** Length of a salt in bytes; the constraint {@code view_salt_long} has the same number. */
    private static final int SALT_LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Counts the views of a batch and drops the repeated ones.
     * <ol>
     * <li>{@code live} locks the articles that are published.
     * <li>{@code came} joins each candidate with the row of the previous day, if that visitor was counted then and the
     * view window has not ended.
     * <li>{@code seen} inserts one row per article, visitor and day, or updates the time of the last counted view if
     * the view window since then has ended. A candidate counts as a view if its row has the time of this batch
     * afterwards; all others are repeats. A row that continues a view window of the previous day keeps the time of that
     * day, and so does not count.
     * <li>{@code total} and {@code days} add the views, and the visitors that are new today, to the counters.
     * </ol>
     * A row is new if its {@code xmax} is 0; a test checks this on every supported version of PostgreSQL.
     */
    private static final String COUNT_VIEWS = """
            with live as materialized (
                select i.id from article_identity i
                where i.id = any(?) and exists (select 1 from publication p where p.article_id = i.id)
                order by i.id for key share of i),
            moment as (
                select cast(? as timestamptz) as at, cast(? as date) as today, make_interval(secs => ?) as length),
            came as (
                select c.article_id, c.visitor, e.last_counted_at as before
                from unnest(?, ?, ?) as c (article_id, visitor, earlier)
                join live l on l.id = c.article_id cross join moment m
                left join view_seen e on e.day = m.today - 1 and e.article_id = c.article_id
                    and e.visitor = c.earlier and e.last_counted_at > m.at - m.length),
            seen as (
                insert into view_seen as s (day, article_id, visitor, last_counted_at)
                select m.today, c.article_id, c.visitor, coalesce(c.before, m.at) from came c cross join moment m
                order by c.article_id, c.visitor
                on conflict (day, article_id, visitor) do update set last_counted_at = excluded.last_counted_at
                where excluded.last_counted_at >= s.last_counted_at + (select length from moment)
                returning s.article_id, s.last_counted_at = (select at from moment) as counted, s.xmax = 0 as first),
            sums as (
                select article_id, count(*) filter (where counted) as views, count(*) filter (where first) as visitors
                from seen group by article_id),
            total as (
                insert into article_counter as c (article_id, views, visitor_days)
                select article_id, views, visitors from sums order by article_id
                on conflict (article_id) do update set views = least(c.views + excluded.views, %1$d),
                    visitor_days = c.visitor_days + excluded.visitor_days
                returning c.article_id, c.views, c.visitor_days),
            days as (
                insert into article_view_day as d (article_id, day, views, visitors)
                select s.article_id, m.today, s.views, s.visitors from sums s cross join moment m order by s.article_id
                on conflict (article_id, day) do update set views = least(d.views + excluded.views, %1$d),
                    visitors = d.visitors + excluded.visitors)
            select l.id, coalesce(t.views, c.views, 0), coalesce(t.visitor_days, c.visitor_days, 0),
                coalesce(m.approved, 0), coalesce(s.views, 0)
            from live l left join total t on t.article_id = l.id left join sums s on s.article_id = l.id
            left join article_counter c on c.article_id = l.id
            left join article_comment_counter m on m.article_id = l.id""".formatted(ArticleCounters.MAX_COUNT);
    private static final String ADD_DROPPED_CALLS = """
            insert into view_drop_day as d (day, reason, calls)
            select cast(? as date), n.reason, n.calls from unnest(?, ?) as n (reason, calls) order by n.reason
            on conflict (day, reason) do update set calls = d.calls + excluded.calls""";

    private final Connection connection;
    private final Instant at;
    private final LocalDate today;
    private final Duration window;

    ViewBatchStatements(Connection connection, Instant at, Duration window) {
        this.connection = connection;
        this.at = at;
        this.today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        this.window = window;
    }

    /**
     * A visitor and an article, whose view counts unless it is a repeat.
     *
     * @param previousDayVisitor
     *            the visitor's id on the previous day; null if the view window began today, or if that day has no salt
     */
    record ViewCandidate(UUID article, UUID visitor, UUID previousDayVisitor) {}

    /** The counters of a live article after the batch, and the number of its calls that were counted. */
    record ArticleTotals(ViewCount count, int counted) {}

    /** Counts the views of the candidates, and returns the counters of those of the articles that are live. */
    Map<UUID, ArticleTotals> countViews(Collection<UUID> articles, List<ViewCandidate> candidates) throws SQLException {
        var totals = new HashMap<UUID, ArticleTotals>();
        if (articles.isEmpty()) {
            return totals;
        }
        try (var statement = connection.prepareStatement(COUNT_VIEWS)) {
            statement.setArray(1, connection.createArrayOf("uuid", articles.toArray()));
            statement.setObject(2, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            statement.setObject(3, today);
            statement.setDouble(4, window.toMillis() / 1e3);
            statement.setArray(5,
                    connection.createArrayOf("uuid", candidates.stream().map(ViewCandidate::article).toArray()));
            statement.setArray(6,
                    connection.createArrayOf("uuid", candidates.stream().map(ViewCandidate::visitor).toArray()));
            statement.setArray(7, connection.createArrayOf("uuid",
                    candidates.stream().map(ViewCandidate::previousDayVisitor).toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var id = rows.getObject(1, UUID.class);
                    totals.put(id, new ArticleTotals(
                            new ViewCount(id, rows.getLong(2), rows.getLong(3), rows.getInt(4), at), rows.getInt(5)));
                }
            }
        }
        return totals;
    }

    /** Adds the dropped calls of a batch to the statistics of the day, by reason. */
    void addDroppedCalls(Map<DropReason, Integer> calls) throws SQLException {
        if (calls.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(ADD_DROPPED_CALLS)) {
            statement.setObject(1, today);
            statement.setArray(2,
                    connection.createArrayOf("text", calls.keySet().stream().map(DropReason::name).toArray()));
            statement.setArray(3, connection.createArrayOf("int", calls.values().toArray()));
            statement.executeUpdate();
        }
    }

    /** Returns the salt of a day. The first node that needs the salt creates it; all nodes use the same salt. */
    byte[] findOrCreateSalt(LocalDate day) throws SQLException {
        var found = findSalt(day);
        if (found.isPresent()) {
            return found.get();
        }
        var salt = new byte[SALT_LENGTH];
        RANDOM.nextBytes(salt);
        try (var statement = connection
                .prepareStatement("insert into view_salt (day, salt) values (?, ?) on conflict (day) do nothing")) {
            statement.setObject(1, day);
            statement.setBytes(2, salt);
            statement.executeUpdate();
        }
        return findSalt(day).orElseThrow();
    }

    /** Finds the salt of a day; empty if it was never created or is deleted. */
    Optional<byte[]> findSalt(LocalDate day) throws SQLException {
        try (var statement = connection.prepareStatement("select salt from view_salt where day = ?")) {
            statement.setObject(1, day);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        }
    }
}
