package dev.byline.media;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import com.fasterxml.jackson.databind.JsonNode;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
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

/** Endpoints of media in the admin API. */
@Path(Paths.ADMIN_API + "/media")
@Produces("application/json")
@RolesAllowed(Scope.MEDIA_WRITE)
@Tag(name = "Staff: media")
class MediaResource {
    private final MediaService media;
    private final MediaRepository repository;
    private final MediaUses uses;
    private final FileRemoval fileRemoval;
    private final MediaOwnership ownership;
    private final MergePatch mergePatch;

    MediaResource(MediaService media, MediaRepository repository, MediaUses uses, FileRemoval fileRemoval,
            MediaOwnership ownership, MergePatch mergePatch) {
        this.media = media;
        this.repository = repository;
        this.uses = uses;
        this.fileRemoval = fileRemoval;
        this.ownership = ownership;
        this.mergePatch = mergePatch;
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Operation(operationId = "listMedia", summary = "List media, the latest uploads first")
    public Page<MediaDetail> list(@BeanParam MediaQuery query, @BeanParam PageQuery page) {
        return repository.list(query, page, ownership.caller().orElse(null));
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{media}")
    @Operation(operationId = "getMedium", summary = "Read a medium with its version")
    public MediaDetail read(@PathParam("media") String medium) {
        return repository.read(MediaRepository.parseId(medium));
    }

    @Consumes("application/json")
    @PUT
    @Path("{media}")
    @Operation(operationId = "replaceMedium", summary = "Replace the description of a medium")
    public MediaDetail replace(@PathParam("media") String medium, @HeaderParam("If-Match") String ifMatch,
            @NotNull @Valid MediaInput input) {
        return media.change(MediaRepository.parseId(medium), ifMatch, current -> input);
    }

    @PATCH
    @Path("{media}")
    @Consumes({ MergePatch.MEDIA_TYPE, "application/json" })
    @Operation(operationId = "patchMedium", summary = "Change some fields of the description of a medium")
    public MediaDetail patch(@PathParam("media") String medium, @HeaderParam("If-Match") String ifMatch,
            @RequestBody(required = true, content = @Content(mediaType = MergePatch.MEDIA_TYPE,
                    schema = @Schema(implementation = MediaInput.class))) JsonNode patch) {
        return media.change(MediaRepository.parseId(medium), ifMatch,
                current -> mergePatch.apply(current, patch, MediaInput.class));
    }

    @GET
    @RolesAllowed(Scope.ARTICLES_READ)
    @Path("{media}/usedBy")
    @Operation(operationId = "listMediumUses",
            summary = "List the articles, authors and the site that refer to a medium",
            description = "Lists articles whose working copy or published copy refers to the medium; earlier revisions "
                    + "do not count. Authors see only their own articles and those that are live.")
    public Page<MediaUse> usedBy(@PathParam("media") String medium, @BeanParam PageQuery page) {
        return uses.list(repository.read(MediaRepository.parseId(medium)).id, page);
    }

    @DELETE
    @Path("{media}")
    @APIResponse(responseCode = "204", description = "No Content")
    @Operation(operationId = "trashMedium", summary = "Move a medium to the trash",
            description = "A medium that something refers to stays: the response is 409 and names the users. After 30 "
                    + "days in the trash a medium is deleted permanently.")
    public void trash(@PathParam("media") String medium, @HeaderParam("If-Match") String ifMatch) {
        media.trash(MediaRepository.parseId(medium), ifMatch);
    }

    @POST
    @Path("{media}/restore")
    @Operation(operationId = "restoreMedium", summary = "Take a medium out of the trash")
    public MediaDetail restore(@PathParam("media") String medium, @HeaderParam("If-Match") String ifMatch) {
        return media.restore(MediaRepository.parseId(medium), ifMatch);
    }

    @POST
    @Path("{media}/purge")
    @APIResponse(responseCode = "204", description = "No Content")
    @Operation(operationId = "purgeMedium", summary = "Delete a trashed medium permanently",
            description = "Deletes also its files. This cannot be undone.")
    public void purge(@PathParam("media") String medium, @HeaderParam("If-Match") String ifMatch) {
        media.purge(MediaRepository.parseId(medium), ifMatch).forEach(fileRemoval::deleteIfUnused);
    }
}
