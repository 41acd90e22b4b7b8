package dev.byline.cache;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** A response as bytes with its headers, ready to be sent in each coding. */
final class Representation {
    final byte[] bytes;
    /** The media type without parameters. */
    final String mediaType;
    final String etag;
    /** All headers except those that depend on the coding. */
    final Map<String, String> headers;
    /**
     * The names of the shown content; if one of them changes after the content was read, the response is outdated.
     */
    final Collection<String> names;
    /** The logical time of {@link ChangeTracker} before the content was read. */
    final long readAt;
    /** The time of creation, in nanoseconds of {@link System#nanoTime()}. */
    final long createdAtNanos = System.nanoTime();
    /** The path of the operation, with placeholders; metrics and traces name the request by it. */
    volatile String pathTemplate;
    private final Map<ContentEncoding, EncodedBody> encodedBodies = new EnumMap<>(ContentEncoding.class);

    /** Creates a representation that is not encoded yet. */
    Representation(byte[] bytes, String mediaType, Map<String, String> headers, Collection<String> names,
            long readAt) {
        this.bytes = bytes;
        this.mediaType = mediaType.split(";")[0].strip();
        this.etag = computeETag(bytes);
        this.headers = headers;
        this.names = List.copyOf(names);
        this.readAt = readAt;
    }

    /**
     * Computes the tag from two independent checksums and the length: fast, and two versions of a response do not share
     * a tag by chance.
     */
    private static String computeETag(byte[] bytes) {
        var one = new CRC32();
        one.update(bytes);
        var other = new CRC32C();
        other.update(bytes);
        return Long.toString(one.getValue() << 32 | other.getValue(), 36).replace('-', '_')
                + Integer.toString(bytes.length, 36);
    }

    /** Returns whether the response is encoded already, so that sending it needs no work. */
    private boolean isEncoded(ContentEncoding contentEncoding) {
        synchronized (encodedBodies) {
            return encodedBodies.containsKey(effectiveEncoding(contentEncoding));
        }
    }

    /** Returns the response in a coding; encodes it on first use. */
    EncodedBody encodedBody(ContentEncoding contentEncoding) {
        var fit = effectiveEncoding(contentEncoding);
        synchronized (encodedBodies) {
            return encodedBodies.computeIfAbsent(fit, this::encode);
        }
    }

    /** Passes the response in a coding to the action, at once, or after a worker thread has encoded it. */
    void withEncodedBody(RoutingContext context, ContentEncoding contentEncoding, Handler<EncodedBody> action) {
        if (isEncoded(contentEncoding)) {
            action.handle(encodedBody(contentEncoding));
        } else {
            context.vertx().executeBlocking(() -> encodedBody(contentEncoding), false).onSuccess(action)
                    .onFailure(context::fail);
        }
    }

    private ContentEncoding effectiveEncoding(ContentEncoding contentEncoding) {
        return bytes.length < ContentEncoding.MIN_ENCODED_SIZE ? ContentEncoding.identity : contentEncoding;
    }

    private EncodedBody encode(ContentEncoding contentEncoding) {
        var tag = "\"" + etag + (contentEncoding == ContentEncoding.identity ? "" : "-" + contentEncoding) + "\"";
        return new EncodedBody(contentEncoding, tag, contentEncoding.encode(bytes), headers);
    }

    /** Returns the estimated memory in bytes: the body in each coding that may be created, and the names. */
    int memoryBytes() {
        return bytes.length * 2 + names.size() * 60 + 1_000;
    }
}
