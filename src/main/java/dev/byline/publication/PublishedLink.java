package dev.byline.publication;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** A link of a published article, with the key that lists are ordered by beside it. */
@Embeddable
record PublishedLink(
        UUID target,
        Instant publishedAt,
        @Column(name = "article_id", insertable = false, updatable = false) UUID articleId) {}
