package dev.byline.tag;

import java.util.UUID;

/** Whatever carries one tag carries another now; the first is about to go. */
public record TagMerged(UUID from, UUID into) {}
