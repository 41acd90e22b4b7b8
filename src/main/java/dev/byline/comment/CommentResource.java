package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.limit.RateLimited;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Role;
import dev.byline.security.SignInOptional;
import dev.byline.web.Cached;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Endpoints of single comments in the public API. */
@Path(Paths.PUBLIC_API + "/comments/{comment}")
@Tag(name = "Reading: comments")
class CommentResource {
    private static final String NO_STORE = "private, no-store";
    private static final String TOKEN_DESCRIPTION = "The `editToken` that a guest received for posting the comment. "
            + "A signed-in member needs none.";

    private final PublicCommentService comments;
    private final OwnComments own;
    private final CommentReactions commentReactions;
    private final MergePatch mergePatch;

    CommentResource(PublicCommentService comments, OwnComments own, CommentReactions commentReactions,
            MergePatch mergePatch) {
        this.comments = comments;
        this.own = own;
        this.commentReactions = commentReactions;
        this.mergePatch = mergePatch;
    }

    @GET
    @Cached
    @Operation(operationId = "getComment", summary = "Read an approved comment",
            description = "A comment that is not approved is a 404.")
    public PublicComment read(@PathParam("comment") String comment) {
        return comments.read(comment);
    }

    @GET
    @Cached
    @Path("replies")
    @Operation(operationId = "listReplies", summary = "Read all replies in the thread of a root, oldest first",
            description = "With the `repliesCursor` of a root as `cursor`, lists the replies that did not come with "
                    + "the root.")
    public Page<PublicComment> replies(@PathParam("comment") String comment, @BeanParam PageQuery page) {
        return comments.listReplies(comment, page);
    }

    @GET
    @Path("mine")
    @SignInOptional
    @Operation(operationId = "getOwnComment", summary = "Read your own comment, also while it waits for a moderator",
            description = "The response is never cached. 404 if you are not the author.")
    @APIResponse(responseCode = "200", description = "The comment.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnComment.class)))
    public RestResponse<OwnComment> mine(@PathParam("comment") String comment,
            @Parameter(description = TOKEN_DESCRIPTION) @HeaderParam(CurrentCommenter.TOKEN_HEADER) String token) {
        return RestResponse.ResponseBuilder.ok(own.read(comment, token)).header("Cache-Control", NO_STORE).build();
    }

    @PATCH
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @RateLimited(value = "comment-changes", explicit = true)
    @SignInOptional
    @Operation(operationId = "editComment", summary = "Edit your own comment",
            description = "Possible within " + Comment.EDIT_PERIOD_MINUTES
                    + " minutes after posting, unless someone has replied. If the site's policy "
                    + "or a spam check holds the edit of an approved comment, readers see the former text until a "
                    + "moderator approves the edit; until then the new text is `waitingBody`.")
    @APIResponse(responseCode = "200", description = "The comment.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnComment.class)))
    public RestResponse<OwnComment> edit(@PathParam("comment") String comment,
            @HeaderParam("If-Match") String ifMatch,
            @Parameter(description = TOKEN_DESCRIPTION) @HeaderParam(CurrentCommenter.TOKEN_HEADER) String token,
            @RequestBody(required = true, content = {
                    @Content(mediaType = MergePatch.MEDIA_TYPE,
                            schema = @Schema(implementation = CommentEditInput.class)) }) JsonNode patch) {
        var changed = own.edit(comment, ifMatch, token,
                current -> mergePatch.apply(current, patch, CommentEditInput.class));
        return RestResponse.ResponseBuilder.ok(changed).header("Cache-Control", NO_STORE).build();
    }

    @DELETE
    @SignInOptional
    @Operation(operationId = "withdrawComment", summary = "Withdraw your own comment, at any time",
            description = "Deletes the text and the author at once. A tombstone stays while the comment has visible "
                    + "replies. Repeating the request succeeds.")
    public void withdraw(@PathParam("comment") String comment,
            @Parameter(description = TOKEN_DESCRIPTION) @HeaderParam(CurrentCommenter.TOKEN_HEADER) String token) {
        own.withdraw(comment, token);
    }

    @PUT
    @Path("like")
    @RolesAllowed(Role.MEMBER)
    @Operation(operationId = "likeComment", summary = "Like a comment, as a member",
            description = "Repeated requests count once. You cannot like your own comment.")
    public CommentReactions.LikeState like(@PathParam("comment") String comment) {
        return commentReactions.like(comment, true);
    }

    @DELETE
    @Path("like")
    @RolesAllowed(Role.MEMBER)
    @Operation(operationId = "unlikeComment", summary = "Remove your like from a comment")
    public CommentReactions.LikeState unlike(@PathParam("comment") String comment) {
        return commentReactions.like(comment, false);
    }

    @POST
    @Path("reports")
    @Consumes("application/json")
    @ResponseStatus(202)
    @APIResponse(responseCode = "202", description = "The report is stored for the moderators.",
            content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = CommentReactions.ReportReceived.class)))
    @RateLimited(value = "reports", explicit = true)
    @SignInOptional
    @Operation(operationId = "reportComment", summary = "Report a comment to the moderators",
            description = "Each reporter counts once. A comment with "
                    + CommentReactions.REPORTS_TO_WAIT + " open reports is listed among the comments "
                    + "that wait for moderation. It stays visible until a moderator decides.")
    public CommentReactions.ReportReceived report(@PathParam("comment") String comment,
            @NotNull @Valid CommentReactions.NewReport input) {
        return commentReactions.report(comment, input);
    }
}
