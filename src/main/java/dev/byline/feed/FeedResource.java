package dev.byline.feed;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.cache.ChangeTracker;
import dev.byline.web.Cached;
import dev.byline.web.IgnoresUnknownParameters;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/**
 * Endpoints of the public API for feeds of articles. The path alone selects the format; {@code Accept} is ignored,
 * because many feed readers send a wrong value.
 */
@Path(Paths.PUBLIC_API)
@IgnoresUnknownParameters
@Tag(name = "Reading: feeds")
@APIResponse(responseCode = "200", description = "The feed: RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1.", content = {
        @Content(mediaType = FeedFormat.RSS, schema = @Schema(implementation = String.class)),
        @Content(mediaType = FeedFormat.ATOM, schema = @Schema(implementation = String.class)),
        @Content(mediaType = FeedFormat.JSON, schema = @Schema(implementation = JsonFeed.class)) })
class FeedResource {
    private static final String DESCRIPTION = "The newest articles with their full text. Unknown query parameters are "
            + "ignored, so that links with `utm_…` work.";

    private static final String REDIRECT_DESCRIPTION = "The slug is a former one; `Location` is the current address of "
            + "the feed.";

    private final FeedService feeds;
    private final FeedWriter writer;

    FeedResource(FeedService feeds, FeedWriter writer) {
        this.feeds = feeds;
        this.writer = writer;
    }

    @GET
    @Cached(value = { ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY }, perHost = true)
    @Path("feeds/{format}")
    @Operation(operationId = "getSiteFeed", summary = "Read the feed of the site", description = DESCRIPTION)
    public RestResponse<byte[]> site(
            @PathParam("format") @Parameter(schema = @Schema(implementation = FeedFormat.class)) String format,
            @BeanParam FeedQuery query, @Context HttpServerRequest request) {
        return writer.respond(format, query, request, feeds::site);
    }

    @GET
    @Cached(value = { ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY }, perHost = true)
    @Path("categories/{category}/feeds/{format}")
    @Operation(operationId = "getCategoryFeed", summary = "Read the feed of a category and the categories below it",
            description = DESCRIPTION)
    @APIResponse(responseCode = "308", description = REDIRECT_DESCRIPTION)
    public RestResponse<byte[]> category(@PathParam("category") String category,
            @PathParam("format") @Parameter(schema = @Schema(implementation = FeedFormat.class)) String format,
            @BeanParam FeedQuery query, @Context HttpServerRequest request) {
        return writer.respond(format, query, request, category, feedRequest -> feeds.category(category, feedRequest));
    }

    @GET
    @Cached(value = { ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY }, perHost = true)
    @Path("tags/{tag}/feeds/{format}")
    @Operation(operationId = "getTagFeed", summary = "Read the feed of a tag", description = DESCRIPTION)
    @APIResponse(responseCode = "308", description = REDIRECT_DESCRIPTION)
    public RestResponse<byte[]> tag(@PathParam("tag") String tag,
            @PathParam("format") @Parameter(schema = @Schema(implementation = FeedFormat.class)) String format,
            @BeanParam FeedQuery query, @Context HttpServerRequest request) {
        return writer.respond(format, query, request, tag, feedRequest -> feeds.tag(tag, feedRequest));
    }

    @GET
    @Cached(value = { ChangeTracker.ARTICLES, ChangeTracker.TAXONOMY }, perHost = true)
    @Path("authors/{author}/feeds/{format}")
    @Operation(operationId = "getAuthorFeed", summary = "Read the feed of an author", description = DESCRIPTION)
    @APIResponse(responseCode = "308", description = REDIRECT_DESCRIPTION)
    public RestResponse<byte[]> author(@PathParam("author") String author,
            @PathParam("format") @Parameter(schema = @Schema(implementation = FeedFormat.class)) String format,
            @BeanParam FeedQuery query, @Context HttpServerRequest request) {
        return writer.respond(format, query, request, author, feedRequest -> feeds.author(author, feedRequest));
    }
}
