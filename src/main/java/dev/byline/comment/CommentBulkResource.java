package dev.byline.comment;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.comment.ModerationService.Verb;
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
    public record Input(
            @NotNull @Schema(examples = "spam") Verb verb,
            @PlainText(max = 500) @Schema(examples = "The wave of Tuesday.") String reason,
            @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Item> items) {}

    /** One comment, at the version that was read. */
    @Schema(name = "CommentBulkItem")
    public record Item(
            @NotNull UUID id,
            @NotNull @Schema(description = "The `version` that was read.", examples = "1") Integer version) {}

    /** What became of all of them, in the order of the items. */
    @Schema(name = "CommentBulkResults", description = "What became of each item, in the order of the items.")
    public record Results(
            @NotNull @Schema(description = "How many succeeded.", examples = "1") int succeeded,
            @NotNull @Schema(description = "How many did not.", examples = "0") int failed,
            @NotNull List<Result> results) {}

    /** What became of one. */
    @Schema(name = "CommentBulkResult")
    public record Result(
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
    public Results run(@NotNull @Valid Input input, RoutingContext context) {
        var results = input.items.stream().map(item -> run(input, item, context)).toList();
        int failed = (int) results.stream().filter(result -> result.problem != null).count();
        return new Results(results.size() - failed, failed, results);
    }

    private Result run(Input input, Item item, RoutingContext context) {
        var id = item.id.toString();
        var version = item.version.toString();
        try {
            if (input.verb == Verb.delete) {
                comments.delete(id, version, input.reason);
                return new Result(item.id, OK, null, CommentState.deleted, null);
            }
            var comment = comments.decide(id, version, input.verb, input.reason);
            return new Result(item.id, OK, comment.version(), comment.state(), null);
        } catch (RuntimeException e) {
            var problem = ProblemResponses.toDocument(ProblemResponses.fromFailure(e, context), context);
            return new Result(item.id, problem.status(), null, null, problem);
        }
    }
}
