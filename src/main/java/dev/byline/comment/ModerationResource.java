package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.Sort;
import dev.byline.security.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

    ModerationResource(ModerationService comments) {
        this.comments = comments;
    }

    @GET
    @Operation(operationId = "listCommentsForStaff", summary = "Read the moderators' queue, newest first")
    public Page<ModeratedComment> queue(
            @Parameter(
                    description = "Only comments in this state; `pending` is the queue.") @QueryParam("state") CommentState state,
            @Parameter(
                    description = "Only comments on this article (id or slug).") @QueryParam("article") String article,
            @Parameter(description = "The order; a leading minus turns it round.", schema = @Schema(enumeration = {
                    "-createdAt", "createdAt" }, defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @BeanParam PageQuery page) {
        return comments.queue(state, article, Sort.of(sort, CommentOrder.class, "-createdAt").descending(), page);
    }

    @GET
    @Path("{comment}")
    @Operation(operationId = "getCommentForStaff", summary = "Read a comment in any state, with its version")
    public ModeratedComment read(@PathParam("comment") String comment) {
        return comments.read(comment);
    }

    @POST
    @Path("{comment}/approve")
    @Operation(operationId = "approveComment", summary = "Let everyone see a comment")
    public ModeratedComment approve(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch) {
        return comments.decide(comment, ifMatch, CommentState.approved);
    }

    @POST
    @Path("{comment}/reject")
    @Operation(operationId = "rejectComment", summary = "Keep a comment, and the replies below it, from readers")
    public ModeratedComment reject(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch) {
        return comments.decide(comment, ifMatch, CommentState.rejected);
    }

    @POST
    @Path("{comment}/spam")
    @Operation(operationId = "markCommentAsSpam", summary = "Mark a comment as spam; readers do not see it")
    public ModeratedComment spam(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch) {
        return comments.decide(comment, ifMatch, CommentState.spam);
    }

    @DELETE
    @Path("{comment}")
    @Operation(operationId = "deleteComment", summary = "Delete a comment for good",
            description = "Its text and author are gone at once. A tombstone stays while replies hang on it.")
    public void delete(@PathParam("comment") String comment, @HeaderParam("If-Match") String ifMatch) {
        comments.delete(comment, ifMatch);
    }
}
