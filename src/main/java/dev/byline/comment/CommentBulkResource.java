package dev.byline.comment;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.comment.ModerationService.ModerationVerb;
import dev.byline.problem.Problem;
import dev.byline.problem.ProblemResponses;
import dev.byline.security.Scope;
import dev.byline.text.PlainText;
import dev.byline.web.Paths;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Endpoint that applies one moderation decision to several comments, each in its own transaction. */
@Path(Paths.ADMIN_API + "/bulk/comments")
@Produces("application/json")
@RolesAllowed(Scope.COMMENTS_MODERATE)
@Tag(name = "Staff: comments")
class CommentBulkResource {
    private static final int OK = 200;
    /** The maximum number of comments in one request. */
    private static final int MAX_ITEMS = 100;

    private final ModerationService comments;

    CommentBulkResource(ModerationService comments) {
        this.comments = comments;
    }

    /** A moderation decision and the comments to apply it to. */
    @Schema(name = "CommentBulkInput", description = "One decision for up to " + MAX_ITEMS + " comments.",
            examples = "{\"verb\": \"spam\", \"items\": [{\"id\": \"01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69\", \"version\": 1}]}")
    public record CommentBulkInput(
            @NotNull @Schema(examples = "spam") ModerationVerb verb,
            @PlainText(max = ModerationResource.MAX_REASON_LENGTH) @Schema(
                    examples = "The wave of Tuesday.") String reason,
            @NotNull @Size(min = 1, max = MAX_ITEMS) List<@NotNull @Valid CommentBulkItem> items) {}

    /** A comment and the version that the moderator read. */
    @Schema(name = "CommentBulkItem")
    public record CommentBulkItem(
            @NotNull UUID id,
            @NotNull @Schema(description = "The `version` that you read.", examples = "1") Integer version) {}

    /** Results of all items, in the order of the request. */
    @Schema(name = "CommentBulkResults", description = "The result of each item, in the order of the request.")
    public record CommentBulkResults(
            @NotNull @Schema(description = "The number of items that succeeded.", examples = "1") int succeeded,
            @NotNull @Schema(description = "The number of items that failed.", examples = "0") int failed,
            @NotNull List<CommentBulkResult> results) {}

    /** Result of one item. */
    @Schema(name = "CommentBulkResult")
    public record CommentBulkResult(
            @NotNull UUID id,
            @NotNull @Schema(description = "The HTTP status that a request for this comment alone would get.",
                    examples = "200") int status,
            @Schema(description = "The new version; absent if the item failed or the comment is deleted.",
                    examples = "2") Integer version,
            @Schema(description = "The new state; absent if the item failed.") CommentState state,
            @Schema(description = "The reason for a failure; absent if the item succeeded.") Problem problem) {}

    @POST
    @Consumes("application/json")
    @Operation(operationId = "bulkComments",
            summary = "Approve, reject, mark as spam or delete up to " + MAX_ITEMS + " comments",
            description = "Each item has its own transaction and succeeds or fails independently, as a request for "
                    + "this comment alone would. The response is 200 with a result for each item.")
    public CommentBulkResults run(@NotNull @Valid CommentBulkInput commentBulkInput, RoutingContext context) {
        var results = commentBulkInput.items.stream()
                .map(commentBulkItem -> run(commentBulkInput, commentBulkItem, context)).toList();
        int failed = (int) results.stream().filter(commentBulkResult -> commentBulkResult.problem != null).count();
        return new CommentBulkResults(results.size() - failed, failed, results);
    }

    private CommentBulkResult run(CommentBulkInput commentBulkInput, CommentBulkItem commentBulkItem,
            RoutingContext context) {
        var id = commentBulkItem.id.toString();
        var version = commentBulkItem.version.toString();
        try {
            if (commentBulkInput.verb == ModerationVerb.delete) {
                comments.delete(id, version, commentBulkInput.reason);
                return new CommentBulkResult(commentBulkItem.id, OK, null, CommentState.deleted, null);
            }
            var comment = comments.decide(id, version, commentBulkInput.verb, commentBulkInput.reason);
            return new CommentBulkResult(commentBulkItem.id, OK, comment.version, comment.state, null);
        } catch (RuntimeException e) {
            var problem = ProblemResponses.toDocument(ProblemResponses.fromFailure(e, context), context);
            return new CommentBulkResult(commentBulkItem.id, problem.status, null, null, problem);
        }
    }
}
