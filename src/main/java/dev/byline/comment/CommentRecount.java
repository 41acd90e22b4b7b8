package dev.byline.comment;

import java.util.Map;

import dev.byline.database.JdbcQueries;
import dev.byline.database.LongRunning;
import dev.byline.job.DailyRecount;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;

/** Recounts comments, replies, likes and reports, and reports how far the stored counters are off. Changes nothing. */
@Singleton
public class CommentRecount implements DailyRecount {
    /** The longest recount of a very large site. */
    private static final int MAX_SECONDS = 1_800;
    private static final String COUNTER_DRIFT_QUERY = """
            select (select coalesce(sum(abs(coalesce(s.approved, 0) - coalesce(c.n, 0))), 0) from article_comment_counter s
                full join (select article_id, count(*) as n from comment where state = 'approved' and not hidden
                    group by article_id) c on c.article_id = s.article_id)
            + (select coalesce(sum(abs(r.reply_count - coalesce(c.n, 0))), 0) from comment r
                left join (select root_id, count(*) as n from comment
                    where state = 'approved' and not hidden and parent_id is not null group by root_id) c
                on c.root_id = r.id where r.parent_id is null)
            + (select coalesce(sum(abs(c.like_count - coalesce(l.n, 0))), 0) from comment c
                left join (select comment_id, count(*) as n from comment_like group by comment_id) l
                on l.comment_id = c.id)
            + (select coalesce(sum(abs(c.open_reports - coalesce(r.n, 0))), 0) from comment c
                left join (select comment_id, count(*) as n from comment_report where resolved_at is null
                    group by comment_id) r on r.comment_id = c.id)""";
    /**
     * Number of comments with a wrong flag. A comment is hidden if any ancestor is neither approved nor a tombstone; a
     * tombstone is bare if it has no visible replies.
     */
    private static final String FLAG_DRIFT_QUERY = """
            with recursive walked (id, hides) as (
                select id, state not in ('approved', 'deleted') from comment where parent_id is null
                union all
                select c.id, w.hides or c.state not in ('approved', 'deleted') from comment c
                join walked w on c.parent_id = w.id)
            select (select count(*) from comment c join walked p on p.id = c.parent_id where c.hidden <> p.hides)
            + (select count(*) from comment t where state = 'deleted' and bare = exists (
                select 1 from comment r where r.parent_id = t.id and r.shown))""";

    private final JdbcQueries jdbcQueries;

    CommentRecount(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    @Override
    public String metric() {
        return "byline.comments.drift";
    }

    /** Returns the sum of all differences between stored and actual numbers; 0 if all counters and flags are right. */
    @Override
    @TransactionConfiguration(timeout = MAX_SECONDS)
    @Transactional
    @LongRunning(seconds = MAX_SECONDS)
    public long drift() {
        return jdbcQueries.single(COUNTER_DRIFT_QUERY, Map.of(), 0, r -> r.getLong(1))
                + jdbcQueries.single(FLAG_DRIFT_QUERY, Map.of(), 0, r -> r.getLong(1));
    }
}
