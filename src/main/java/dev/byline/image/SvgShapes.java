package dev.byline.image;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Counts the parts that an SVG picture draws, with those that parts refer to again and again: some short lines could stand
 * for billions.
 */
final class SvgShapes {
    private static final long MAX_SHAPES = 100_000;
    private static final int MAX_REFERENCE_DEPTH = 1_000;
    private static final Pattern LOCAL_URL = Pattern.compile("url\\(\\s*['\"]?#([^'\")\\s]+)");

    /** The ids of the open elements, that of the nearest element around for one without; "" is the picture. */
    private final Deque<String> openIds = new ArrayDeque<>(List.of(""));
    /** The ids of the parts that a part contains or refers to. */
    private final Map<String, List<String>> references = new HashMap<>();
    private final Map<String, Long> shapes = new HashMap<>();

    /** Begins an element. One without an id adds its references to the nearest element around it that has one. */
    void open(String id) {
        if (id != null) {
            noteReference(id);
        }
        openIds.push(id == null ? openIds.peek() : id);
    }

    /** Ends the element that was opened last. */
    void close() {
        openIds.pop();
    }

    /** Notes the parts that the value of an attribute refers to: {@code #id}, or {@code url(#id)}. */
    void noteReferences(String value) {
        if (value.startsWith("#")) {
            noteReference(value.substring(1));
        }
        for (var found = LOCAL_URL.matcher(value); found.find();) {
            noteReference(found.group(1));
        }
    }

    private void noteReference(String id) {
        references.computeIfAbsent(openIds.peek(), from -> new ArrayList<>()).add(id);
    }

    /** Refuses a picture of too many parts; called behind its end. */
    void requireFew() throws RefusedPictureException {
        if (count("", 0) > MAX_SHAPES) {
            throw new RefusedPictureException("repeats parts so that more than " + MAX_SHAPES + " are drawn");
        }
    }

    private long count(String id, int nested) throws RefusedPictureException {
        var counted = shapes.get(id);
        if (counted != null) {
            return counted;
        }
        if (nested > MAX_REFERENCE_DEPTH) {
            throw new RefusedPictureException("refers to parts in more than " + MAX_REFERENCE_DEPTH + " steps");
        }
        // A part that refers to itself is not drawn again.
        shapes.put(id, 0L);
        long sum = 1;
        for (var part : references.getOrDefault(id, List.of())) {
            sum = Math.min(MAX_SHAPES + 1, sum + count(part, nested + 1));
        }
        shapes.put(id, sum);
        return sum;
    }
}
