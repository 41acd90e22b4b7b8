package dev.byline.web;

import java.util.List;
import java.util.stream.Stream;

/**
 * The path of a route, for instance {@code /api/v1/articles/{article}/comments}, with at most one parameter in each
 * segment.
 *
 * @param literalPrefix
 *            the text before the first parameter, by which most paths are told apart without a look at their segments
 */
record PathTemplate(String literalPrefix, List<Segment> segments) {
    /**
     * One segment of the path.
     *
     * @param suffix
     *            the text behind the parameter; null if the segment has no parameter
     */
    private record Segment(String prefix, String suffix) {
        static Segment of(String text) {
            int begin = text.indexOf('{');
            return begin < 0
                    ? new Segment(text, null)
                    : new Segment(text.substring(0, begin), text.substring(text.indexOf('}') + 1));
        }

        /** Returns whether a part of the path is this segment; a parameter has at least one character. */
        boolean matches(String path, int from, int to) {
            return suffix == null
                    ? to - from == prefix.length() && path.startsWith(prefix, from)
                    : to - from > prefix.length() + suffix.length() && path.startsWith(prefix, from)
                            && path.startsWith(suffix, to - suffix.length());
        }
    }

    static PathTemplate of(String template) {
        return new PathTemplate(template.split("\\{", 2)[0],
                Stream.of(template.split("/")).skip(1).map(Segment::of).toList());
    }

    /** Returns whether this template matches a path, with or without a slash at its end. */
    boolean matches(String path) {
        if (!path.startsWith(literalPrefix)) {
            return false;
        }
        int position = 0;
        for (var segment : segments) {
            if (!path.startsWith("/", position)) {
                return false;
            }
            int next = path.indexOf('/', position + 1);
            int end = next < 0 ? path.length() : next;
            if (!segment.matches(path, position + 1, end)) {
                return false;
            }
            position = end;
        }
        return position == path.length() || position == path.length() - 1;
    }

    /** Returns the number of characters outside of parameters. */
    int literalLength() {
        return segments.stream().mapToInt(s -> s.prefix.length() + (s.suffix == null ? 0 : s.suffix.length())).sum();
    }
}
