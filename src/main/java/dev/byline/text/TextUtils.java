package dev.byline.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/** What follows from plain text. */
public final class TextUtils {
    private static final int BRAILLE_BLANK = 0x2800;
    private static final int MAX_EXCERPT_LENGTH = 200;
    private static final int WORDS_PER_MINUTE = 230;
    private static final int SYLLABLES_PER_MINUTE = 330;
    private static final int IDEOGRAPHS_PER_MINUTE = 500;

    private TextUtils() {
    }

    /** At most 200 code points of the text, cut between words where there is a gap, with an ellipsis if it was cut. */
    public static String excerpt(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_EXCERPT_LENGTH) {
            return text;
        }
        var head = text.substring(0, text.offsetByCodePoints(0, MAX_EXCERPT_LENGTH - 1));
        int gap = head.lastIndexOf(' ');
        return (gap > MAX_EXCERPT_LENGTH / 2 ? head.substring(0, gap) : head).stripTrailing() + "…";
    }

    /**
     * Minutes to read the text, at least 1. 230 words a minute, the middle of what silent reading is measured at in
     * languages that write words; 500 signs a minute where a sign is a word (CJK). Vietnamese puts its spaces between
     * syllables, of which a word has one to two: 330 a minute, so that a translation takes as long as its original.
     */
    public static int readingMinutes(String text) {
        int words = 0;
        int vietnameseWords = 0;
        int ideographs = 0;
        boolean hasVietnamese = text.chars().anyMatch(TextUtils::isVietnamese);
        var breaks = BreakIterator.getWordInstance(ULocale.ROOT);
        breaks.setText(text);
        for (int start = breaks.first(),
                end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            int kind = breaks.getRuleStatus();
            if (kind >= BreakIterator.WORD_KANA) {
                ideographs += text.codePointCount(start, end);
            } else if (kind >= BreakIterator.WORD_NUMBER) {
                words++;
                vietnameseWords += hasVietnamese && text.substring(start, end).chars().anyMatch(TextUtils::isVietnamese)
                        ? 1
                        : 0;
            }
        }
        // Every other syllable or so has a letter that no other language has; a name in an English text does not count.
        int unitsPerMinute = vietnameseWords * 5 > words ? SYLLABLES_PER_MINUTE : WORDS_PER_MINUTE;
        return Math.max(1, Math.round((float) words / unitsPerMinute + (float) ideographs / IDEOGRAPHS_PER_MINUTE));
    }

    /** Letters with a tone or a horn: ơ, ư, đ, ă and U+1EA0 to U+1EF9. */
    private static boolean isVietnamese(int c) {
        return c >= 0x1EA0 && c <= 0x1EF9 || "\u01a1\u01b0\u0111\u0103\u01a0\u01af\u0110\u0102".indexOf(c) >= 0;
    }

    /** A line as it is kept: without white space around it, and with single spaces in it. Null stays null. */
    public static String normalizeSpaces(String text) {
        return text == null ? null : text.strip().replaceAll("[ \\t\\u00a0]+", " ");
    }

    /** Whether nothing can be seen of the text. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> UCharacter.isUWhiteSpace(c) || c == BRAILLE_BLANK
                || UCharacter.isISOControl(c)
                || UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
    }
}
