package dev.byline.publication;

import java.time.Instant;
import java.util.UUID;

/**
 * Readers see an article, or see it changed; fired in the transaction that publishes.
 *
 * @param becameLive
 *            whether they did not see it before; also true after it was unpublished for a while
 * @param publishedAt
 *            the date that it carries, which editors may set back
 */
public record ArticlePublished(UUID articleId, boolean becameLive, Instant publishedAt) {}
