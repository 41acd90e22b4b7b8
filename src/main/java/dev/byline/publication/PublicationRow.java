package dev.byline.publication;

import java.util.List;
import java.util.UUID;

import dev.byline.stats.Stats;

/**
 * A published article as {@link PublicationReader} reads it, with the counters of the article. Each {@link ArticlePart}
 * is null unless it was requested.
 */
public record PublicationRow(
        UUID articleId,
        PublishedContent content,
        ArticleDetail.PublishedBody body,
        int readingMinutes,
        List<ArticleDetail.PublishedTranslation> translations,
        Stats stats) {}
