package dev.byline.article;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.problem.Problem;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.security.Scope;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** One verb over many articles, each in a transaction of its own. */
@Path("/api/v1/admin/bulk/articles")
@Produces("application/json")
@RolesAllowed(Scope.PUBLISH)
@Tag(name = "Staff: articles")
class BulkResource {
    private static final int OK = 200;

    private final ArticleLifecycle lifecycle;

    BulkResource(ArticleLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** What to do with which articles. */
    @Schema(name = "BulkInput", description = "One verb for up to 100 articles.",
            examples = "{\"verb\": \"unpublish\", \"items\": [{\"id\": \"01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69\", \"version\": 2}]}")
    public record Input(
            @NotNull @Schema(examples = "publish") Verb verb,
            @Schema(description = "For `publish` and `unpublish`: a time to come.",
                    examples = "2030-01-01T07:00:00+07:00") Instant at,
            @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Item> items) {}

    /** One article, at the version that was read. */
    @Schema(name = "BulkItem")
    public record Item(
            @NotNull UUID id,
            @NotNull @Schema(description = "The `version` that was read.", examples = "2") Integer version) {}

    /** What became of all of them, in the order of the items. */
    @Schema(name = "BulkResults", description = "What became of each item, in the order of the items.")
    public record Results(
            @NotNull @Schema(description = "How many succeeded.", examples = "1") int succeeded,
            @NotNull @Schema(description = "How many did not.", examples = "0") int failed,
            @NotNull List<Result> results) {}

    /** What became of one. */
    @Schema(name = "BulkResult")
    public record Result(
            @NotNull UUID id,
            @NotNull @Schema(description = "The status that the verb alone would have answered.",
                    examples = "200") int status,
            @Schema(description = "The new version; absent where it failed or is purged.",
                    examples = "3") Integer version,
            @Schema(description = "The new state; absent where it failed or is purged.") State state,
            @Schema(description = "Why it failed.") Problem problem) {}

    @POST
    @Consumes("application/json")
    @Operation(operationId = "bulkArticles", summary = "Use a verb on up to 100 articles",
            description = "Each item succeeds or fails for itself, in a transaction of its own, as the verb alone would: the answer is 200 with a result for each.")
    public Results run(@NotNull @Valid Input input, RoutingContext context) {
        if (input.at != null && input.verb != Verb.publish && input.verb != Verb.unpublish) {
            throw ProblemException.invalid("/at", "is only for publish and unpublish");
        }
        var results = input.items.stream().map(item -> run(input, item, context)).toList();
        int failed = (int) results.stream().filter(result -> result.problem != null).count();
        return new Results(results.size() - failed, failed, results);
    }

    private Result run(Input input, Item item, RoutingContext context) {
        var id = item.id.toString();
        var version = item.version.toString();
        try {
            var article = switch (input.verb) {
                case publish -> lifecycle.publish(id, version, input.at);
                case unpublish -> lifecycle.unpublish(id, version, input.at);
                case revert -> lifecycle.revert(id, version);
                case trash -> lifecycle.trash(id, version);
                case restore -> lifecycle.restore(id, version);
                case purge -> {
                    lifecycle.purge(id, version);
                    yield null;
                }
            };
            return article == null
                    ? new Result(item.id, OK, null, null, null)
                    : new Result(item.id, OK, article.version(), article.state(), null);
        } catch (RuntimeException e) {
            var problem = ProblemResponses.toDocument(ProblemResponses.fromFailure(e, context), context);
            return new Result(item.id, problem.status(), null, null, problem);
        }
    }
}
