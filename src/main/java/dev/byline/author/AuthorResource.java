package dev.byline.author;

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

/** Endpoints of authors in the admin API. */
@Path(Paths.ADMIN_API + "/authors")
@Produces("application/json")
@RolesAllowed(Scope.TAXONOMY_WRITE)
@Tag(name = "Staff: authors")
class AuthorResource {
    private final AuthorService authors;
    private final AuthorRemoval removal;
    private final MergePatch mergePatch;

    AuthorResource(AuthorService authors, AuthorRemoval removal, MergePatch mergePatch) {
        this.removal = removal;
        this.authors = authors;
        this.mergePatch = mergePatch;
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Operation(operationId = "listAuthorsForStaff", summary = "List authors by name")
    public Page<AuthorDetail> list(@BeanParam IdAndSlugQuery filter,
            @QueryParam("sort") @Parameter(description = "The order; a leading minus reverses it.",
                    schema = @Schema(enumeration = { "name", "-name" }, defaultValue = "name")) String sort,
            @BeanParam PageQuery page) {
        return authors.list(page, filter, sort);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = AuthorDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createAuthor", summary = "Create an author")
    public RestResponse<AuthorDetail> create(@NotNull @Valid AuthorInput input,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        var author = authors.create(input, Boolean.TRUE.equals(takeOverSlug));
        return CreatedResponse.at(Paths.ADMIN_API + "/authors/" + author.id, author);
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{author}")
    @Operation(operationId = "getAuthorForStaff", summary = "Read an author with its version")
    public AuthorDetail read(@PathParam("author") String author) {
        return authors.read(author);
    }

    @Consumes("application/json")
    @PUT
    @Path("{author}")
    @Operation(operationId = "replaceAuthor", summary = "Replace an author")
    public AuthorDetail replace(@PathParam("author") String author, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid AuthorInput input,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        return authors.change(author, ifMatch, Boolean.TRUE.equals(takeOverSlug), current -> input);
    }

    @PATCH
    @Path("{author}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchAuthor", summary = "Change some fields of an author")
    public AuthorDetail patch(@PathParam("author") String author, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = AuthorInput.class))) JsonNode patch,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        return authors.change(author, ifMatch, Boolean.TRUE.equals(takeOverSlug),
                current -> mergePatch.apply(current, patch, AuthorInput.class));
    }

    @DELETE
    @Path("{author}")
    @Operation(operationId = "deleteAuthor", summary = "Delete an author who signs no article")
    public void delete(@PathParam("author") String author, @HeaderParam("If-Match") String ifMatch) {
        removal.delete(author, ifMatch);
    }

    @POST
    @Path("{author}/merge")
    @Consumes("application/json")
    @Operation(operationId = "mergeAuthor", summary = "Merge an author into another",
            description = "All drafts and published articles that the author signs are signed by the other author "
                    + "instead, subscriptions follow, and the response is that other author. The merged author is "
                    + "deleted, and the slugs of the merged author lead to the other author.")
    public AuthorDetail merge(@PathParam("author") String author, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid AuthorMerge merge) {
        return authors.read(removal.merge(author, ifMatch, merge.into()).toString());
    }
}
