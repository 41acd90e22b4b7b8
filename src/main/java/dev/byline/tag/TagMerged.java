package dev.byline.tag;

import java.util.UUID;

/** Event before a merged tag is deleted: every article with tag {@code from} has tag {@code into} now. */
public record TagMerged(UUID from, UUID into) {}
