package dev.byline.view;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.limit.RateLimits;
import dev.byline.publication.PublicationService.ArticleReference;
import dev.byline.view.PendingView.ViewResult;
import dev.byline.web.MaxBodySize;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Views at the reading door. */
@Path("/api/v1/articles/{article}/views")
@Produces("application/json")
@Tag(name = "Reading: views")
class ViewResource {
    private static final int MAX_BODY_SIZE = 2 * 1024;

    private final ViewService views;
    private final ViewQueue queue;
    private final ViewFilter viewFilter;

    ViewResource(ViewService views, ViewQueue queue, ViewFilter viewFilter) {
        this.views = views;
        this.queue = queue;
        this.viewFilter = viewFilter;
    }

    /** Waits for the commit without a thread. */
    @Consumes("application/json")
    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @APIResponse(responseCode = "202",
            description = "The call is on disk, whether it was one view more or not.",
            content = @Content(schema = @Schema(implementation = ViewCount.class)),
            headers = { @Header(name = "RateLimit", schema = @Schema(implementation = String.class),
                    description = "What is left of 60 calls a minute for this client."),
                    @Header(name = "RateLimit-Policy", schema = @Schema(implementation = String.class),
                            description = "What a client may do, and in how many seconds.") })
    @Operation(operationId = "countView", summary = "Count one view of a published article",
            description = """
                    A view is one accepted call for one article by one visitor, not repeated within the view window \
                    (30 minutes, if not configured otherwise). Calls by programs, by browsers that load in advance, by \
                    staff and repeats get the same answer and count nothing. A visitor is an address and a user agent, \
                    known by a hash whose salt is thrown away after a day; a reader before and after midnight (UTC) is \
                    one view and two visitor days. When the answer arrives, the view is on disk.""")
    public Uni<RestResponse<ViewCount>> count(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            ViewInput.ViewRequest viewRequest) {
        var visitor = viewFilter.currentVisitor();
        return viewFilter.findDropReason(visitor)
                .chain(dropReason -> Uni.createFrom()
                        .completionStage(
                                queue.add(new PendingView(new ArticleReference(article, locale), visitor, dropReason))))
                .map(ViewResource::toResponse);
    }

    private static RestResponse<ViewCount> toResponse(ViewResult viewResult) {
        var response = RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, viewResult.count());
        viewResult.limit().map(grant -> RateLimits.headers(ViewBatchWriter.RATE_LIMIT, grant)).orElse(Map.of())
                .forEach(response::header);
        return response.build();
    }

    @GET
    @Operation(operationId = "getViews", summary = "Read the live counters of a published article")
    public ViewCount read(@PathParam("article") String article,
            @QueryParam("locale") String locale) {
        return views.read(article, locale);
    }
}
