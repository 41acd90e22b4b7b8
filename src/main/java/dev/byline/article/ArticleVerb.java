package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What staff do with an article, other than writing it. */
@Schema(name = "ArticleVerb",
        description = "`publish`: readers get what is saved. `unpublish`: they get nothing any more. `revert`: the working copy becomes again what readers have. `trash`: readers get nothing, staff neither unless they look into the trash. `restore`: out of the trash, not live. `purge`: gone for good.")
public enum ArticleVerb {
    publish,
    unpublish,
    revert,
    trash,
    restore,
    purge
}
