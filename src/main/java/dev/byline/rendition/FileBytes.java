package dev.byline.rendition;

import java.io.IOException;
import java.io.InputStream;
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
        vertx.executeBlocking(this::findLocalFile, false).onFailure(failure -> fail(context, failure))
                .onSuccess(local -> {
                    if (local.isPresent()) {
                        response.sendFile(local.get().toString(), part.from(), part.length())
                                .onFailure(gone -> response.reset());
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

    /** Answers a problem in place of the file, without the headers of the file: its length, and how long to keep it. */
    private void fail(RoutingContext context, Throwable failure) {
        var own = context.response().headers();
        headers.names().forEach(own::remove);
        own.remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_RANGE).remove(HttpHeaders.ACCEPT_RANGES);
        FileHeaders.common().forEach(header -> own.set(header.getKey(), header.getValue()));
        MediaRoute.fail(context, failure);
    }

    private Optional<Path> findLocalFile() {
        return store.localFile(key).filter(Files::exists);
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
