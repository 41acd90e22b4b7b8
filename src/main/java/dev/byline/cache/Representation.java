package dev.byline.cache;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A response as bytes with its headers, ready to be sent in each coding.
 *
 * @param mediaType
 *            the media type without parameters
 * @param names
 *            the names of the shown content; if one of them changes after the content was read, the response is
 *            outdated
 * @param readAt
 *            the logical time of {@link ChangeTracker} before the content was read
 * @param createdAtNanos
 *            the time of creation, in nanoseconds of {@link System#nanoTime()}
 */
record Representation(
        byte[] bytes,
        String mediaType,
        String etag,
        Map<String, String> headers,
        Collection<String> names,
        long readAt,
        long createdAtNanos,
        Map<ContentEncoding, EncodedBody> encodedBodies) {
    /**
     * Creates a representation that is not encoded yet.
     *
     * @param headers
     *            all headers except those that depend on the coding
     */
    static Representation of(byte[] bytes, String mediaType, Map<String, String> headers, Collection<String> names,
            long readAt) {
        return new Representation(bytes, mediaType.split(";")[0].strip(), computeETag(bytes), headers,
                List.copyOf(names), readAt,
                System.nanoTime(), new EnumMap<>(ContentEncoding.class));
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
    boolean isEncoded(ContentEncoding contentEncoding) {
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
