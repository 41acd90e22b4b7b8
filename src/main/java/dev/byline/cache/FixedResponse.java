package dev.byline.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.byline.web.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * A response that stays the same as long as the service runs: a file or a document, with a strong {@code ETag} in each
 * content coding.
 */
public final class FixedResponse {
    private static final String REVALIDATE = "no-cache";
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    /** The media types of texts. Pictures are compressed already. */
    private static final Set<String> ENCODED_TYPES = Set.of("text/html", "text/css", "text/javascript",
            "application/json", "image/svg+xml");

    private final Representation representation;

    private FixedResponse(byte[] body, String contentType, String cacheControl) {
        var headers = new LinkedHashMap<String, String>(Map.of("Content-Type", contentType, "Cache-Control",
                cacheControl, "Vary", "Accept-Encoding"));
        this.representation = new Representation(body, contentType, headers, List.of(), 0);
    }

    /** Creates a response that clients may keep but must revalidate before each use. */
    public static FixedResponse revalidated(byte[] body, String contentType) {
        return new FixedResponse(body, contentType, REVALIDATE);
    }

    /** Creates a response that clients may keep for a year, because another content would have another URL. */
    static FixedResponse immutable(byte[] body, String contentType) {
        return new FixedResponse(body, contentType, IMMUTABLE);
    }

    /** Returns an opaque text that differs for each content; digits, lower-case letters and underscores. */
    String version() {
        return representation.etag;
    }

    byte[] body() {
        return representation.bytes;
    }

    /**
     * Sends the response to a GET or HEAD, or a 304 if the client has it.
     *
     * @param pathTemplate
     *            the name of the request in metrics and traces
     */
    public void send(RoutingContext context, String pathTemplate) {
        var request = context.request();
        Vertx.currentContext().putLocal(RouteTable.PATH_TEMPLATE_KEY, pathTemplate);
        var contentEncoding = ENCODED_TYPES.contains(representation.mediaType)
                ? ContentEncoding.choose(request.getHeader(HttpHeaders.ACCEPT_ENCODING))
                : ContentEncoding.identity;
        representation.withEncodedBody(context, contentEncoding, encodedBody -> send(request, encodedBody));
    }

    /** Adds the headers of the body to those that {@code RequestFilter} has set. */
    private static void send(HttpServerRequest request, EncodedBody encodedBody) {
        var response = request.response();
        boolean unchanged = encodedBody.matchesIfNoneMatch(request.getHeader(HttpHeaders.IF_NONE_MATCH));
        (unchanged ? encodedBody.notModifiedHeaders() : encodedBody.headers())
                .forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        if (unchanged) {
            response.setStatusCode(304);
        }
        if (unchanged || request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(encodedBody.body());
        }
    }
}
