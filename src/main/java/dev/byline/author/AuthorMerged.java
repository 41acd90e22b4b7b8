package dev.byline.author;

import java.util.UUID;

/** Event before a merged author is deleted: what refers to author {@code from} has to refer to {@code into}. */
public record AuthorMerged(UUID from, UUID into) {}
