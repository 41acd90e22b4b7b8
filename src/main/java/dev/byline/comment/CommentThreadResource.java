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
import dev.byline.limit.RateLimited;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.security.SignInOptional;
import dev.byline.web.Cached;
import dev.byline.web.Paths;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Endpoints that list and post the comments of an article in the public API. */
@Path(Paths.PUBLIC_API + "/articles/{article}/comments")
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
    @RateLimited(value = { "comments", "comments-article" }, explicit = true)
    @SignInOptional
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @Operation(operationId = "postComment", summary = "Post a comment on a published article, as a guest or a member",
            description = "The site's policy and the spam checks decide whether readers see the comment at once (201) "
                    + "or the comment waits for a moderator (202). The author of a held comment always sees the "
                    + "state `pending`. Store `id` and `editToken`: with them a guest reads the comment while it "
                    + "waits (`/comments/{comment}/mine`), edits it within " + Comment.EDIT_PERIOD_MINUTES
                    + " minutes, and withdraws it at any time. "
                    + "Members need no token. An equal text by the same author on the same article and day gets a "
                    + "409. Send an `Idempotency-Key` so that a repeated click posts one comment only.")
    @APIResponse(responseCode = "201", description = "The comment is public.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnComment.class)))
    @APIResponse(responseCode = "202", description = "The comment waits for a moderator.",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OwnComment.class)))
    public RestResponse<OwnComment> post(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @NotNull @Valid NewComment input) {
        var own = posting.post(article, locale, input);
        var status = own.comment().state == CommentState.approved
                ? RestResponse.Status.CREATED
                : RestResponse.Status.ACCEPTED;
        return RestResponse.ResponseBuilder.create(status, own)
                .location(URI.create(Paths.PUBLIC_API + "/comments/" + own.comment().id))
                .header("Cache-Control", "private, no-store").build();
    }

    @GET
    @Cached
    @Operation(operationId = "listComments", summary = "List the comments on a published article",
            description = "A page holds root comments, each with its first replies; a page never splits a thread. If a "
                    + "root has a `repliesCursor`, read more replies at `/comments/{comment}/replies?cursor=…`. "
                    + "`view=flat` lists all comments without threads, for instance to copy the comments that are "
                    + "new `since` a time.")
    public Page<PublicComment> threads(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @Parameter(
                    description = "The order of the roots; a leading minus reverses it. With `likes` the order changes "
                            + "while you read: a comment may appear on two pages.",
                    schema = @Schema(enumeration = { "-createdAt", "createdAt", "-likes", "likes" },
                            defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @Parameter(description = "The number of replies that come with each root, 0 to "
                    + PublicCommentService.MAX_FIRST_REPLIES + ".",
                    schema = @Schema(defaultValue = "" + PublicCommentService.MAX_FIRST_REPLIES, minimum = "0",
                            maximum = ""
                                    + PublicCommentService.MAX_FIRST_REPLIES)) @QueryParam("replies") Integer replies,
            @Parameter(description = "`threads`: root comments with their first replies. `flat`: all comments in one "
                    + "list.",
                    schema = @Schema(implementation = CommentView.class,
                            defaultValue = "threads")) @QueryParam("view") CommentView view,
            @Parameter(description = "With `view=flat`: only comments created at this time or later.",
                    schema = @Schema(examples = "2026-01-01T00:00:00Z")) @QueryParam("since") Instant since,
            @BeanParam PageQuery page) {
        boolean flat = view == CommentView.flat;
        if (since != null && !flat) {
            throw ProblemException.invalidParameter("since", "is allowed only with view=flat");
        }
        if (flat && replies != null && replies != PublicCommentService.MAX_FIRST_REPLIES) {
            throw ProblemException.invalidParameter("replies", "is allowed only with view=threads");
        }
        var order = Sort.of(sort, CommentSortKey.class, "-createdAt");
        return flat
                ? comments.listFlat(article, locale, order, since, page)
                : comments.listThreads(article, locale, order, replies, page);
    }
}
