package dev.byline.category;

import java.util.UUID;

/** Everything that is filed under one category is filed under another now; the first is about to go. */
public record CategoryMerged(UUID from, UUID into) {}
