package dev.byline.cache;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * An answer as bytes with its headers, ready to be sent in each coding.
 *
 * @param mediaType
 *            without parameters
 * @param names
 *            what it shows a part of; if one of them changed after {@code read}, it is not what it shows any more
 * @param readAt
 *            the time of {@link ChangeTracker} before it was read
 * @param createdAtNanos
 *            nanoseconds of this machine
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
     * @param headers
     *            all but those that follow from the coding
     */
    static Representation of(byte[] bytes, String mediaType, Map<String, String> headers, Collection<String> names,
            long readAt) {
        return new Representation(bytes, mediaType.split(";")[0].strip(), computeETag(bytes), headers,
                List.copyOf(names), readAt,
                System.nanoTime(), new EnumMap<>(ContentEncoding.class));
    }

    /** Two independent checksums and the length: quick, and two versions of one thing do not share them by chance. */
    private static String computeETag(byte[] bytes) {
        var one = new CRC32();
        one.update(bytes);
        var other = new CRC32C();
        other.update(bytes);
        return Long.toString(one.getValue() << 32 | other.getValue(), 36).replace('-', '_')
                + Integer.toString(bytes.length, 36);
    }

    /** Whether the coding is there already, so that it costs nothing. */
    boolean isEncoded(ContentEncoding contentEncoding) {
        synchronized (encodedBodies) {
            return encodedBodies.containsKey(effectiveEncoding(contentEncoding));
        }
    }

    /** The answer in a coding, made when it is asked for first. */
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

    /** What it costs to keep, in bytes: each coding that may be made, and its names. */
    int memoryBytes() {
        return bytes.length * 2 + names.size() * 60 + 1_000;
    }
}
