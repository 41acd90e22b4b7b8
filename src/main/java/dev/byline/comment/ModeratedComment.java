package dev.byline.comment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A comment as moderators see it. */
@Schema(description = "A comment as moderators see it.")
public record ModeratedComment(
        @NotNull UUID id,
        @NotNull @Schema(description = "The version; send it as `If-Match` with a decision.",
                examples = "1") int version,
        @NotNull UUID articleId,
        UUID parentId,
        UUID inReplyToId,
        @NotNull UUID rootId,
        @NotNull int depth,
        @NotNull CommentState state,
        @NotNull @Schema(
                description = "Whether an ancestor is held, so that readers do not see this comment.") boolean hidden,
        @NotNull @Schema(
                description = "The reasons why the comment, or its edit, is held: `policy` (the site's moderation "
                        + "policy), `links` (more than " + SpamCheck.MAX_LINKS
                        + " links), `word` (a banned word), `repeat` (the same text was posted within "
                        + SpamCheck.REPEAT_PERIOD_HOURS + " hours), `external` (the external check calls it spam), "
                        + "`external_unavailable` (the external check gave no result).",
                examples = "[\"policy\"]") List<String> heldFor,
        String body,
        @Schema(description = "The text as sanitized HTML.") String bodyHtml,
        @Schema(description = "An edit by the author that waits for approval, while readers see `body`. Approval "
                + "publishes the edit.") String waitingBody,
        ModeratedCommentAuthor author,
        @NotNull @Schema(description = "The number of reports without a moderator's decision.",
                examples = "0") int openReports,
        @NotNull @Schema(examples = "3") int likeCount,
        @NotNull Instant createdAt,
        Instant editedAt,
        @NotNull @Schema(description = "The time of the last change of state.") Instant movedAt) implements Versioned {

    /** Author of a comment, as moderators see the author. */
    @Schema(name = "CommentWriter", description = "The author of a comment. The IP address is not stored; `ban` works "
            + "without it.")
    public record ModeratedCommentAuthor(
            @NotNull @Schema(examples = "Mai") String name,
            @Schema(examples = "mai@example.com") String email,
            @Schema(examples = "https://mai.example") String website,
            UUID memberId,
            @NotNull boolean verified,
            @Schema(description = "The `User-Agent` header; deleted after "
                    + CommentCleanup.RETENTION_DAYS + " days.") String userAgent) {}

    static ModeratedComment of(Comment c) {
        var author = c.state == CommentState.deleted
                ? null
                : new ModeratedCommentAuthor(c.authorName, c.authorEmail, c.authorWebsite, c.memberId, c.authorVerified,
                        c.userAgent);
        return new ModeratedComment(c.id, c.version, c.articleId, c.parentId, c.inReplyToId, c.rootId, c.depth, c.state,
                c.hidden, c.heldFor, c.body, c.html, c.proposedBody, author, c.openReports, c.likeCount, c.createdAt,
                c.editedAt, c.movedAt);
    }
}
