package dev.byline.publication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;
import dev.byline.stats.Stats;

/**
 * Columns of a published article that lists show, with the counters of the article.
 *
 * @param content
 *            the columns that only the full article shows, or null
 * @param rank
 *            the place in the ranking that orders the list, or null
 */
record PublicationRow(
        UUID articleId,
        String locale,
        String slug,
        String title,
        String excerpt,
        Cover cover,
        boolean pinned,
        CommentsPolicy commentsPolicy,
        int readingMinutes,
        Instant firstPublishedAt,
        Instant publishedAt,
        Instant updatedAt,
        Stats stats,
        PublicationContent content,
        Keyset.RankingKey rank) {

    /** Columns that only the full article shows; {@code contents} and {@code metadata} are JSON. */
    record PublicationContent(String html, String contents, Seo seo, String metadata) {}

    private static final String SUMMARY_COLUMNS = """
            select p.article_id, p.locale, p.slug, p.title, p.excerpt, p.cover_url, p.cover_alt, p.cover_width,
            p.cover_height, p.pinned, p.comments_policy, p.reading_minutes, p.first_published_at, p.published_at,
            p.updated_at, coalesce(v.views, 0) as views, coalesce(v.visitor_days, 0) as visitor_days,
            coalesce(c.approved, 0) as comments""";
    private static final String CONTENT_COLUMNS = """
            , p.html, cast(p.contents as text) as contents, p.seo_title, p.seo_description, p.seo_canonical_url,
            p.seo_no_index, cast(p.metadata as text) as metadata""";
    private static final String JOINS = """

            join publication p on p.article_id = l.article_id
            left join article_counter v on v.article_id = l.article_id
            left join article_comment_counter c on c.article_id = l.article_id""";
    private static final int SUMMARY_COLUMN_COUNT = 18;
    private static final int CONTENT_COLUMN_COUNT = 7;

    /**
     * Builds a statement that reads rows of this type.
     *
     * @param extraColumns
     *            further columns, each with a comma before it
     * @param from
     *            the source of {@code l.article_id}
     * @param suffix
     *            conditions and order
     */
    static String select(boolean withContent, String extraColumns, String from, String suffix) {
        return SUMMARY_COLUMNS + (withContent ? CONTENT_COLUMNS : "") + extraColumns + " " + from + JOINS + suffix;
    }

    /** Returns the number of columns before the further columns of {@link #select}. */
    static int columnCount(boolean withContent) {
        return withContent ? SUMMARY_COLUMN_COUNT + CONTENT_COLUMN_COUNT : SUMMARY_COLUMN_COUNT;
    }

    /** Reads a row of a statement that {@link #select} built. */
    static PublicationRow of(ResultSet r, boolean withContent, Keyset.RankingKey rank) throws SQLException {
        return new PublicationRow(r.getObject(1, UUID.class), r.getString(2), r.getString(3), r.getString(4),
                r.getString(5), cover(r), r.getBoolean(10), CommentsPolicy.valueOf(r.getString(11)), r.getInt(12),
                JdbcQueries.readTime(r, 13), JdbcQueries.readTime(r, 14), JdbcQueries.readTime(r, 15),
                new Stats(r.getLong(16), r.getLong(17), r.getInt(18)),
                withContent ? content(r) : null, rank);
    }

    private static Cover cover(ResultSet r) throws SQLException {
        var url = r.getString(6);
        return url == null
                ? null
                : new Cover(url, r.getString(7), JdbcQueries.readInteger(r, 8), JdbcQueries.readInteger(r, 9));
    }

    private static PublicationContent content(ResultSet r) throws SQLException {
        var title = r.getString(21);
        var description = r.getString(22);
        var canonicalUrl = r.getString(23);
        var noIndex = r.getObject(24, Boolean.class);
        boolean seo = title != null || description != null || canonicalUrl != null || noIndex != null;
        return new PublicationContent(r.getString(19), r.getString(20),
                seo ? new Seo(title, description, canonicalUrl, noIndex) : null, r.getString(25));
    }

    /** Returns the sort key of the row in a list of this order. */
    Object key(ArticleOrder order) {
        return order.isRanking() ? rank : order.key(this);
    }
}
