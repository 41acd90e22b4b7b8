package dev.byline.article;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.http.Created;
import dev.byline.http.MergePatch;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.security.Role;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Working copies and their verbs at the staff door. */
@Path("/api/v1/admin/articles")
@Produces("application/json")
@RolesAllowed(Role.EDITOR)
@Tag(name = "Staff: articles")
class ArticleResource {
    private final ArticleService articles;
    private final ArticleLifecycle lifecycle;
    private final MergePatch mergePatch;

    ArticleResource(ArticleService articles, ArticleLifecycle lifecycle, MergePatch mergePatch) {
        this.articles = articles;
        this.lifecycle = lifecycle;
        this.mergePatch = mergePatch;
    }

    @GET
    @Operation(operationId = "listWorkingCopies", summary = "List working copies, last saved first")
    public Page<WorkingCopySummary> list(@BeanParam WorkingCopyQuery query, @BeanParam PageQuery page) {
        return articles.list(query, page);
    }

    @Consumes("application/json")
    @POST
    @APIResponseSchema(value = WorkingCopy.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createArticle", summary = "Write a new article; nobody sees it until it is published")
    public RestResponse<WorkingCopy> create(@NotNull @Valid ArticleInput input) {
        var article = articles.create(input);
        return Created.at("/api/v1/admin/articles/" + article.id(), article);
    }

    @GET
    @Path("{article}")
    @Operation(operationId = "getWorkingCopy", summary = "Read a working copy with its version")
    public WorkingCopy read(@PathParam("article") String article,
            @QueryParam("locale") String locale) {
        return articles.read(article, locale);
    }

    @Consumes("application/json")
    @PUT
    @Path("{article}")
    @Operation(operationId = "replaceArticle",
            summary = "Replace a working copy; readers see nothing of it until it is published")
    public WorkingCopy replace(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid ArticleInput input) {
        return articles.change(article, ifMatch, current -> input);
    }

    @PATCH
    @Path("{article}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchArticle", summary = "Change some fields of a working copy",
            description = "What the patch leaves out stays, null clears, arrays are replaced whole (RFC 7396).")
    public WorkingCopy patch(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = ArticleInput.class))) JsonNode patch) {
        return articles.change(article, ifMatch, current -> mergePatch.apply(current, patch, ArticleInput.class));
    }

    @DELETE
    @Path("{article}")
    @Operation(operationId = "trashArticle", summary = "Put an article into the trash; readers do not see it any more")
    public void trash(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        lifecycle.trash(article, ifMatch);
    }

    @POST
    @Path("{article}/publish")
    @Operation(operationId = "publishArticle", summary = "Publish what is saved",
            description = "Needs a body and a category; whatever is missing is listed at once. Publishing what readers have already changes nothing and succeeds.")
    public WorkingCopy publish(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        return lifecycle.publish(article, ifMatch);
    }

    @POST
    @Path("{article}/unpublish")
    @Operation(operationId = "unpublishArticle", summary = "Take an article from readers; views and comments are kept")
    public WorkingCopy unpublish(@PathParam("article") String article, @HeaderParam("If-Match") String ifMatch) {
        return lifecycle.unpublish(article, ifMatch);
    }
}
