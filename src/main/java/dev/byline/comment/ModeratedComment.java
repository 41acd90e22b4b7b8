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
        @NotNull @Schema(description = "Send it as `If-Match` with a verb.", examples = "1") int version,
        @NotNull UUID articleId,
        UUID parentId,
        UUID inReplyToId,
        @NotNull UUID rootId,
        @NotNull int depth,
        @NotNull CommentState state,
        @NotNull @Schema(
                description = "True while an ancestor is held, so that readers do not see this one.") boolean hidden,
        @NotNull @Schema(
                description = "What keeps it, or the change of it, from being seen: `policy` (the site's), `links` (more than two), `word` (a banned one), `repeat` (said elsewhere within a day), `external` (the external check calls it spam), `external_unavailable` (it did not answer).",
                examples = "[\"policy\"]") List<String> heldFor,
        String body,
        @Schema(description = "Rendered and sanitized.") String bodyHtml,
        @Schema(description = "What its author made of it, while readers see `body`; approving puts it in place.") String waitingBody,
        ModeratedCommentAuthor author,
        @NotNull @Schema(description = "Reports that no moderator has decided on.", examples = "0") int openReports,
        @NotNull @Schema(examples = "3") int likeCount,
        @NotNull Instant createdAt,
        Instant editedAt,
        @NotNull @Schema(description = "When it came into its state.") Instant movedAt) implements Versioned {

    /** Who wrote it, as moderators see it. */
    @Schema(name = "CommentWriter", description = "Who wrote it. The address is known to nobody; `ban` works without.")
    public record ModeratedCommentAuthor(
            @NotNull @Schema(examples = "Mai") String name,
            @Schema(examples = "mai@example.com") String email,
            @Schema(examples = "https://mai.example") String website,
            UUID memberId,
            @NotNull boolean verified,
            @Schema(description = "The browser, for 30 days.") String userAgent) {}

    static ModeratedComment of(Comment c) {
        var author = c.state == CommentState.deleted
                ? null
                : new ModeratedCommentAuthor(c.authorName, c.authorEmail, c.authorWebsite, c.memberId, c.authorVerified, c.userAgent);
        return new ModeratedComment(c.id, c.version, c.articleId, c.parentId, c.inReplyToId, c.rootId, c.depth, c.state,
                c.hidden, c.heldFor, c.body, c.html, c.proposedBody, author, c.openReports, c.likeCount, c.createdAt,
                c.editedAt, c.movedAt);
    }
}
