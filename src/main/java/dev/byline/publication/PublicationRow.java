package dev.byline.publication;

import java.time.Instant;
import java.util.UUID;

import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

import dev.byline.http.Keyset;
import dev.byline.stats.Stats;

/**
 * The columns that a list shows, with the article's counters.
 *
 * @param whole
 *            what only the whole article shows, or null
 * @param rank
 *            the place in the ranking that the list is ordered by, or null
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
        Whole whole,
        Keyset.Moving rank) {

    /** The rest of a publication; contents and metadata are JSON. */
    record Whole(String html, String contents, Seo seo, String metadata) {}

    private static final String COLUMNS = """
            select p.article_id, p.locale, p.slug, p.title, p.excerpt, p.cover_url, p.cover_alt, p.cover_width,
            p.cover_height, p.pinned, p.comments_policy, p.reading_minutes, p.first_published_at, p.published_at,
            p.updated_at, coalesce(v.views, 0) as views, coalesce(c.approved, 0) as comments""";
    private static final String WHOLE = """
            , p.html, cast(p.contents as text) as contents, p.seo_title, p.seo_description, p.seo_canonical_url,
            p.seo_no_index, cast(p.metadata as text) as metadata""";
    private static final int SUMMARY = 17;
    private static final int REST = 7;

    /**
     * A statement that reads rows.
     *
     * @param more
     *            further columns, each after a comma
     * @param from
     *            what {@code l.article_id} comes from
     * @param end
     *            conditions and order
     */
    static NativeQuery<Object[]> select(Session database, boolean whole, String more, String from, String end) {
        var query = database.createNativeQuery(COLUMNS + (whole ? WHOLE : "") + more + " " + from + """

                join publication p on p.article_id = l.article_id
                left join article_counter v on v.article_id = l.article_id
                left join article_comment_counter c on c.article_id = l.article_id""" + end, Object[].class)
                .addScalar("article_id", UUID.class).addScalar("locale", String.class).addScalar("slug", String.class)
                .addScalar("title", String.class).addScalar("excerpt", String.class)
                .addScalar("cover_url", String.class).addScalar("cover_alt", String.class)
                .addScalar("cover_width", Integer.class).addScalar("cover_height", Integer.class)
                .addScalar("pinned", Boolean.class).addScalar("comments_policy", String.class)
                .addScalar("reading_minutes", Integer.class).addScalar("first_published_at", Instant.class)
                .addScalar("published_at", Instant.class).addScalar("updated_at", Instant.class)
                .addScalar("views", Long.class).addScalar("comments", Integer.class);
        return !whole
                ? query
                : query.addScalar("html", String.class).addScalar("contents", String.class)
                        .addScalar("seo_title", String.class).addScalar("seo_description", String.class)
                        .addScalar("seo_canonical_url", String.class).addScalar("seo_no_index", Boolean.class)
                        .addScalar("metadata", String.class);
    }

    /** Reads what {@link #select} found, and behind it the place in a ranking if there is one. */
    static PublicationRow of(Object[] c, boolean whole, int generation) {
        int more = whole ? SUMMARY + REST : SUMMARY;
        return new PublicationRow((UUID) c[0], (String) c[1], (String) c[2], (String) c[3], (String) c[4],
                c[5] == null ? null : new Cover((String) c[5], (String) c[6], (Integer) c[7], (Integer) c[8]),
                (boolean) c[9], CommentsPolicy.valueOf((String) c[10]), (int) c[11], (Instant) c[12], (Instant) c[13],
                (Instant) c[14], new Stats((long) c[15], (int) c[16]),
                whole ? whole(c) : null,
                c.length > more && c[more] instanceof Long rank ? new Keyset.Moving(generation, rank) : null);
    }

    private static Whole whole(Object[] c) {
        boolean seo = c[19] != null || c[20] != null || c[21] != null || c[22] != null;
        return new Whole((String) c[17], (String) c[18],
                seo ? new Seo((String) c[19], (String) c[20], (String) c[21], (Boolean) c[22]) : null, (String) c[23]);
    }

    /** Where the row stands in a list of this order. */
    Object key(ArticleOrder order) {
        return order.moves() ? rank : order.key(this);
    }
}
