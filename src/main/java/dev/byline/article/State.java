package dev.byline.article;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where an article stands, and what can be done with it there. */
@Schema(name = "ArticleState",
        description = "`never_published` and `unpublished` articles are seen by staff alone, `live` ones by everyone, `trashed` ones wait to be restored or purged.")
public enum State {
    never_published("change", "publish", "trash"),
    live("change", "publish", "unpublish", "revert", "trash"),
    unpublished("change", "publish", "trash"),
    trashed("restore", "purge");

    /** The moves that lead somewhere from here. */
    final List<String> transitions;

    State(String... transitions) {
        this.transitions = List.of(transitions);
    }
}
