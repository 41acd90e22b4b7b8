package dev.byline.feed;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.web.Cached;
import dev.byline.web.IgnoresUnknownParameters;
import dev.byline.web.Paths;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;

/** Endpoint of the public API for the feed of the comments on an article. */
@Path(Paths.PUBLIC_API + "/articles/{article}/comments/feeds/{format}")
@IgnoresUnknownParameters
@Tag(name = "Reading: feeds")
class CommentFeedResource {
    private final CommentFeed commentFeed;
    private final FeedWriter writer;

    CommentFeedResource(CommentFeed commentFeed, FeedWriter writer) {
        this.commentFeed = commentFeed;
        this.writer = writer;
    }

    @GET
    @Cached(perHost = true)
    @Operation(operationId = "getCommentFeed", summary = "Read the feed of the comments on an article",
            description = "The newest " + CommentFeed.MAX_COMMENTS
                    + " approved comments, including replies. Unknown query parameters are ignored.")
    @APIResponse(responseCode = "200", description = "The feed: RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1.", content = {
            @Content(mediaType = FeedFormat.RSS, schema = @Schema(implementation = String.class)),
            @Content(mediaType = FeedFormat.ATOM, schema = @Schema(implementation = String.class)),
            @Content(mediaType = FeedFormat.JSON, schema = @Schema(implementation = JsonFeed.class)) })
    public RestResponse<byte[]> comments(@PathParam("article") String article,
            @PathParam("format") @Parameter(schema = @Schema(implementation = FeedFormat.class)) String format,
            @QueryParam("locale") String locale, @Context HttpServerRequest request) {
        var query = new FeedQuery();
        query.locale = locale;
        return writer.respond(format, query, request, feedRequest -> commentFeed.create(article, feedRequest));
    }
}
