package dev.byline.cache;

import java.util.Map;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** The bytes of an answer in one coding. What it takes to send them again and again is made for the first who wants it. */
final class Coded {
    private final Encoding encoding;
    private final String etag;
    private final byte[] bytes;
    private final Map<String, String> common;
    private volatile Ready ready;

    private record Ready(Buffer body, MultiMap headers, MultiMap unchanged) {}

    Coded(Encoding encoding, String etag, byte[] bytes, Map<String, String> common) {
        this.encoding = encoding;
        this.etag = etag;
        this.bytes = bytes;
        this.common = common;
    }

    Encoding encoding() {
        return encoding;
    }

    /** The strong tag, in quotes. */
    String etag() {
        return etag;
    }

    byte[] bytes() {
        return bytes;
    }

    Buffer body() {
        return ready().body;
    }

    /** All that go with the body. */
    MultiMap headers() {
        return ready().headers;
    }

    /** Those of a 304 (RFC 9110 §15.4.5). */
    MultiMap unchanged() {
        return ready().unchanged;
    }

    /** Whether an {@code If-None-Match} names it, compared weakly (RFC 9110 §13.1.2). */
    boolean isNamedIn(String header) {
        if (header == null || header.equals(etag)) {
            return header != null;
        }
        return Stream.of(header.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private Ready ready() {
        var made = ready;
        if (made == null) {
            made = make();
            ready = made;
        }
        return made;
    }

    private Ready make() {
        var unchanged = HttpHeaders.headers();
        common.forEach((name, value) -> unchanged.add(HttpHeaders.createOptimized(name),
                HttpHeaders.createOptimized(value)));
        unchanged.add(HttpHeaders.ETAG, HttpHeaders.createOptimized(etag));
        var all = HttpHeaders.headers().addAll(unchanged);
        unchanged.remove(HttpHeaders.CONTENT_TYPE);
        if (encoding != Encoding.identity) {
            all.add(HttpHeaders.CONTENT_ENCODING, encoding.name());
        }
        all.add(HttpHeaders.CONTENT_LENGTH, HttpHeaders.createOptimized(String.valueOf(bytes.length)));
        return new Ready(Buffer.buffer(bytes), all, unchanged);
    }
}
