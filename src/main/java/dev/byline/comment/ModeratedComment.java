package dev.byline.comment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A comment as moderators see it. */
@Schema(description = "A comment as moderators see it.")
public final class ModeratedComment implements Versioned {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(description = "The version; send it as `If-Match` with a decision.",
            examples = "1")
    public final int version;
    @NotNull
    public final UUID articleId;
    @Schema(description = "The title of the working copy of the article.", examples = "What Dojo computes")
    public final String articleTitle;
    public final UUID parentId;
    public final UUID inReplyToId;
    @NotNull
    public final UUID rootId;
    @NotNull
    public final int depth;
    @NotNull
    public final CommentState state;
    @NotNull
    @Schema(
            description = "Whether an ancestor is held, so that readers do not see this comment.")
    public final boolean hidden;
    @NotNull
    @Schema(
            description = "The reasons why the comment, or its edit, is held: `policy` (the site's moderation "
                    + "policy), `links` (more than " + SpamCheck.MAX_LINKS
                    + " links), `word` (a banned word), `repeat` (the same text was posted within "
                    + SpamCheck.REPEAT_PERIOD_HOURS + " hours), `external` (the external check calls it spam), "
                    + "`external_unavailable` (the external check gave no result).",
            examples = "[\"policy\"]")
    public final List<String> heldFor;
    public final String body;
    @Schema(description = "The text as sanitized HTML.")
    public final String bodyHtml;
    @Schema(description = "An edit by the author that waits for approval, while readers see `body`. Approval "
            + "publishes the edit.")
    public final String waitingBody;
    public final ModeratedCommentAuthor author;
    @NotNull
    @Schema(description = "The number of reports without a moderator's decision.",
            examples = "0")
    public final int openReports;
    @NotNull
    @Schema(examples = "3")
    public final int likeCount;
    @NotNull
    public final Instant createdAt;
    public final Instant editedAt;
    @NotNull
    @Schema(description = "The time of the last change of state.")
    public final Instant movedAt;

    ModeratedComment(Comment c, Map<UUID, String> articleTitles) {
        id = c.id;
        version = c.version;
        articleId = c.articleId;
        articleTitle = articleTitles.get(c.articleId);
        parentId = c.parentId;
        inReplyToId = c.inReplyToId;
        rootId = c.rootId;
        depth = c.depth;
        state = c.state;
        hidden = c.hidden;
        heldFor = c.heldFor;
        body = c.body;
        bodyHtml = c.html;
        waitingBody = c.proposedBody;
        author = c.state == CommentState.deleted
                ? null
                : new ModeratedCommentAuthor(c.authorName, c.authorEmail, c.authorWebsite, c.memberId, c.authorVerified,
                        c.userAgent);
        openReports = c.openReports;
        likeCount = c.likeCount;
        createdAt = c.createdAt;
        editedAt = c.editedAt;
        movedAt = c.movedAt;
    }

    @Override
    public int version() {
        return version;
    }

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
}
