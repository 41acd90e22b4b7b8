package dev.byline.preview;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.publication.ArticleDetail;
import dev.byline.web.Paths;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/**
 * The public API of previews: the only public endpoint that shows a working copy, to clients that have a preview link.
 */
@Path(Paths.PUBLIC_API + "/previews/{token}")
@Produces("application/json")
@Tag(name = "Reading: previews")
class PublicPreviewResource {
    private final PreviewService previews;

    PublicPreviewResource(PreviewService previews) {
        this.previews = previews;
    }

    @GET
    @APIResponse(responseCode = "410", ref = "Gone")
    @Operation(operationId = "readPreview", summary = "Read a working copy in the shape of a published article",
            description = "Lets a frontend show unpublished content with the code that shows published articles. "
                    + "The response is never cached. The counters are the current counters of the article.")
    @APIResponseSchema(value = ArticleDetail.class, responseDescription = "OK")
    public RestResponse<ArticleDetail> read(
            @Parameter(description = "The token of the preview, shown when the preview was created.",
                    example = "the-token-of-a-preview") @PathParam("token") String token) {
        return RestResponse.ResponseBuilder.ok(previews.readWorkingCopy(token))
                .header("Cache-Control", "private, no-store")
                .header("X-Robots-Tag", "noindex").header("Referrer-Policy", "no-referrer").build();
    }
}
