package dev.byline.comment;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.comment.ModerationService.AuthorBanRequest;
import dev.byline.comment.ModerationService.ModerationVerb;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.security.Scope;
import dev.byline.spam.Bans;
import dev.byline.text.PlainText;
import dev.byline.web.MergePatch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Moderation at the staff door. */
@Path("/api/v1/admin/comments")
@RolesAllowed(Scope.COMMENTS_MODERATE)
@Tag(name = "Staff: comments")
class ModerationResource {
    private final ModerationService comments;
    private final MergePatch mergePatch;

    ModerationResource(ModerationService comments, MergePatch mergePatch) {
        this.comments = comments;
        this.mergePatch = mergePatch;
    }

    /** Why a moderator decides so. */
    @Schema(name = "Decision",
            description = "Why; for other moderators, in the comment's history. The body may be left out.",
            examples = "{}")
    public record ModerationDecision(@PlainText(max = 500) @Schema(examples = "Off topic.") String reason) {
        static String reason(ModerationDecision moderationDecision) {
            return moderationDecision == null ? null : moderationDecision.reason;
        }
    }

    /** How to ban whoever wrote a comment. */
    @Schema(name = "AuthorBan", description = "How to ban whoever wrote a comment.",
            examples = "{\"by\": \"address\", \"existing\": \"keep\"}")
    public record AuthorBan(
            @NotNull @Schema(description = "By the range of addresses it came from, or by email.",
                    examples = "address") Bans.BanTarget by,
            @Schema(description = "Absent: for ever, and for an address 90 days.",
                    examples = "2030-01-01T00:00:00Z") Instant expiresAt,
            @PlainText(max = 500) @Schema(examples = "The fourth time this week.") String note,
            @Schema(description = "What becomes of everything that came from there: `keep`, also if absent, or `spam`.",
                    examples = "keep") ExistingComments existing) {}

    /** What becomes of what somebody wrote who is banned. */
    @Schema(name = "Existing")
    public enum ExistingComments {
        keep,
        spam
    }

    /** What came of a ban. */
    @Schema(name = "AuthorBanned")
    public record AuthorBanned(
            @NotNull @Schema(description = "Comments that became spam by it.", examples = "0") int markedAsSpam) {}

    @GET
    @Operation(operationId = "listCommentsForStaff", summary = "Read comments in any state, newest first",
            description = "`waiting=true` is the queue. Read, decide with the `version` that you read, go on; `/counts` says how much is left.")
    public Page<ModeratedComment> queue(@BeanParam ModerationQuery filter,
            @Parameter(description = "The order; a leading minus turns it round.", schema = @Schema(enumeration = {
                    "-createdAt", "createdAt" }, defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @BeanParam PageQuery page) {
        return comments.listQueue(filter, Sort.of(sort, ModerationSortKey.class, "-createdAt").descending(), page);
    }

    /** What the queue is ordered by. */
    enum ModerationSortKey {
        createdAt
    }

    @GET
    @Path("counts")
    @Operation(operationId = "countComments", summary = "Read how many comments wait, and how many there are")
    public CommentCounts counts() {
        return comments.counts();
    }

    @GET
    @Path("{comment}")
    @Operation(operationId = "getCommentForStaff", summary = "Read a comment in any state, with its version")
    public ModeratedComment read(@PathParam("comment") String comment) {
        return comments.read(comment);
    }

    @GET
    @Path("{comment}/history")
    @Operation(operationId = "getCommentHistory", summary = "Read what became of a comment: moves, revisions, reports")
    public CommentHistory history(@PathParam("comment") String comment) {
        return comments.history(comment);
    }

    @PATCH
    @Path("{comment}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "editCommentForStaff", summary = "Change the text of a comment, at any time",
            description = "What it said before is in its history for 30 days.")
    public ModeratedComment edit(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = {
                    @Content(mediaType = MergePatch.MEDIA_TYPE,
                            schema = @Schema(implementation = CommentEditInput.class)) }) JsonNode patch) {
        return comments.edit(comment, ifMatch, current -> mergePatch.apply(current, patch, CommentEditInput.class));
    }

    @POST
    @Path("{comment}/approve")
    @Consumes("application/json")
    @Operation(operationId = "approveComment", summary = "Let everyone see a comment, and its change if one waits",
            description = "Settles all open reports. 412 if its author changed it since you read it.")
    public ModeratedComment approve(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = ModerationDecision.class))) @Valid ModerationDecision moderationDecision) {
        return comments.decide(comment, ifMatch, ModerationVerb.approve, ModerationDecision.reason(moderationDecision));
    }

    @POST
    @Path("{comment}/reject")
    @Consumes("application/json")
    @Operation(operationId = "rejectComment", summary = "Keep a comment, and the replies below it, from readers",
            description = "Approving it brings both back. What is rejected for 30 days, and has no replies, is removed.")
    public ModeratedComment reject(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = ModerationDecision.class))) @Valid ModerationDecision moderationDecision) {
        return comments.decide(comment, ifMatch, ModerationVerb.reject, ModerationDecision.reason(moderationDecision));
    }

    @POST
    @Path("{comment}/spam")
    @Consumes("application/json")
    @Operation(operationId = "markCommentAsSpam", summary = "Mark a comment as spam; readers do not see it",
            description = "As `reject`, and counted apart.")
    public ModeratedComment spam(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = ModerationDecision.class))) @Valid ModerationDecision moderationDecision) {
        return comments.decide(comment, ifMatch, ModerationVerb.spam, ModerationDecision.reason(moderationDecision));
    }

    @DELETE
    @Path("{comment}/change")
    @Operation(operationId = "discardCommentChange",
            summary = "Discard what the author made of an approved comment; readers keep what they see")
    public ModeratedComment discardChange(@PathParam("comment") String comment,
            @HeaderParam("If-Match") String ifMatch) {
        return comments.discardChange(comment, ifMatch);
    }

    @POST
    @Path("{comment}/ban")
    @Consumes("application/json")
    @Operation(operationId = "banCommenter", summary = "Ban whoever wrote a comment, by address or email",
            description = "Nobody needs to know the address: the comment carries a keyed hash of its range for 30 days. The comment itself stays as it is, unless `existing` is `spam`. Bans are listed, and lifted, at `/admin/bans`.")
    public AuthorBanned ban(@PathParam("comment") String comment, @NotNull @Valid AuthorBan ban) {
        return new AuthorBanned(comments.ban(comment,
                new AuthorBanRequest(ban.by, ban.note, ban.expiresAt, ban.existing == ExistingComments.spam)));
    }

    @DELETE
    @Path("{comment}")
    @Operation(operationId = "deleteComment", summary = "Delete a comment for good",
            description = "Its text, author and revisions are gone at once. A tombstone stays while replies hang on it. Doing it again succeeds.")
    public void delete(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch) {
        comments.delete(comment, ifMatch, null);
    }
}
