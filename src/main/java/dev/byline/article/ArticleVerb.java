package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The transitions of an article that editors request. */
@Schema(name = "ArticleVerb",
        description = "`publish`: readers see the saved working copy. `unpublish`: readers no longer see the "
                + "article. `schedule`: the `action` is performed at the time `at`. `revert`: the published content "
                + "replaces the working copy. `trash`: the article moves "
                + "to the trash, where readers do not see it and lists show it only with `state=trashed`. "
                + "`restore`: the article leaves the trash without becoming live. `purge`: the article is deleted "
                + "permanently.")
public enum ArticleVerb {
    publish,
    unpublish,
    schedule,
    revert,
    trash,
    restore,
    purge
}
