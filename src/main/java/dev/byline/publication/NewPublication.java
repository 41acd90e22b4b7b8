package dev.byline.publication;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.byline.text.RenderedBody;

/** Content of a published copy: everything that publishing copies from the working copy. */
public record NewPublication(
        UUID articleId,
        String locale,
        String slug,
        String title,
        String excerpt,
        RenderedBody body,
        Cover cover,
        boolean pinned,
        Seo seo,
        CommentsPolicy commentsPolicy,
        Map<String, Object> metadata,
        Instant firstPublishedAt,
        Instant publishedAt,
        Instant updatedAt,
        List<UUID> authors,
        List<UUID> categories,
        List<UUID> tags) {}
