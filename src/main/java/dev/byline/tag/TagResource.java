package dev.byline.tag;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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

/** Endpoints of tags in the admin API. */
@Path(Paths.ADMIN_API + "/tags")
@Produces("application/json")
@RolesAllowed(Scope.TAXONOMY_WRITE)
@org.eclipse.microprofile.openapi.annotations.tags.Tag(name = "Staff: tags")
class TagResource {
    private final TagService tags;
    private final TagRemoval removal;
    private final MergePatch mergePatch;

    TagResource(TagService tags, TagRemoval removal, MergePatch mergePatch) {
        this.tags = tags;
        this.removal = removal;
        this.mergePatch = mergePatch;
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Operation(operationId = "listTagsForStaff", summary = "List tags by name")
    public Page<TagDetail> list(@BeanParam IdAndSlugQuery filter,
            @QueryParam("sort") @Parameter(description = "The order; a leading minus reverses it.",
                    schema = @Schema(enumeration = { "name", "-name" }, defaultValue = "name")) String sort,

            @QueryParam("unused") @Parameter(
                    description = "`true`: only tags that neither a draft nor a published article has. `false`: only "
                            + "the others.") Boolean unused,
            @BeanParam PageQuery page) {
        return tags.list(page, filter, sort, unused);
    }

    @Consumes("application/json")
    @Idempotent
    @POST
    @APIResponseSchema(value = TagDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createTag", summary = "Create a tag")
    public RestResponse<TagDetail> create(@NotNull @Valid TagInput input,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        var tag = tags.create(input, Boolean.TRUE.equals(takeOverSlug));
        return CreatedResponse.at(Paths.ADMIN_API + "/tags/" + tag.id(), tag);
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{tag}")
    @Operation(operationId = "getTagForStaff", summary = "Read a tag with its version")
    public TagDetail read(@PathParam("tag") String tag) {
        return tags.read(tag);
    }

    @Consumes("application/json")
    @PUT
    @Path("{tag}")
    @Operation(operationId = "replaceTag", summary = "Replace a tag")
    public TagDetail replace(@PathParam("tag") String tag, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid TagInput input,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        return tags.change(tag, ifMatch, Boolean.TRUE.equals(takeOverSlug), current -> input);
    }

    @PATCH
    @Path("{tag}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchTag", summary = "Change some fields of a tag")
    public TagDetail patch(@PathParam("tag") String tag, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = TagInput.class))) JsonNode patch,
            @QueryParam("takeOverSlug") @Parameter(
                    description = UniqueSlugs.TAKE_OVER_DESCRIPTION) Boolean takeOverSlug) {
        return tags.change(tag, ifMatch, Boolean.TRUE.equals(takeOverSlug),
                current -> mergePatch.apply(current, patch, TagInput.class));
    }

    @DELETE
    @Path("{tag}")
    @Operation(operationId = "deleteTag", summary = "Delete a tag that no article has")
    public void delete(@PathParam("tag") String tag, @HeaderParam("If-Match") String ifMatch) {
        removal.delete(tag, ifMatch);
    }

    @POST
    @Path("{tag}/merge")
    @Consumes("application/json")
    @Operation(operationId = "mergeTag", summary = "Merge a tag into another",
            description = "All drafts and published articles with the tag get the other tag instead, and the response "
                    + "is that other tag. The merged tag is deleted.")
    public TagDetail merge(@PathParam("tag") String tag, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid TagMerge merge) {
        return removal.merge(tag, ifMatch, merge.into());
    }
}
