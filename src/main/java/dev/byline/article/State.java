package dev.byline.article;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The state of an article, and the actions that are allowed in it. */
@Schema(name = "ArticleState",
        description = "Only staff see `never_published` and `unpublished` articles. Readers see `live` articles. "
                + "`trashed` articles can be restored or purged.")
public enum State {
    never_published("change", "publish", "trash"),
    live("change", "publish", "unpublish", "revert", "trash"),
    unpublished("change", "publish", "trash"),
    trashed("restore", "purge");

    /** The names of the actions that are allowed in this state. */
    final List<String> transitions;

    State(String... transitions) {
        this.transitions = List.of(transitions);
    }
}
