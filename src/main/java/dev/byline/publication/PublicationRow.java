package dev.byline.publication;

import java.time.Instant;
import java.util.UUID;

/** The columns that a list shows. */
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
        Instant updatedAt) {

    /** The same as a projection of a {@link Publication} {@code p}. */
    static final String SELECT = """
            select p.articleId, p.locale, p.slug, p.title, p.excerpt, p.cover, p.pinned, p.commentsPolicy,
            p.readingMinutes, p.firstPublishedAt, p.publishedAt, p.updatedAt""";

    static PublicationRow of(Publication p) {
        return new PublicationRow(p.articleId, p.locale, p.slug, p.title, p.excerpt, p.cover, p.pinned,
                p.commentsPolicy,
                p.readingMinutes, p.firstPublishedAt, p.publishedAt, p.updatedAt);
    }
}
