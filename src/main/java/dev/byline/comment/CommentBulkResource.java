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
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** One verb over many comments, each in a transaction of its own. */
@Path("/api/v1/admin/bulk/comments")
@Produces("application/json")
@RolesAllowed(Scope.COMMENTS_MODERATE)
@Tag(name = "Staff: comments")
class CommentBulkResource {
    private static final int OK = 200;

    private final ModerationService comments;

    CommentBulkResource(ModerationService comments) {
        this.comments = comments;
    }

    /** What to do with which comments. */
    @Schema(name = "CommentBulkInput", description = "One verb for up to 100 comments.",
            examples = "{\"verb\": \"spam\", \"items\": [{\"id\": \"01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69\", \"version\": 1}]}")
    public record CommentBulkInput(
            @NotNull @Schema(examples = "spam") ModerationVerb verb,
            @PlainText(max = 500) @Schema(examples = "The wave of Tuesday.") String reason,
            @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid CommentBulkItem> items) {}

    /** One comment, at the version that was read. */
    @Schema(name = "CommentBulkItem")
    public record CommentBulkItem(
            @NotNull UUID id,
            @NotNull @Schema(description = "The `version` that was read.", examples = "1") Integer version) {}

    /** What became of all of them, in the order of the items. */
    @Schema(name = "CommentBulkResults", description = "What became of each item, in the order of the items.")
    public record CommentBulkResults(
            @NotNull @Schema(description = "How many succeeded.", examples = "1") int succeeded,
            @NotNull @Schema(description = "How many did not.", examples = "0") int failed,
            @NotNull List<CommentBulkResult> results) {}

    /** What became of one. */
    @Schema(name = "CommentBulkResult")
    public record CommentBulkResult(
            @NotNull UUID id,
            @NotNull @Schema(description = "The status that the verb alone would have answered.",
                    examples = "200") int status,
            @Schema(description = "The new version; absent where it failed or is deleted.",
                    examples = "2") Integer version,
            @Schema(description = "The new state; absent where it failed.") CommentState state,
            @Schema(description = "Why it failed.") Problem problem) {}

    @POST
    @Consumes("application/json")
    @Operation(operationId = "bulkComments", summary = "Approve, reject, mark or delete up to 100 comments",
            description = "Each item succeeds or fails for itself, in a transaction of its own, as the verb alone would: the answer is 200 with a result for each.")
    public CommentBulkResults run(@NotNull @Valid CommentBulkInput commentBulkInput, RoutingContext context) {
        var results = commentBulkInput.items.stream().map(commentBulkItem -> run(commentBulkInput, commentBulkItem, context)).toList();
        int failed = (int) results.stream().filter(commentBulkResult -> commentBulkResult.problem != null).count();
        return new CommentBulkResults(results.size() - failed, failed, results);
    }

    private CommentBulkResult run(CommentBulkInput commentBulkInput, CommentBulkItem commentBulkItem, RoutingContext context) {
        var id = commentBulkItem.id.toString();
        var version = commentBulkItem.version.toString();
        try {
            if (commentBulkInput.verb == ModerationVerb.delete) {
                comments.delete(id, version, commentBulkInput.reason);
                return new CommentBulkResult(commentBulkItem.id, OK, null, CommentState.deleted, null);
            }
            var comment = comments.decide(id, version, commentBulkInput.verb, commentBulkInput.reason);
            return new CommentBulkResult(commentBulkItem.id, OK, comment.version(), comment.state(), null);
        } catch (RuntimeException e) {
            var problem = ProblemResponses.toDocument(ProblemResponses.fromFailure(e, context), context);
            return new CommentBulkResult(commentBulkItem.id, problem.status, null, null, problem);
        }
    }
}
