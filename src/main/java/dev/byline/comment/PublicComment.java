package dev.byline.comment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** A comment as everyone sees it. */
@Schema(name = "Comment",
        description = "A comment. A deleted one that has replies stays as a tombstone without body, bodyHtml and author.")
public record PublicComment(
        @NotNull UUID id,
        @NotNull UUID articleId,
        @Schema(description = "The comment under which this one is shown; absent on a root.") UUID parentId,
        @Schema(description = "The comment that this one answers.") UUID inReplyToId,
        @NotNull @Schema(description = "The root of its thread.") UUID rootId,
        @NotNull @Schema(description = "1 for a root, at most 5.", examples = "1") int depth,
        @NotNull @Schema(
                description = "`approved`, `deleted` for a tombstone, and `pending` in the answer to whoever posts.",
                examples = "approved") CommentState state,
        @Schema(description = "As it was typed.", examples = "Thank you, this *helped*.") String body,
        @Schema(description = "Rendered and sanitized.",
                examples = "<p>Thank you, this <em>helped</em>.</p>") String bodyHtml,
        Signature author,
        @NotNull Instant createdAt,
        @Schema(description = "All visible replies in the thread of a root; absent elsewhere.",
                examples = "0") Integer replyCount,
        @Schema(description = "The first replies of a root, oldest first; `parentId` and `depth` make the tree.") List<PublicComment> replies) {

    /** Who wrote it. */
    @Schema(name = "CommentAuthor")
    public record Signature(
            @NotNull @Schema(examples = "Mai") String name,
            @Schema(examples = "https://mai.example") String website) {}

    static PublicComment of(Comment c) {
        return new PublicComment(c.id, c.articleId, c.parentId, c.inReplyToId, c.rootId, c.depth,
                // Whoever posts is not told what a classifier made of it.
                c.opens() ? c.state : CommentState.pending, c.body, c.html,
                c.state == CommentState.deleted ? null : new Signature(c.authorName, c.authorWebsite), c.createdAt,
                null,
                null);
    }

    PublicComment with(List<PublicComment> first, int count) {
        return new PublicComment(id, articleId, parentId, inReplyToId, rootId, depth, state, body, bodyHtml, author,
                createdAt, count, first);
    }
}
