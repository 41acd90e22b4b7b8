package dev.byline.view;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.limit.RateLimited;
import dev.byline.limit.RateLimiter;
import dev.byline.limit.RateLimits;
import dev.byline.publication.PublicationService.ArticleReference;
import dev.byline.view.PendingView.ViewResult;
import dev.byline.web.MaxBodySize;
import dev.byline.web.Paths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Endpoints of views in the public API: counting a view, and reading the counters of an article. */
@Path(Paths.PUBLIC_API + "/articles/{article}/views")
@Produces("application/json")
@Tag(name = "Reading: views")
class ViewResource {
    /** Bytes of a body. */
    private static final int MAX_BODY_SIZE = 2 * 1024;

    private final ViewService views;
    private final ViewQueue queue;
    private final ViewFilter viewFilter;

    ViewResource(ViewService views, ViewQueue queue, ViewFilter viewFilter) {
        this.views = views;
        this.queue = queue;
        this.viewFilter = viewFilter;
    }

    /** Queues a view. The response follows after the commit; no thread waits for it. */
    @Consumes({ "application/json", "text/plain", "application/x-www-form-urlencoded" })
    @POST
    @MaxBodySize(MAX_BODY_SIZE)
    @APIResponse(responseCode = "202",
            description = "The call is stored on disk, whether or not it counted as a view.",
            content = @Content(schema = @Schema(implementation = ViewCount.class)),
            headers = { @Header(name = "RateLimit", schema = @Schema(implementation = String.class),
                    description = "The calls that this client has left of 60 per minute."),
                    @Header(name = "RateLimit-Policy", schema = @Schema(implementation = String.class),
                            description = "The number of calls that a client has, and the seconds of the window.") })
    @RateLimited(value = "views", explicit = true)
    @Operation(operationId = "countView", summary = "Count one view of a published article",
            description = "A view is one call for an article by one visitor; further calls by the visitor within the "
                    + "view window (" + ViewSettings.DEFAULT_WINDOW_MINUTES + " minutes by default) do not count. "
                    + "Calls by bots, by browsers that prefetch the page and by staff do not count either. All these "
                    + "calls get the same response. A visitor is an IP address and a user agent, stored only as a hash "
                    + "whose salt is deleted after the next day. A reader who views an article shortly before and "
                    + "after midnight (UTC) is one view and two visitor days. When the response arrives, the view is "
                    + "stored on disk.\n\n"
                    + "One line counts the view, even if the reader leaves the page at once, and without a preflight "
                    + "request: `navigator.sendBeacon('https://api.example/api/v1/articles/' + slug + '/views')`. "
                    + "The body may be empty, a form, or the JSON as text, so a second argument "
                    + "`JSON.stringify({referrer: document.referrer})` is possible.")
    public Uni<RestResponse<ViewCount>> count(@PathParam("article") String article,
            @QueryParam("locale") String locale,
            @RequestBody(content = {
                    @Content(mediaType = "application/json",
                            schema = @Schema(implementation = ViewInput.ViewRequest.class)),
                    @Content(mediaType = "text/plain",
                            schema = @Schema(type = SchemaType.STRING, description = "The JSON as text, or nothing.",
                                    examples = "{}")),
                    @Content(mediaType = "application/x-www-form-urlencoded",
                            schema = @Schema(
                                    implementation = ViewInput.ViewRequest.class)) }) ViewInput.ViewRequest viewRequest) {
        var visitor = viewFilter.currentVisitor();
        return viewFilter.findDropReason(visitor)
                .chain(dropReason -> Uni.createFrom()
                        .completionStage(
                                queue.add(new PendingView(new ArticleReference(article, locale), visitor, dropReason))))
                .map(ViewResource::toResponse);
    }

    private static RestResponse<ViewCount> toResponse(ViewResult viewResult) {
        var response = RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, viewResult.count());
        viewResult.limit().map(grant -> RateLimiter.headers(RateLimits.VIEWS, grant)).orElse(Map.of())
                .forEach(response::header);
        return response.build();
    }

    @GET
    @Operation(operationId = "getViews", summary = "Read the live counters of a published article",
            description = "The counters are read from the database, not from a cache.")
    public ViewCount read(@PathParam("article") String article,
            @QueryParam("locale") String locale) {
        return views.read(article, locale);
    }
}
