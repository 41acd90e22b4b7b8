package dev.byline.comment;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.http.Versioned;
import jakarta.validation.constraints.NotNull;

/** A comment as moderators see it. */
public record ModeratedComment(
        @NotNull UUID id,
        @NotNull @Schema(description = "Send it as `If-Match` with a verb.", examples = "1") int version,
        @NotNull UUID articleId,
        UUID parentId,
        UUID inReplyToId,
        @NotNull UUID rootId,
        @NotNull int depth,
        @NotNull CommentState state,
        @NotNull @Schema(
                description = "True while an ancestor is held, so that readers do not see this one.") boolean hidden,
        String body,
        String bodyHtml,
        NewComment.Guest author,
        @NotNull Instant createdAt) implements Versioned {

    static ModeratedComment of(Comment c) {
        var author = c.state == CommentState.deleted
                ? null
                : new NewComment.Guest(c.authorName, c.authorEmail, c.authorWebsite);
        return new ModeratedComment(c.id, c.version, c.articleId, c.parentId, c.inReplyToId, c.rootId, c.depth, c.state,
                c.hidden, c.body, c.html, author, c.createdAt);
    }
}
