package dev.byline.rendition;

import java.util.HexFormat;

import dev.byline.security.Sha256;
import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** A small file or a size of a picture that is in memory, with its prepared headers. */
final class FileInMemory implements SentFile {
    /** The memory of the headers and the object itself. */
    private static final int OVERHEAD_BYTES = 2000;
    private static final int ETAG_BYTES = 12;

    /** The id of the medium. */
    final String mediumId;
    /** The key of the size; null for the file itself. */
    final String sizeKey;
    private final Buffer body;
    private final String etag;
    private final MultiMap headers;
    private final MultiMap notModified;
    private volatile long notedAt;

    /** Creates a file in memory from the headers of a 200 without the length. */
    // Vert.x 4 has no other method that takes bytes in pieces without a copy.
    @SuppressWarnings("deprecation")
    FileInMemory(String mediumId, String sizeKey, ByteBuf bytes, String etag, MultiMap headers) {
        this.mediumId = mediumId;
        this.sizeKey = sizeKey;
        this.body = Buffer.buffer(bytes);
        this.etag = etag;
        this.notModified = HttpHeaders.headers();
        this.headers = HttpHeaders.headers();
        headers.forEach(header -> {
            var name = HttpHeaders.createOptimized(header.getKey());
            var value = HttpHeaders.createOptimized(header.getValue());
            this.headers.add(name, value);
            if (!"content-type".equalsIgnoreCase(header.getKey())) {
                notModified.add(name, value);
            }
        });
        this.headers.add(HttpHeaders.CONTENT_LENGTH,
                HttpHeaders.createOptimized(String.valueOf(bytes.readableBytes())));
    }

    /** Returns a strong tag of bytes, in quotes. */
    static String etag(ByteBuf bytes) {
        var digest = Sha256.newDigest();
        for (var piece : bytes.nioBuffers()) {
            digest.update(piece);
        }
        return '"' + HexFormat.of().formatHex(digest.digest(), 0, ETAG_BYTES) + '"';
    }

    int memoryBytes() {
        return body.length() + OVERHEAD_BYTES;
    }

    /** Returns whether the use of the file should be noted, at most once in a time. */
    boolean isDueForNote(long nowNanos, long intervalNanos) {
        if (sizeKey == null || notedAt != 0 && nowNanos - notedAt < intervalNanos) {
            return false;
        }
        notedAt = nowNanos;
        return true;
    }

    @Override
    public void send(RoutingContext context) {
        var request = context.request();
        var response = context.response();
        boolean unchanged = FileHeaders.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), etag);
        var all = response.headers();
        if (all.isEmpty()) {
            all.addAll(unchanged ? notModified : headers);
        } else {
            (unchanged ? notModified : headers).forEach(header -> all.set(header.getKey(), header.getValue()));
        }
        if (unchanged) {
            response.setStatusCode(304).end();
        } else if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body);
        }
    }
}
