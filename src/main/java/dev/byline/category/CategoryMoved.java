package dev.byline.category;

import java.util.UUID;

/** Event that a category has moved, with its subtree, to another parent; fired inside the transaction of the move. */
public record CategoryMoved(UUID category) {}
