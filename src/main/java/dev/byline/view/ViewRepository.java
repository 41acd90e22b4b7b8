package dev.byline.view;

import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.byline.database.JdbcQueries;
import dev.byline.stats.Stats;
import dev.byline.view.ViewSeries.ViewInterval;
import dev.byline.view.ViewSeries.ViewSeriesPoint;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads counters, series and dropped calls, with one statement each. */
@ApplicationScoped
class ViewRepository {
    private final JdbcQueries jdbcQueries;

    ViewRepository(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    /** Finds the counters of those of the articles that are live. */
    Map<UUID, Stats> findStatsOfLive(Collection<UUID> articles) {
        var found = new HashMap<UUID, Stats>();
        jdbcQueries.list("""
                select p.article_id, coalesce(v.views, 0), coalesce(v.visitor_days, 0), coalesce(c.approved, 0)
                from publication p
                left join article_counter v on v.article_id = p.article_id
                left join article_comment_counter c on c.article_id = p.article_id
                where p.article_id = any(:articles)""", Map.of("articles", articles.toArray(UUID[]::new)),
                r -> found.put(r.getObject(1, UUID.class), new Stats(r.getLong(2), r.getLong(3), r.getInt(4))));
        return found;
    }

    /** Finds the views of every interval between two days, oldest first, also of intervals without a view. */
    List<ViewSeriesPoint> findPoints(UUID article, LocalDate from, LocalDate to, ViewInterval viewInterval) {
        return jdbcQueries.list("""
                select cast(i.begins as date), coalesce(sum(d.views), 0), coalesce(sum(d.visitors), 0)
                from generate_series(cast(:from as timestamp), cast(:to as timestamp), cast(:step as interval))
                    as i (begins)
                left join article_view_day d on d.article_id = :article
                    and d.day >= cast(i.begins as date) and d.day < cast(i.begins + cast(:step as interval) as date)
                group by i.begins order by i.begins""",
                Map.of("article", article, "from", from.toString(), "to", to.toString(), "step", "1 " + viewInterval),
                r -> new ViewSeriesPoint(r.getObject(1, LocalDate.class), r.getLong(2), r.getLong(3)));
    }

    /** Counts the dropped calls between two days by reason; a reason without dropped calls is absent. */
    Map<DropReason, Long> countDropped(LocalDate from, LocalDate to) {
        var calls = new EnumMap<DropReason, Long>(DropReason.class);
        jdbcQueries.list("select reason, sum(calls) from view_drop_day where day between :from and :to group by reason",
                Map.of("from", from, "to", to), r -> calls.put(DropReason.valueOf(r.getString(1)), r.getLong(2)));
        return calls;
    }
}
