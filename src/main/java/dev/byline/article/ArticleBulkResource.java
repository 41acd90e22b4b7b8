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
class ArticleBulkResource {
    private static final int HTTP_OK = 200;

    private final ArticleLifecycle lifecycle;

    ArticleBulkResource(ArticleLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** What to do with which articles. */
    @Schema(name = "BulkInput", description = "One verb for up to 100 articles.",
            examples = "{\"verb\": \"unpublish\", \"items\": [{\"id\": \"01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69\", \"version\": 2}]}")
    public record ArticleBulkInput(
            @NotNull @Schema(examples = "publish") ArticleVerb verb,
            @Schema(description = "For `publish` and `unpublish`: a time to come.",
                    examples = "2030-01-01T07:00:00+07:00") Instant at,
            @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid ArticleBulkItem> items) {}

    /** One article, at the version that was read. */
    @Schema(name = "BulkItem")
    public record ArticleBulkItem(
            @NotNull UUID id,
            @NotNull @Schema(description = "The `version` that was read.", examples = "2") Integer version) {}

    /** What became of all of them, in the order of the items. */
    @Schema(name = "BulkResults", description = "What became of each item, in the order of the items.")
    public record ArticleBulkResults(
            @NotNull @Schema(description = "How many succeeded.", examples = "1") int succeeded,
            @NotNull @Schema(description = "How many did not.", examples = "0") int failed,
            @NotNull List<ArticleBulkResult> results) {}

    /** What became of one. */
    @Schema(name = "BulkResult")
    public record ArticleBulkResult(
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
    public ArticleBulkResults run(@NotNull @Valid ArticleBulkInput articleBulkInput, RoutingContext context) {
        if (articleBulkInput.at != null && articleBulkInput.verb != ArticleVerb.publish
                && articleBulkInput.verb != ArticleVerb.unpublish) {
            throw ProblemException.invalid("/at", "is only for publish and unpublish");
        }
        var results = articleBulkInput.items.stream()
                .map(articleBulkItem -> run(articleBulkInput, articleBulkItem, context)).toList();
        int failed = (int) results.stream().filter(articleBulkResult -> articleBulkResult.problem != null).count();
        return new ArticleBulkResults(results.size() - failed, failed, results);
    }

    private ArticleBulkResult run(ArticleBulkInput articleBulkInput, ArticleBulkItem articleBulkItem,
            RoutingContext context) {
        var id = articleBulkItem.id.toString();
        var version = articleBulkItem.version.toString();
        try {
            var article = switch (articleBulkInput.verb) {
                case publish -> lifecycle.publish(id, version, articleBulkInput.at);
                case unpublish -> lifecycle.unpublish(id, version, articleBulkInput.at);
                case revert -> lifecycle.revert(id, version);
                case trash -> lifecycle.trash(id, version);
                case restore -> lifecycle.restore(id, version);
                case purge -> {
                    lifecycle.purge(id, version);
                    yield null;
                }
            };
            return article == null
                    ? new ArticleBulkResult(articleBulkItem.id, HTTP_OK, null, null, null)
                    : new ArticleBulkResult(articleBulkItem.id, HTTP_OK, article.version(), article.state(), null);
        } catch (RuntimeException e) {
            var problem = ProblemResponses.toDocument(ProblemResponses.fromFailure(e, context), context);
            return new ArticleBulkResult(articleBulkItem.id, problem.status(), null, null, problem);
        }
    }
}
