package dev.byline.view;

import java.util.Map;

import dev.byline.database.JdbcQueries;
import dev.byline.database.LongRunning;
import dev.byline.job.DailyRecount;
import dev.byline.stats.ArticleCounters;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

/** Compares the view counters of all articles with the sums of their days; changes nothing. */
@Singleton
class ViewRecount implements DailyRecount {
    /** The longest recount of a very large site. */
    private static final int MAX_SECONDS = 1_800;
    private static final String DRIFTED_ARTICLES_QUERY = """
            select count(*) from article_counter c
            full join (
                select article_id, sum(views) as views, sum(visitors) as visitors from article_view_day
                group by article_id) d using (article_id)
            where coalesce(c.views, 0) <> least(coalesce(c.base, 0) + coalesce(d.views, 0), %d)
            or coalesce(c.visitor_days, 0) <> coalesce(d.visitors, 0)""".formatted(ArticleCounters.MAX_COUNT);

    private final JdbcQueries jdbcQueries;

    ViewRecount(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    @Override
    public String metric() {
        return "byline.views.drift";
    }

    /** Counts the articles whose counters (article_counter) differ from the sum of their days (article_view_day). */
    @Override
    @TransactionConfiguration(timeout = MAX_SECONDS)
    @Transactional
    @LongRunning(seconds = MAX_SECONDS)
    public long drift() {
        return jdbcQueries.single(DRIFTED_ARTICLES_QUERY, Map.of(), 0, r -> r.getLong(1));
    }
}
