package dev.byline.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/** User-perceived characters (UAX #29): an emoji, a flag, or a letter with its marks is never cut. */
public final class Graphemes {
    private Graphemes() {
    }

    /**
     * Shortens a text to a maximum length in code points, with an ellipsis at the end if it was cut. Only a single
     * character that exceeds the limit is cut.
     */
    public static String truncate(String text, int maxLength) {
        return text.codePointCount(0, text.length()) <= maxLength
                ? text
                : text.substring(0, endBefore(text, text.offsetByCodePoints(0, maxLength - 1))).stripTrailing() + "…";
    }

    /** Returns the end of the last character that ends at or before a position; the position if there is none. */
    static int endBefore(String text, int position) {
        var characters = charactersOf(text);
        int end = characters.isBoundary(position) ? position : characters.preceding(position);
        return end == 0 ? position : end;
    }

    /** Returns the end of the character that contains a position, or the position if it is between two characters. */
    public static int endAfter(String text, int position) {
        var characters = charactersOf(text);
        return position >= text.length() || characters.isBoundary(position) ? position : characters.following(position);
    }

    private static BreakIterator charactersOf(String text) {
        var characters = BreakIterator.getCharacterInstance(ULocale.ROOT);
        characters.setText(text);
        return characters;
    }
}
