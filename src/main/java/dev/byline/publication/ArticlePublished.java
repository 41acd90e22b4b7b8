package dev.byline.publication;

import java.time.Instant;
import java.util.UUID;

/**
 * Event: an article has become visible to readers, or its published copy has changed. Fired in the transaction that
 * publishes.
 *
 * @param becameLive
 *            whether the article was not visible to readers before; also true after it was unpublished for a while
 * @param publishedAt
 *            the publication date of the article, which editors may set back
 */
public record ArticlePublished(UUID articleId, ArticleKind kind, boolean becameLive, Instant publishedAt) {}
