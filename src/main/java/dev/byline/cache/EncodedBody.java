package dev.byline.cache;

import java.util.Map;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * The bytes of a response in one content coding. The buffer and the headers that are sent are created on first use and
 * reused.
 */
final class EncodedBody {
    private final ContentEncoding contentEncoding;
    private final String etag;
    private final byte[] bytes;
    private final Map<String, String> commonHeaders;
    private volatile PreparedResponse prepared;

    private record PreparedResponse(Buffer body, MultiMap headers, MultiMap notModifiedHeaders) {}

    EncodedBody(ContentEncoding contentEncoding, String etag, byte[] bytes, Map<String, String> commonHeaders) {
        this.contentEncoding = contentEncoding;
        this.etag = etag;
        this.bytes = bytes;
        this.commonHeaders = commonHeaders;
    }

    ContentEncoding encoding() {
        return contentEncoding;
    }

    /** Returns the strong tag, in quotes. */
    String etag() {
        return etag;
    }

    byte[] bytes() {
        return bytes;
    }

    Buffer body() {
        return prepared().body;
    }

    /** Returns the headers of a response with the body. */
    MultiMap headers() {
        return prepared().headers;
    }

    /** Returns the headers of a 304 (RFC 9110 §15.4.5). */
    MultiMap notModifiedHeaders() {
        return prepared().notModifiedHeaders;
    }

    /** Returns whether an {@code If-None-Match} header names this tag, compared weakly (RFC 9110 §13.1.2). */
    boolean matchesIfNoneMatch(String header) {
        if (header == null || header.equals(etag)) {
            return header != null;
        }
        return Stream.of(header.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private PreparedResponse prepared() {
        var made = prepared;
        if (made == null) {
            made = prepare();
            prepared = made;
        }
        return made;
    }

    private PreparedResponse prepare() {
        var unchanged = HttpHeaders.headers();
        commonHeaders.forEach((name, value) -> unchanged.add(HttpHeaders.createOptimized(name),
                HttpHeaders.createOptimized(value)));
        unchanged.add(HttpHeaders.ETAG, HttpHeaders.createOptimized(etag));
        var all = HttpHeaders.headers().addAll(unchanged);
        unchanged.remove(HttpHeaders.CONTENT_TYPE);
        if (contentEncoding != ContentEncoding.identity) {
            all.add(HttpHeaders.CONTENT_ENCODING, contentEncoding.name());
        }
        all.add(HttpHeaders.CONTENT_LENGTH, HttpHeaders.createOptimized(String.valueOf(bytes.length)));
        return new PreparedResponse(Buffer.buffer(bytes), all, unchanged);
    }
}
