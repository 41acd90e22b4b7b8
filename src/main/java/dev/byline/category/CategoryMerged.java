package dev.byline.category;

import java.util.UUID;

/**
 * Event before a merged category is deleted: everything in category {@code from} belongs to category {@code into} now.
 */
public record CategoryMerged(UUID from, UUID into) {}
