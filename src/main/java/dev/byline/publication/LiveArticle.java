package dev.byline.publication;

import java.time.Instant;
import java.util.UUID;

/** The live article that a reference names, without its text. */
public record LiveArticle(
        UUID articleId,
        String locale,
        Instant publishedAt,
        CommentsPolicy commentsPolicy,
        ArticleKind kind) {}
