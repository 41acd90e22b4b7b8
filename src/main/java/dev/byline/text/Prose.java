package dev.byline.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/** What follows from plain text. */
public final class Prose {
    private static final int BLANK_BRAILLE = 0x2800;
    private static final int EXCERPT = 200;
    private static final int WORDS_PER_MINUTE = 230;
    private static final int SYLLABLES_PER_MINUTE = 330;
    private static final int IDEOGRAPHS_PER_MINUTE = 500;

    private Prose() {
    }

    /** At most 200 code points of the text, cut between words where there is a gap, with an ellipsis if it was cut. */
    public static String excerpt(String text) {
        if (text.codePointCount(0, text.length()) <= EXCERPT) {
            return text;
        }
        var head = text.substring(0, text.offsetByCodePoints(0, EXCERPT - 1));
        int gap = head.lastIndexOf(' ');
        return (gap > EXCERPT / 2 ? head.substring(0, gap) : head).stripTrailing() + "…";
    }

    /**
     * Minutes to read the text, at least 1. 230 words a minute, the middle of what silent reading is measured at in
     * languages that write words; 500 signs a minute where a sign is a word (CJK). Vietnamese puts its spaces between
     * syllables, of which a word has one to two: 330 a minute, so that a translation takes as long as its original.
     */
    public static int readingMinutes(String text) {
        int words = 0;
        int vietnamese = 0;
        int ideographs = 0;
        boolean some = text.chars().anyMatch(Prose::isVietnamese);
        var breaks = BreakIterator.getWordInstance(ULocale.ROOT);
        breaks.setText(text);
        for (int start = breaks.first(),
                end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            int kind = breaks.getRuleStatus();
            if (kind >= BreakIterator.WORD_KANA) {
                ideographs += text.codePointCount(start, end);
            } else if (kind >= BreakIterator.WORD_NUMBER) {
                words++;
                vietnamese += some && text.substring(start, end).chars().anyMatch(Prose::isVietnamese) ? 1 : 0;
            }
        }
        // Every other syllable or so has a letter that no other language has; a name in an English text does not count.
        int pace = vietnamese * 5 > words ? SYLLABLES_PER_MINUTE : WORDS_PER_MINUTE;
        return Math.max(1, Math.round((float) words / pace + (float) ideographs / IDEOGRAPHS_PER_MINUTE));
    }

    /** Letters with a tone or a horn: ơ, ư, đ, ă and U+1EA0 to U+1EF9. */
    private static boolean isVietnamese(int c) {
        return c >= 0x1EA0 && c <= 0x1EF9 || "\u01a1\u01b0\u0111\u0103\u01a0\u01af\u0110\u0102".indexOf(c) >= 0;
    }

    /** A line as it is kept: without white space around it, and with single spaces in it. Null stays null. */
    public static String line(String text) {
        return text == null ? null : text.strip().replaceAll("[ \\t\\u00a0]+", " ");
    }

    /** Whether nothing can be seen of the text. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> UCharacter.isUWhiteSpace(c) || c == BLANK_BRAILLE
                || UCharacter.isISOControl(c)
                || UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
    }
}
