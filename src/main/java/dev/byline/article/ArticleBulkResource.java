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

/** The admin API that applies one verb (transition) to many articles, each in its own database transaction. */
@Path(Paths.ADMIN_API + "/bulk/articles")
@Produces("application/json")
@RolesAllowed(Scope.ARTICLES_PUBLISH)
@Tag(name = "Staff: articles")
class ArticleBulkResource {
    private static final int HTTP_OK = 200;
    /** The maximum number of articles in one request. */
    private static final int MAX_ITEMS = 100;

    private final ArticleLifecycle lifecycle;
    private final ArticleScheduling scheduling;
    private final ArticleReversion reversion;

    ArticleBulkResource(ArticleLifecycle lifecycle, ArticleScheduling scheduling, ArticleReversion reversion) {
        this.lifecycle = lifecycle;
        this.scheduling = scheduling;
        this.reversion = reversion;
    }

    /** The verb, and the articles that it is applied to. */
    @Schema(name = "ArticleBulkInput",
            description = "One verb and up to " + MAX_ITEMS + " articles that it is applied to.",
            examples = "{\"verb\": \"unpublish\", \"items\": [{\"id\": \"01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69\", "
                    + "\"version\": 2}]}")
    public record ArticleBulkInput(
            @NotNull @Schema(examples = "publish") ArticleVerb verb,
            @Schema(description = "The transition to schedule; for the verb `schedule` only.",
                    examples = "publish") Schedule.Action action,
            @Schema(description = "A time in the future; for the verb `schedule`. With `publish` and `unpublish` it is "
                    + "deprecated.",
                    examples = "2030-01-01T07:00:00+07:00") Instant at,
            @NotNull @Size(min = 1, max = MAX_ITEMS) List<@NotNull @Valid ArticleBulkItem> items) {}

    /** One article, and the version of it that the client read. */
    @Schema(name = "ArticleBulkItem")
    public record ArticleBulkItem(
            @NotNull UUID id,
            @NotNull @Schema(description = "The `version` that the client read.", examples = "2") Integer version) {}

    /** The results of all items, in the order of the items. */
    @Schema(name = "ArticleBulkResults", description = "The result of each item, in the order of the items.")
    public record ArticleBulkResults(
            @NotNull @Schema(description = "The number of items that succeeded.", examples = "1") int succeeded,
            @NotNull @Schema(description = "The number of items that failed.", examples = "0") int failed,
            @NotNull List<ArticleBulkResult> results) {}

    /** The result of one item. */
    @Schema(name = "ArticleBulkResult")
    public record ArticleBulkResult(
            @NotNull UUID id,
            @NotNull @Schema(description = "The HTTP status that the verb would have returned for this article alone.",
                    examples = "200") int status,
            @Schema(description = "The new version; absent if the item failed or the article was purged.",
                    examples = "3") Integer version,
            @Schema(description = "The new state; absent if the item failed or the article was purged.") State state,
            @Schema(description = "The schedule that the verb cancelled; absent if it cancelled "
                    + "none.") WorkingCopy.ScheduleDetail cancelledSchedule,
            @Schema(description = "The reason of the failure; absent if the item succeeded.") Problem problem) {}

    @POST
    @Consumes("application/json")
    @Operation(operationId = "bulkArticles", summary = "Apply a verb to up to " + MAX_ITEMS + " articles",
            description = "Each item succeeds or fails independently, in its own transaction, as the verb alone "
                    + "would. The response is always 200, with a result for each item.")
    public ArticleBulkResults run(@NotNull @Valid ArticleBulkInput articleBulkInput, RoutingContext context) {
        requireValid(articleBulkInput);
        if (articleBulkInput.at != null && articleBulkInput.verb != ArticleVerb.schedule) {
            context.response().putHeader("Deprecation", PlannedTime.DEPRECATED_SINCE);
        }
        var results = articleBulkInput.items.stream()
                .map(articleBulkItem -> run(articleBulkInput, articleBulkItem, context)).toList();
        int failed = (int) results.stream().filter(articleBulkResult -> articleBulkResult.problem != null).count();
        return new ArticleBulkResults(results.size() - failed, failed, results);
    }

    private static void requireValid(ArticleBulkInput input) {
        boolean schedules = input.verb == ArticleVerb.schedule;
        if (schedules && input.action == null) {
            throw ProblemException.invalid("/action", "is required with the verb schedule: publish or unpublish");
        }
        if (schedules && input.at == null) {
            throw ProblemException.invalid("/at", "is required with the verb schedule");
        }
        if (!schedules && input.action != null) {
            throw ProblemException.invalid("/action", "is only allowed with the verb schedule");
        }
        if (input.at != null && !schedules && input.verb != ArticleVerb.publish
                && input.verb != ArticleVerb.unpublish) {
            throw ProblemException.invalid("/at", "is only allowed with the verb schedule");
        }
    }

    private ArticleBulkResult run(ArticleBulkInput articleBulkInput, ArticleBulkItem articleBulkItem,
            RoutingContext context) {
        var id = articleBulkItem.id.toString();
        var version = articleBulkItem.version.toString();
        try {
            var article = switch (articleBulkInput.verb) {
                case publish -> articleBulkInput.at == null
                        ? lifecycle.publish(id, version)
                        : scheduling.schedule(id, version, Schedule.Action.publish, articleBulkInput.at);
                case unpublish -> articleBulkInput.at == null
                        ? lifecycle.unpublish(id, version)
                        : scheduling.schedule(id, version, Schedule.Action.unpublish, articleBulkInput.at);
                case schedule -> scheduling.schedule(id, version, articleBulkInput.action, articleBulkInput.at);
                case revert -> reversion.revert(id, version);
                case trash -> lifecycle.trash(id, version);
                case restore -> lifecycle.restore(id, version);
                case purge -> {
                    lifecycle.purge(id, version);
                    yield null;
                }
            };
            return article == null
                    ? new ArticleBulkResult(articleBulkItem.id, HTTP_OK, null, null, null, null)
                    : new ArticleBulkResult(articleBulkItem.id, HTTP_OK, article.version, article.state,
                            article.cancelledSchedule, null);
        } catch (RuntimeException e) {
            var problem = ProblemResponses.toDocument(ProblemResponses.fromFailure(e, context), context);
            return new ArticleBulkResult(articleBulkItem.id, problem.status, null, null, null, problem);
        }
    }
}
