package dev.byline.rendition;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110 §14).
 *
 * @param length
 *            0 if the requested part lies behind the end
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    /** Reads a {@code Range} header; empty if it asks for several parts or is malformed, so that all is sent. */
    static Optional<ByteRange> parse(String header, long size) {
        var matcher = ONE_RANGE.matcher(header == null ? "" : header);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(matcher.group(2)));
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = Long.parseLong(matcher.group(1));
        long to = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < from) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(from, from >= size ? 0 : to - from + 1));
    }
}
