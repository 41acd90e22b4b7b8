package dev.byline.category;

import java.util.UUID;

/** A category, with all below it, lies below others than before; fired inside the transaction that moves it. */
public record CategoryMoved(UUID category) {}
