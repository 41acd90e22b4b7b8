package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.http.Cached;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Single comments at the reading door. */
@Path("/api/v1/comments")
@Tag(name = "Reading: comments")
class CommentResource {
    private final CommentService comments;

    CommentResource(CommentService comments) {
        this.comments = comments;
    }

    @GET
    @Cached
    @Path("{comment}")
    @Operation(operationId = "getComment", summary = "Read an approved comment")
    public PublicComment read(@PathParam("comment") String comment) {
        return comments.read(comment);
    }

    @GET
    @Cached
    @Path("{comment}/replies")
    @Operation(operationId = "listReplies", summary = "Read all replies in the thread of a root, oldest first")
    public Page<PublicComment> replies(@PathParam("comment") String comment, @BeanParam PageQuery page) {
        return comments.replies(comment, page);
    }
}
