package dev.byline.feed;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.site.PublicUrl;
import dev.byline.text.Slugs;
import dev.byline.web.PermanentRedirect;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * Writes the response with a feed, in the format that the path names. With BYLINE_WEBSUB_HUB, feeds name the hub that
 * tells feed readers of new entries (WebSub §4).
 */
@Singleton
class FeedWriter {
    private final PublicUrl address;
    private final ObjectMapper json;
    private final String hub;

    FeedWriter(PublicUrl address, ObjectMapper json,
            @ConfigProperty(name = "byline.websub-hub") Optional<String> hub) {
        this.address = address;
        this.json = json;
        this.hub = hub.orElse(null);
    }

    RestResponse<byte[]> respond(String formatName, FeedQuery query, HttpServerRequest request,
            Function<FeedService.FeedRequest, Feed> read) {
        var format = FeedFormat.of(formatName);
        var feed = read.apply(new FeedService.FeedRequest(address.ofRequest(request), format, query));
        return write(feed, format);
    }

    /**
     * Responds with the feed of a category, tag or author; a request with a former slug is redirected (308).
     *
     * @param reference
     *            the id or slug in the path of the request
     */
    RestResponse<byte[]> respond(String formatName, FeedQuery query, HttpServerRequest request, String reference,
            Function<FeedService.FeedRequest, Feed> read) {
        var format = FeedFormat.of(formatName);
        var feed = read.apply(new FeedService.FeedRequest(address.ofRequest(request), format, query));
        return feed.isAt("/" + reference + "/feeds/" + format) || Slugs.isId(reference)
                ? write(feed, format)
                : PermanentRedirect.to(feed.self());
    }

    private RestResponse<byte[]> write(Feed feed, FeedFormat format) {
        var response = RestResponse.ResponseBuilder.ok(serialize(feed, format))
                .header("Content-Type", format.contentType);
        return (hub == null
                ? response
                : response.header("Link", "<" + hub + ">; rel=\"hub\", <" + feed.self() + ">; rel=\"self\""))
                .build();
    }

    private byte[] serialize(Feed feed, FeedFormat format) {
        try {
            return switch (format) {
                case rss -> RssFeed.write(feed, hub);
                case atom -> AtomFeed.write(feed, hub);
                case json -> json.writeValueAsBytes(new JsonFeed(feed, hub));
            };
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
