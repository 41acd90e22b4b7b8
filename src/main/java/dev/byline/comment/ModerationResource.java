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
import dev.byline.spam.NewBan;
import dev.byline.text.PlainText;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
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

/** Endpoints of comment moderation in the admin API; the list with {@code waiting=true} is the moderation queue. */
@Path(Paths.ADMIN_API + "/comments")
@RolesAllowed(Scope.COMMENTS_MODERATE)
@Tag(name = "Staff: comments")
class ModerationResource {
    /** The maximum length of the reason of a decision, in code points. */
    static final int MAX_REASON_LENGTH = 500;

    private final ModerationService comments;
    private final MergePatch mergePatch;

    ModerationResource(ModerationService comments, MergePatch mergePatch) {
        this.comments = comments;
        this.mergePatch = mergePatch;
    }

    /** Reason of a moderator's decision. */
    @Schema(name = "ModerationReason",
            description = "The reason, which other moderators see in the comment's history. The request body may be "
                    + "left out.",
            examples = "{}")
    public record ModerationDecision(
            @PlainText(max = MAX_REASON_LENGTH) @Schema(examples = "Off topic.") String reason) {
        static String reason(ModerationDecision moderationDecision) {
            return moderationDecision == null ? null : moderationDecision.reason;
        }
    }

    /** Request to ban the author of a comment. */
    @Schema(name = "AuthorBan", description = "A ban of the author of a comment.",
            examples = "{\"by\": \"address\", \"existing\": \"keep\"}")
    public record AuthorBan(
            @NotNull @Schema(description = "Ban by the range of addresses that the comment came from, or by email.",
                    examples = "address") Bans.BanTarget by,
            @Schema(description = "The end of the ban. If absent, an email ban never ends and an address ban ends "
                    + "after " + Bans.DEFAULT_ADDRESS_BAN_DAYS + " days.",
                    examples = "2030-01-01T00:00:00Z") Instant expiresAt,
            @PlainText(max = NewBan.MAX_NOTE_LENGTH) @Schema(examples = "The fourth time this week.") String note,
            @Schema(description = "Existing comments from the banned email or range of addresses: `keep` (the default) "
                    + "or mark as `spam`.",
                    examples = "keep") ExistingComments existing) {}

    /** Treatment of the existing comments of a banned author. */
    @Schema(name = "ExistingComments")
    public enum ExistingComments {
        keep,
        spam
    }

    /** Result of a ban. */
    @Schema(name = "AuthorBanResult")
    public record AuthorBanned(
            @NotNull @Schema(description = "The number of comments that were marked as spam.",
                    examples = "0") int markedAsSpam) {}

    @GET
    @Operation(operationId = "listCommentsForStaff", summary = "Read comments in any state, newest first",
            description = "`waiting=true` lists the comments that wait for moderation. Read a comment, decide with the "
                    + "`version` that you read, and continue; `/counts` shows how many comments are left.")
    public Page<ModeratedComment> queue(@BeanParam ModerationQuery filter,
            @Parameter(description = "The order; a leading minus reverses it.", schema = @Schema(enumeration = {
                    "-createdAt", "createdAt" }, defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @BeanParam PageQuery page) {
        return comments.listQueue(filter, Sort.of(sort, ModerationSortKey.class, "-createdAt").descending(), page);
    }

    /** Sort keys of the list of comments. */
    enum ModerationSortKey {
        createdAt
    }

    @GET
    @Path("counts")
    @Operation(operationId = "countComments", summary = "Read the numbers of comments by state, and of comments that "
            + "wait")
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
    @Operation(operationId = "getCommentHistory", summary = "Read the history of a comment: state changes, replaced "
            + "texts, reports")
    public CommentHistory history(@PathParam("comment") String comment) {
        return comments.history(comment);
    }

    @PATCH
    @Path("{comment}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "editCommentForStaff", summary = "Edit the text of a comment, at any time",
            description = "The former text stays in the comment's history for "
                    + CommentCleanup.RETENTION_DAYS + " days.")
    public ModeratedComment edit(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = {
                    @Content(mediaType = MergePatch.MEDIA_TYPE,
                            schema = @Schema(implementation = CommentEditInput.class)) }) JsonNode patch) {
        return comments.edit(comment, ifMatch, current -> mergePatch.apply(current, patch, CommentEditInput.class));
    }

    @POST
    @Path("{comment}/approve")
    @Consumes("application/json")
    @Operation(operationId = "approveComment", summary = "Approve a comment, and publish its edit if one waits",
            description = "Resolves all open reports. 412 if the author changed the comment after you read it.")
    public ModeratedComment approve(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(
                            implementation = ModerationDecision.class))) @Valid ModerationDecision moderationDecision) {
        return comments.decide(comment, ifMatch, ModerationVerb.approve, ModerationDecision.reason(moderationDecision));
    }

    @POST
    @Path("{comment}/reject")
    @Consumes("application/json")
    @Operation(operationId = "rejectComment", summary = "Reject a comment: hide it and the replies below it from "
            + "readers",
            description = "Approval shows the comment and its replies again. A comment without replies is deleted "
                    + "after " + CommentCleanup.RETENTION_DAYS + " days in this state.")
    public ModeratedComment reject(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(
                            implementation = ModerationDecision.class))) @Valid ModerationDecision moderationDecision) {
        return comments.decide(comment, ifMatch, ModerationVerb.reject, ModerationDecision.reason(moderationDecision));
    }

    @POST
    @Path("{comment}/spam")
    @Consumes("application/json")
    @Operation(operationId = "markCommentAsSpam", summary = "Mark a comment as spam: hide it from readers",
            description = "Has the effects of `reject`, but the comment is listed and counted as spam.")
    public ModeratedComment spam(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(
                            implementation = ModerationDecision.class))) @Valid ModerationDecision moderationDecision) {
        return comments.decide(comment, ifMatch, ModerationVerb.spam, ModerationDecision.reason(moderationDecision));
    }

    @DELETE
    @Path("{comment}/change")
    @Operation(operationId = "discardCommentChange",
            summary = "Discard the author's edit of an approved comment; readers keep the approved text")
    public ModeratedComment discardChange(@PathParam("comment") String comment,
            @HeaderParam("If-Match") String ifMatch) {
        return comments.discardChange(comment, ifMatch);
    }

    @POST
    @Path("{comment}/ban")
    @Consumes("application/json")
    @Operation(operationId = "banCommenter", summary = "Ban the author of a comment, by address or email",
            description = "A ban needs no IP address: the comment stores a keyed hash of the range of addresses for "
                    + CommentCleanup.RETENTION_DAYS
                    + " days. The comment itself does not change, unless `existing` is `spam`. List and lift bans at "
                    + "`/admin/bans`.")
    public AuthorBanned ban(@PathParam("comment") String comment, @NotNull @Valid AuthorBan ban) {
        return new AuthorBanned(comments.ban(comment,
                new AuthorBanRequest(ban.by, ban.note, ban.expiresAt, ban.existing == ExistingComments.spam)));
    }

    @DELETE
    @Path("{comment}")
    @Operation(operationId = "deleteComment", summary = "Delete a comment permanently",
            description = "Deletes the text, author and replaced texts at once. A tombstone stays while the comment "
                    + "has visible replies. Repeating the request succeeds.")
    public void delete(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch) {
        comments.delete(comment, ifMatch, null);
    }
}
