package dev.byline.publication;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

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
        Stats stats) {
    /** Returns the texts that may refer to media; a text may be null. */
    public Stream<String> textsWithMedia() {
        return Stream.of(content.cover == null ? null : content.cover.url(), body == null ? null : body.html());
    }
}
