package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.CreatedResponse;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;

/** The admin API of working copies and their transitions. */
@Path(Paths.ADMIN_API + "/articles")
@Produces("application/json")
@RolesAllowed(Scope.ARTICLES_WRITE)
@Tag(name = "Staff: articles")
class ArticleResource {
    private static final String TAKE_OVER_SLUG_DESCRIPTION = "True takes `slug` over from another article if it is only a former "
            + "slug of that article. The former slug then no longer leads to that article.";

    private static final String CANCELLED_SCHEDULE_HEADER = "Cancelled-Schedule";

    private final ArticleService articles;
    private final ArticleCreation creation;
    private final ArticleLifecycle lifecycle;
    private final ArticleScheduling scheduling;
    private final ArticleReversion reversion;
    private final MergePatch mergePatch;

    ArticleResource(ArticleService articles, ArticleCreation creation, ArticleLifecycle lifecycle,
            ArticleScheduling scheduling, ArticleReversion reversion, MergePatch mergePatch) {
        this.articles = articles;
        this.creation = creation;
        this.lifecycle = lifecycle;
        this.scheduling = scheduling;
        this.reversion = reversion;
        this.mergePatch = mergePatch;
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Operation(operationId = "listWorkingCopies", summary = "List working copies, last saved first")
    public Page<WorkingCopySummary> list(@BeanParam WorkingCopyQuery query, @BeanParam PageQuery page) {
        return articles.list(query, page);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = WorkingCopy.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createArticle", summary = "Create an article; readers do not see it until it is "
            + "published")
    public RestResponse<WorkingCopy> create(@NotNull @Valid ArticleInput input,
            @QueryParam("takeOverSlug") @Parameter(description = TAKE_OVER_SLUG_DESCRIPTION) Boolean takeOverSlug) {
        var article = creation.create(input, Boolean.TRUE.equals(takeOverSlug));
        return CreatedResponse.at(Paths.ADMIN_API + "/articles/" + article.id, article);
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{article}")
    @Operation(operationId = "getWorkingCopy", summary = "Read a working copy and its version")
    public WorkingCopy read(@PathParam("article") String article,
            @QueryParam("locale") String locale) {
        return articles.read(article, locale);
    }

    @Consumes("application/json")
    @PUT
    @Path("{article}")
    @Operation(operationId = "replaceArticle",
            summary = "Replace a working copy; readers do not see the change until it is published")
    public WorkingCopy replace(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid ArticleInput input,
            @QueryParam("takeOverSlug") @Parameter(description = TAKE_OVER_SLUG_DESCRIPTION) Boolean takeOverSlug) {
        return articles.change(article, ifMatch, Boolean.TRUE.equals(takeOverSlug), current -> input);
    }

    @PATCH
    @Path("{article}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchArticle", summary = "Change some fields of a working copy",
            description = "A JSON Merge Patch (RFC 7396): absent fields stay, null clears a field, an array "
                    + "replaces the whole array.")
    public WorkingCopy patch(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = ArticleInput.class))) JsonNode patch,
            @QueryParam("takeOverSlug") @Parameter(description = TAKE_OVER_SLUG_DESCRIPTION) Boolean takeOverSlug) {
        return articles.change(article, ifMatch, Boolean.TRUE.equals(takeOverSlug),
                current -> mergePatch.apply(current, patch, ArticleInput.class));
    }

    @DELETE
    @Path("{article}")
    @APIResponse(responseCode = "204", description = "No Content",
            headers = @Header(name = CANCELLED_SCHEDULE_HEADER,
                    description = "The action and the time of the schedule that this request cancelled; absent if it "
                            + "cancelled none.",
                    schema = @Schema(type = SchemaType.STRING, examples = "publish 2030-01-01T00:00:00Z")))
    @Operation(operationId = "trashArticle", summary = "Move an article to the trash; readers no longer see it",
            description = "Cancels the schedule of the article.")
    public void trash(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @Context HttpServerResponse response) {
        var cancelled = lifecycle.trash(article, ifMatch).cancelledSchedule;
        if (cancelled != null) {
            response.putHeader(CANCELLED_SCHEDULE_HEADER, cancelled.action() + " " + cancelled.at());
        }
    }

    @POST
    @Path("{article}/publish")
    @RolesAllowed(Scope.ARTICLES_PUBLISH)
    @Consumes("application/json")
    @Operation(operationId = "publishArticle", summary = "Publish the saved working copy",
            description = "Publishing needs a body or a cover; the error lists everything that is missing. An "
                    + "article whose `publishedAt` is in the future is scheduled, not published now. "
                    + "Publishing a revision that is live already changes nothing and succeeds. Publishing cancels a "
                    + "scheduled publication (`cancelledSchedule`); a scheduled unpublication stays. The body with "
                    + "`at` is deprecated: `PUT …/schedule` sets a schedule. A response to a request with `at` has "
                    + "the header `Deprecation` (RFC 9745).")
    public WorkingCopy publish(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = PlannedTime.class))) @Valid PlannedTime time,
            @Context HttpServerResponse response) {
        return isNow(time, response)
                ? lifecycle.publish(article, ifMatch)
                : scheduling.schedule(article, ifMatch, Schedule.Action.publish, time.at());
    }

    @POST
    @Path("{article}/unpublish")
    @RolesAllowed(Scope.ARTICLES_PUBLISH)
    @Consumes("application/json")
    @Operation(operationId = "unpublishArticle",
            summary = "Unpublish an article; its views and comments are kept",
            description = "Unpublishing cancels the schedule of the article (`cancelledSchedule`), also a scheduled "
                    + "publication. Unpublishing an article that is neither live nor scheduled changes nothing and "
                    + "succeeds. The body with `at` is deprecated: `PUT …/schedule` sets a schedule. A response to "
                    + "a request with `at` has the header `Deprecation` (RFC 9745).")
    public WorkingCopy unpublish(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = PlannedTime.class))) @Valid PlannedTime time,
            @Context HttpServerResponse response) {
        return isNow(time, response)
                ? lifecycle.unpublish(article, ifMatch)
                : scheduling.schedule(article, ifMatch, Schedule.Action.unpublish, time.at());
    }

    /** Tells whether a request names no time; the response to a request with a time says that this is deprecated. */
    private static boolean isNow(PlannedTime time, HttpServerResponse response) {
        if (time == null || time.at() == null) {
            return true;
        }
        response.putHeader("Deprecation", PlannedTime.DEPRECATED_SINCE);
        return false;
    }

    @PUT
    @Path("{article}/schedule")
    @RolesAllowed(Scope.ARTICLES_PUBLISH)
    @Consumes("application/json")
    @Operation(operationId = "scheduleArticle", summary = "Schedule the publication or unpublication of an article",
            description = "A scheduled publication publishes the revision that is saved now; later saves do not "
                    + "change it, and everything that publishing needs must be there now. A schedule replaces an "
                    + "earlier one of the same action; 409 if a schedule of the other action is pending. Only a live "
                    + "article can be scheduled to be unpublished.")
    public WorkingCopy schedule(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid ScheduleInput input) {
        return scheduling.schedule(article, ifMatch, input.action(), input.at());
    }

    @DELETE
    @Path("{article}/schedule")
    @RolesAllowed(Scope.ARTICLES_PUBLISH)
    @Operation(operationId = "cancelSchedule", summary = "Cancel the schedule of an article",
            description = "Succeeds also if the article has no schedule.")
    public WorkingCopy cancel(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        return scheduling.cancel(article, ifMatch);
    }

    @POST
    @Path("{article}/revert")
    @Operation(operationId = "revertArticle", summary = "Discard unpublished changes",
            description = "Replaces the working copy by the published content. The discarded content stays in the "
                    + "revisions. Reverting cancels a scheduled publication (`cancelledSchedule`). Only a live "
                    + "article can be reverted.")
    public WorkingCopy revert(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        return reversion.revert(article, ifMatch);
    }

    @POST
    @Path("{article}/restore")
    @Operation(operationId = "restoreArticle", summary = "Take an article out of the trash",
            description = "The article does not become live: its state becomes `never_published` or `unpublished`. "
                    + "Succeeds also if the article is not in the trash.")
    public WorkingCopy restore(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        return lifecycle.restore(article, ifMatch);
    }

    @POST
    @Path("{article}/purge")
    @RolesAllowed(Scope.ARTICLES_PUBLISH)
    @APIResponse(responseCode = "204", description = "No Content")
    @Operation(operationId = "purgeArticle", summary = "Delete a trashed article permanently",
            description = "Deletes also its revisions, slugs, views and comments. This cannot be undone.")
    public void purge(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        lifecycle.purge(article, ifMatch);
    }

    @Idempotent
    @POST
    @Path("{article}/duplicate")
    @APIResponseSchema(value = WorkingCopy.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "duplicateArticle", summary = "Create an unpublished draft with the same content",
            description = "The copy gets a slug of its own, has no dates, and is not pinned.")
    public RestResponse<WorkingCopy> duplicate(@PathParam("article") String article) {
        var copy = creation.duplicate(article);
        return CreatedResponse.at(Paths.ADMIN_API + "/articles/" + copy.id, copy);
    }

    @Idempotent
    @POST
    @Path("{article}/translations")
    @Consumes("application/json")
    @APIResponseSchema(value = WorkingCopy.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "startTranslation", summary = "Start a translation of an article",
            description = "Creates a draft with the same content, to be translated, in the translation group of the "
                    + "original. The articles of a group list each other in `translations`. A group has at most one "
                    + "article in each locale.")
    public RestResponse<WorkingCopy> translate(@PathParam("article") String article,
            @NotNull @Valid NewTranslation translation) {
        var copy = creation.translate(article, translation);
        return CreatedResponse.at(Paths.ADMIN_API + "/articles/" + copy.id, copy);
    }
}
