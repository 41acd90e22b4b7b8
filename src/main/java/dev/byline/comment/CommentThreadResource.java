package dev.byline.comment;

import java.net.URI;
import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.web.Cached;
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
class CommentThreadResource {
    private final PublicCommentService comments;
    private final CommentPosting posting;

    CommentThreadResource(PublicCommentService comments, CommentPosting posting) {
        this.comments = comments;
        this.posting = posting;
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @Operation(operationId = "postComment", summary = "Comment on a published article, as a guest or a member",
            description = "Whether everyone sees it at once depends on the site's policy and on what checks find; what waits is answered 202, and to its author it is `pending`, whatever became of it. Keep `id` and `editToken`: with them a guest reads the comment while it waits (`/comments/{comment}/mine`), changes it for 15 minutes, and withdraws it at any time. Members need no token. The same text of the same author on the same day is a 409. Send an `Idempotency-Key`, and a repeated click is no second comment.")
    @APIResponse(responseCode = "201", description = "Everyone sees it.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnComment.class)))
    @APIResponse(responseCode = "202", description = "It waits for a moderator.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnComment.class)))
    public RestResponse<OwnComment> post(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @NotNull @Valid NewComment input) {
        var own = posting.post(article, locale, input);
        var status = own.comment().state() == CommentState.approved
                ? RestResponse.Status.CREATED
                : RestResponse.Status.ACCEPTED;
        return RestResponse.ResponseBuilder.create(status, own)
                .location(URI.create("/api/v1/comments/" + own.comment().id()))
                .header("Cache-Control", "private, no-store").build();
    }

    @GET
    @Cached
    @Operation(operationId = "listComments", summary = "Read the comments on a published article",
            description = "A page holds roots, each with its first replies; a thread is never torn. Where a root has a `repliesCursor`, more replies are at `/comments/{comment}/replies?cursor=…`. With `view=flat` all comments are listed alike, for instance to copy what is new `since` a time.")
    public Page<PublicComment> threads(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @Parameter(
                    description = "The order of the roots; a leading minus turns it round. `-likes` moves by itself: a walk through it may meet a comment twice.",
                    schema = @Schema(enumeration = { "-createdAt", "createdAt", "-likes", "likes" },
                            defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @Parameter(description = "How many replies come with each root, 0 to 10.",
                    schema = @Schema(defaultValue = "10", minimum = "0",
                            maximum = "10")) @QueryParam("replies") Integer replies,
            @Parameter(description = "In threads, or all alike.",
                    schema = @Schema(implementation = CommentView.class,
                            defaultValue = "threads")) @QueryParam("view") CommentView view,
            @Parameter(description = "With `view=flat`: only comments written at this time or later.",
                    schema = @Schema(examples = "2026-01-01T00:00:00Z")) @QueryParam("since") Instant since,
            @BeanParam PageQuery page) {
        boolean flat = view == CommentView.flat;
        if (since != null && !flat) {
            throw ProblemException.invalidParameter("since", "is only for view=flat");
        }
        if (flat && replies != null && replies != PublicCommentService.MAX_FIRST_REPLIES) {
            throw ProblemException.invalidParameter("replies", "is only for view=threads");
        }
        var order = Sort.of(sort, CommentSortKey.class, "-createdAt");
        return flat
                ? comments.listFlat(article, locale, order, since, page)
                : comments.listThreads(article, locale, order, replies, page);
    }
}
