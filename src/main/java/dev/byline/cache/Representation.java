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
 * @param read
 *            the time of {@link Changes} before it was read
 * @param madeAt
 *            nanoseconds of this machine
 */
record Representation(
        byte[] bytes,
        String mediaType,
        String etag,
        Map<String, String> headers,
        Collection<String> names,
        long read,
        long madeAt,
        Map<Encoding, Coded> codings) {
    /**
     * @param headers
     *            all but those that follow from the coding
     */
    static Representation of(byte[] bytes, String mediaType, Map<String, String> headers, Collection<String> names,
            long read) {
        return new Representation(bytes, mediaType.split(";")[0].strip(), tag(bytes), headers, List.copyOf(names), read,
                System.nanoTime(), new EnumMap<>(Encoding.class));
    }

    /** Two independent checksums and the length: quick, and two versions of one thing do not share them by chance. */
    private static String tag(byte[] bytes) {
        var one = new CRC32();
        one.update(bytes);
        var other = new CRC32C();
        other.update(bytes);
        return Long.toString(one.getValue() << 32 | other.getValue(), 36).replace('-', '_')
                + Integer.toString(bytes.length, 36);
    }

    /** Whether the coding is there already, so that it costs nothing. */
    boolean has(Encoding encoding) {
        synchronized (codings) {
            return codings.containsKey(fit(encoding));
        }
    }

    /** The answer in a coding, made when it is asked for first. */
    Coded in(Encoding encoding) {
        var fit = fit(encoding);
        synchronized (codings) {
            return codings.computeIfAbsent(fit, this::code);
        }
    }

    private Encoding fit(Encoding encoding) {
        return bytes.length < Encoding.LEAST ? Encoding.identity : encoding;
    }

    private Coded code(Encoding encoding) {
        var tag = "\"" + etag + (encoding == Encoding.identity ? "" : "-" + encoding) + "\"";
        return new Coded(encoding, tag, encoding.encode(bytes), headers);
    }

    /** What it costs to keep, in bytes: each coding that may be made, and its names. */
    int weight() {
        return bytes.length * 2 + names.size() * 60 + 1_000;
    }
}
