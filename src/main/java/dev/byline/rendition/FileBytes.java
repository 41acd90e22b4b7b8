package dev.byline.rendition;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.byline.media.MediaStore;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * A stored file that is sent from the store, whole or in part. It is never in memory as a whole.
 *
 * @param headers
 *            the headers of a 200 without the length
 */
record FileBytes(MediaStore store, String key, long size, String etag, MultiMap headers) implements SentFile {
    private static final int CHUNK_BYTES = 256 * 1024;
    /** For a file that never changes: much shorter than the signed address is valid. */
    private static final String REDIRECT_CACHE_CONTROL = "public, max-age=600";

    @Override
    public void send(RoutingContext context) {
        var request = context.request();
        var response = context.response();
        headers.forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        if (FileHeaders.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        var ifRange = request.getHeader("If-Range");
        var range = request.method() == HttpMethod.GET && (ifRange == null || ifRange.equals(etag))
                ? ByteRange.parse(request.getHeader("Range"), size)
                : Optional.<ByteRange>empty();
        if (range.isPresent() && range.get().length() == 0) {
            response.setStatusCode(416).putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
                    .putHeader(HttpHeaders.CONTENT_LENGTH, "0").end();
            return;
        }
        range.ifPresent(part -> response.setStatusCode(206).putHeader(HttpHeaders.CONTENT_RANGE,
                "bytes " + part.from() + "-" + (part.from() + part.length() - 1) + "/" + size));
        var part = range.orElse(new ByteRange(0, size));
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(part.length()));
        if (request.method() == HttpMethod.HEAD || part.length() == 0) {
            response.end();
        } else {
            sendBytes(context, response, part);
        }
    }

    private void sendBytes(RoutingContext context, HttpServerResponse response, ByteRange part) {
        var vertx = context.vertx();
        // Readers break off; the platform would log each of them as an error.
        response.exceptionHandler(gone -> {});
        vertx.executeBlocking(this::locate, false).onFailure(failure -> fail(context, failure))
                .onSuccess(place -> {
                    if (place.local() != null) {
                        response.sendFile(place.local().toString(), part.from(), part.length())
                                .onFailure(gone -> response.reset());
                        return;
                    }
                    if (place.signed() != null) {
                        redirect(context, place.signed());
                        return;
                    }
                    vertx.executeBlocking(() -> store.open(key, part.from()), false)
                            .onFailure(failure -> fail(context, failure))
                            .onSuccess(in -> copy(vertx, in, response, part.length())
                                    .onFailure(gone -> response.reset()).eventually(() -> vertx.executeBlocking(() -> {
                                        in.close();
                                        return null;
                                    }, false)));
                });
    }

    /** Sends the reader to the store. A client that wants a part of the file repeats its {@code Range} there. */
    private void redirect(RoutingContext context, URI signed) {
        removeHeaders(context);
        var cacheControl = headers.get(HttpHeaders.CACHE_CONTROL);
        context.response().setStatusCode(307).putHeader(HttpHeaders.LOCATION, signed.toString())
                .putHeader(HttpHeaders.CACHE_CONTROL, FileHeaders.IMMUTABLE.equals(cacheControl)
                        ? REDIRECT_CACHE_CONTROL
                        : cacheControl)
                .end();
    }

    private void fail(RoutingContext context, Throwable failure) {
        removeHeaders(context);
        MediaRoute.fail(context, failure);
    }

    /** Removes the headers of the file, such as its length, for a response that is not the file. */
    private void removeHeaders(RoutingContext context) {
        var own = context.response().headers();
        headers.names().forEach(own::remove);
        own.remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_RANGE).remove(HttpHeaders.ACCEPT_RANGES);
        FileHeaders.common().forEach(header -> own.set(header.getKey(), header.getValue()));
    }

    /** The place of the bytes: a local file, a signed address of the store, or, with neither, the store. */
    private record Place(Path local, URI signed) {}

    private Place locate() {
        return new Place(store.localFile(key).filter(Files::exists).orElse(null),
                store.signedUrl(key, headers.get(HttpHeaders.CONTENT_TYPE), headers.get("Content-Disposition"))
                        .orElse(null));
    }

    /** Sends the next chunk when the client has taken the former one. */
    private static Future<Void> copy(Vertx vertx, InputStream in, HttpServerResponse response, long left) {
        if (left == 0) {
            return response.end();
        }
        return vertx.executeBlocking(() -> {
            var chunk = in.readNBytes((int) Math.min(left, CHUNK_BYTES));
            if (chunk.length == 0) {
                throw new IOException("The stored file ends early");
            }
            return chunk;
        }, false).compose(chunk -> response.write(Buffer.buffer(chunk))
                .compose(sent -> copy(vertx, in, response, left - chunk.length)));
    }
}
