package dev.byline.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/** The time that it takes to read a text. */
final class ReadingTime {
    private static final int WORDS_PER_MINUTE = 230;
    private static final int SYLLABLES_PER_MINUTE = 330;
    private static final int IDEOGRAPHS_PER_MINUTE = 500;

    private ReadingTime() {
    }

    /**
     * Estimates the minutes to read the text, at least 1:
     * <ul>
     * <li>230 words per minute, the middle of the measured speeds of silent reading in languages with spaces between
     * words,
     * <li>500 characters per minute where a character is a word (Chinese, Japanese, Korean),
     * <li>330 syllables per minute in Vietnamese, which has spaces between syllables: a word has one or two syllables,
     * so a translation takes as long as its original.
     * </ul>
     */
    static int minutes(String text) {
        int words = 0;
        int vietnameseWords = 0;
        int ideographs = 0;
        boolean hasVietnamese = text.chars().anyMatch(ReadingTime::isVietnamese);
        var breaks = BreakIterator.getWordInstance(ULocale.ROOT);
        breaks.setText(text);
        for (int start = breaks.first(),
                end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            int kind = breaks.getRuleStatus();
            if (kind >= BreakIterator.WORD_KANA) {
                ideographs += text.codePointCount(start, end);
            } else if (kind >= BreakIterator.WORD_NUMBER) {
                words++;
                vietnameseWords += hasVietnamese
                        && text.substring(start, end).chars().anyMatch(ReadingTime::isVietnamese)
                                ? 1
                                : 0;
            }
        }
        // About every second Vietnamese syllable has a letter that is typical for Vietnamese. The threshold of one in
        // five ignores Vietnamese names in a text of another language.
        int unitsPerMinute = vietnameseWords * 5 > words ? SYLLABLES_PER_MINUTE : WORDS_PER_MINUTE;
        return Math.max(1, Math.round((float) words / unitsPerMinute + (float) ideographs / IDEOGRAPHS_PER_MINUTE));
    }

    /** Whether the character is a letter that is typical for Vietnamese: ơ, ư, đ, ă and U+1EA0 to U+1EF9. */
    private static boolean isVietnamese(int c) {
        return c >= 0x1EA0 && c <= 0x1EF9 || "\u01a1\u01b0\u0111\u0103\u01a0\u01af\u0110\u0102".indexOf(c) >= 0;
    }
}
