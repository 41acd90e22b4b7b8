package dev.byline.comment;

import java.net.URI;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.http.Cached;
import dev.byline.http.MaxBody;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.Sort;
import dev.byline.idempotency.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** The threads of an article at the reading door. */
@Path("/api/v1/articles/{article}/comments")
@Tag(name = "Reading: comments")
class ThreadResource {
    private static final int MAX_BODY = 64 * 1024;

    private final CommentService comments;

    ThreadResource(CommentService comments) {
        this.comments = comments;
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @MaxBody(MAX_BODY)
    @Operation(operationId = "postComment", summary = "Comment on a published article as a guest")
    @APIResponse(responseCode = "201", description = "Everyone sees it.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PublicComment.class)))
    @APIResponse(responseCode = "202", description = "It waits for a moderator.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PublicComment.class)))
    public RestResponse<PublicComment> post(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @NotNull @Valid NewComment input) {
        var comment = comments.post(article, locale, input);
        var status = comment.state() == CommentState.approved
                ? RestResponse.Status.CREATED
                : RestResponse.Status.ACCEPTED;
        return RestResponse.ResponseBuilder.create(status, comment)
                .location(URI.create("/api/v1/comments/" + comment.id())).build();
    }

    @GET
    @Cached
    @Operation(operationId = "listComments", summary = "Read the threads of a published article",
            description = "A page holds roots; a thread is never torn. Each root carries its first 10 replies; all of them are at /comments/{comment}/replies.")
    public Page<PublicComment> threads(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @Parameter(description = "The order of the roots; a leading minus turns it round.",
                    schema = @Schema(enumeration = {
                            "-createdAt", "createdAt" }, defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @BeanParam PageQuery page) {
        return comments.threads(article, locale, Sort.of(sort, CommentOrder.class, "-createdAt").descending(), page);
    }
}
