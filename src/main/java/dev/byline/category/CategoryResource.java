package dev.byline.category;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.database.UniqueSlugs;
import dev.byline.idempotency.Idempotent;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.web.CreatedResponse;
import dev.byline.web.MergePatch;
import dev.byline.web.Paths;
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

/** Endpoints of categories in the admin API. */
@Path(Paths.ADMIN_API + "/categories")
@Produces("application/json")
@RolesAllowed(Scope.TAXONOMY_WRITE)
@Tag(name = "Staff: categories")
class CategoryResource {
    private final CategoryService categories;
    private final CategoryRemoval removal;
    private final MergePatch mergePatch;

    CategoryResource(CategoryService categories, CategoryRemoval removal, MergePatch mergePatch) {
        this.categories = categories;
        this.removal = removal;
        this.mergePatch = mergePatch;
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Operation(operationId = "listCategoriesForStaff", summary = "List categories, as a tree or by name")
    public Page<CategoryDetail> list(@BeanParam CategoryQuery query, @BeanParam IdAndSlugQuery filter,
            @BeanParam PageQuery page) {
        return categories.list(query, filter, page);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = CategoryDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createCategory", summary = "Create a category")
    public RestResponse<CategoryDetail> create(@NotNull @Valid CategoryInput input,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        var category = categories.create(input, Boolean.TRUE.equals(takeOverSlug));
        return CreatedResponse.at(Paths.ADMIN_API + "/categories/" + category.id, category);
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{category}")
    @Operation(operationId = "getCategoryForStaff", summary = "Read a category with its version")
    public CategoryDetail read(@PathParam("category") String category) {
        return categories.read(category);
    }

    @Consumes("application/json")
    @PUT
    @Path("{category}")
    @Operation(operationId = "replaceCategory", summary = "Replace a category",
            description = "`parent` and `position` move the category with its entire subtree.")
    public CategoryDetail replace(@PathParam("category") String category, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid CategoryInput input,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        return categories.change(category, ifMatch, Boolean.TRUE.equals(takeOverSlug), current -> input);
    }

    @PATCH
    @Path("{category}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchCategory", summary = "Change some fields of a category",
            description = "`parent` and `position` move the category with its entire subtree.")
    public CategoryDetail patch(@PathParam("category") String category, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = CategoryInput.class))) JsonNode patch,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        return categories.change(category, ifMatch, Boolean.TRUE.equals(takeOverSlug),
                current -> mergePatch.apply(current, patch, CategoryInput.class));
    }

    @DELETE
    @Path("{category}")
    @Operation(operationId = "deleteCategory", summary = "Delete a category",
            description = "A category with articles or child categories can be deleted only with `moveTo`.")
    public void delete(@PathParam("category") String category, @HeaderParam("If-Match") String ifMatch,
            @QueryParam("moveTo") @Parameter(
                    description = "The category (id or slug) that receives the articles, drafts and published ones, "
                            + "and the child categories.") String moveTo) {
        removal.delete(category, ifMatch, moveTo);
    }

    @POST
    @Path("{category}/merge")
    @Consumes("application/json")
    @Operation(operationId = "mergeCategory", summary = "Merge a category into another",
            description = "Moves the articles, drafts and published ones, and the child categories to the other "
                    + "category, and responds with that category. An article in both categories keeps the first of "
                    + "its two positions. The merged category is deleted.")
    public CategoryDetail merge(@PathParam("category") String category, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid CategoryMerge merge) {
        return removal.merge(category, ifMatch, merge.into());
    }
}
