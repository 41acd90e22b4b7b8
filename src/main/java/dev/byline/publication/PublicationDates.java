package dev.byline.publication;

import java.time.Instant;

/** The slug and the dates of a live article. */
public record PublicationDates(String slug, Instant firstPublishedAt, Instant publishedAt, Instant updatedAt) {}
