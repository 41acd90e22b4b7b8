package dev.byline.publication;

import java.util.UUID;

import dev.byline.stats.Stats;

/**
 * A published article as {@link PublicationReader} reads it, with the counters of the article.
 *
 * @param content
 *            the content; {@code seo} and {@code metadata}, which only the full article shows, are null without a body
 * @param body
 *            the body, or null in a list without bodies
 */
public record PublicationRow(
        UUID articleId,
        PublishedContent content,
        ArticleDetail.PublishedBody body,
        int readingMinutes,
        Stats stats) {}
