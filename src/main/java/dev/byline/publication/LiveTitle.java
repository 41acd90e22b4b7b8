package dev.byline.publication;

import java.util.UUID;

/** The title of a live article or page, with all that its URL consists of. */
public record LiveTitle(UUID id, ArticleKind kind, String locale, String slug, String title) {}
