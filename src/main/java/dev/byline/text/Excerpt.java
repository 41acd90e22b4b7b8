package dev.byline.text;

/** The beginning of a text, for lists. */
public final class Excerpt {
    /** The maximum length of an excerpt, in code points. */
    private static final int MAX_EXCERPT_LENGTH = 200;

    private Excerpt() {
    }

    /**
     * Returns at most {@value #MAX_EXCERPT_LENGTH} code points of the text, cut between words if possible, with an
     * ellipsis if the text was cut. An emoji, a flag, or a letter with its marks is never cut (UAX #29); only a single
     * one that exceeds the limit is.
     */
    public static String of(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_EXCERPT_LENGTH) {
            return text;
        }
        int limit = text.offsetByCodePoints(0, MAX_EXCERPT_LENGTH - 1);
        var head = text.substring(0, Graphemes.endBefore(text, limit));
        int gap = head.lastIndexOf(' ');
        return (gap > MAX_EXCERPT_LENGTH / 2 ? head.substring(0, gap) : head).stripTrailing() + "…";
    }
}
