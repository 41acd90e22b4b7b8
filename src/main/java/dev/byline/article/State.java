package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where an article stands. */
@Schema(name = "ArticleState",
        description = "`never_published` and `unpublished` articles are seen by staff alone, `live` ones by everyone, `trashed` ones wait for a decision.")
public enum State {
    never_published,
    live,
    unpublished,
    trashed
}
