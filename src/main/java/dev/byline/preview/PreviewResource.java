package dev.byline.preview;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.idempotency.Idempotent;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.security.Scope;
import dev.byline.site.PublicUrl;
import dev.byline.web.CreatedResponse;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

/** The admin API of previews. Previews have no version, so requests need no {@code If-Match}. */
@Path(Paths.ADMIN_API + "/articles/{article}/previews")
@Produces("application/json")
@RolesAllowed(Scope.ARTICLES_WRITE)
@Tag(name = "Staff: previews")
class PreviewResource {
    private final PreviewService previews;
    private final PublicUrl publicUrl;

    PreviewResource(PreviewService previews, PublicUrl publicUrl) {
        this.previews = previews;
        this.publicUrl = publicUrl;
    }

    @GET
    @Operation(operationId = "listPreviews", summary = "List the previews of an article that have not expired")
    public Page<PreviewDetail> list(@PathParam("article") String article, @BeanParam PageQuery page) {
        return previews.list(article, page);
    }

    @Idempotent
    @POST
    @Consumes("application/json")
    @APIResponseSchema(value = PreviewDetail.class, responseCode = "201", responseDescription = "Created")
    @Operation(operationId = "createPreview", summary = "Create a link that shows the working copy to every client "
            + "that has the link",
            description = "The link shows the working copy as it is saved at the time of the request, until the "
                    + "link expires or is revoked. `url` is a page for people, `path` is for frontends.")
    public RestResponse<PreviewDetail> create(@PathParam("article") String article,
            @RequestBody(content = @Content(mediaType = "application/json",
                    schema = @Schema(implementation = NewPreview.class))) @Valid NewPreview input,
            @Context HttpServerRequest request) {
        var preview = previews.create(article, input, publicUrl.ofRequest(request));
        return CreatedResponse.at(Paths.ADMIN_API + "/articles/" + article + "/previews/" + preview.id(), preview);
    }

    @DELETE
    @Path("{preview}")
    @Operation(operationId = "revokePreview", summary = "Revoke a preview; its link stops working immediately")
    public void revoke(@PathParam("article") String article, @Parameter(description = "The preview, by id.",
            example = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69") @PathParam("preview") String preview) {
        previews.revoke(article, preview);
    }
}
