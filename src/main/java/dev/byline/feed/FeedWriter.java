package dev.byline.feed;
import java.util.function.Function;

import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.site.PublicUrl;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Writes the response with a feed, in the format that the path names. */
@Singleton
class FeedWriter {
    private final PublicUrl address;
    private final ObjectMapper json;

    FeedWriter(PublicUrl address, ObjectMapper json) {
        this.address = address;
        this.json = json;
    }

    RestResponse<byte[]> respond(String formatName, FeedQuery query, HttpServerRequest request,
            Function<FeedService.FeedRequest, Feed> read) {
        var format = FeedFormat.of(formatName);
        var feed = read.apply(new FeedService.FeedRequest(address.ofRequest(request), format, query));
        return RestResponse.ResponseBuilder.ok(write(feed, format)).header("Content-Type", format.contentType).build();
    }

    private byte[] write(Feed feed, FeedFormat format) {
        try {
            return switch (format) {
                case rss -> RssFeed.write(feed);
                case atom -> AtomFeed.write(feed);
                case json -> json.writeValueAsBytes(JsonFeed.create(feed));
            };
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
