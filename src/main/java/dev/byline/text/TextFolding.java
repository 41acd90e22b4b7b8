package dev.byline.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Folds text for comparison: lower case, without accents, with đ as d. */
public final class TextFolding {
    private static final char FIRST_NON_ASCII = 0x80;
    /** The first UTF-16 unit of the blocks of Chinese and Japanese characters; surrogates are above it. */
    private static final char FIRST_CJK = 0x2E80;
    private static final Pattern COMBINING_MARKS = Pattern.compile("\\p{Mn}+");
    /**
     * Marks that only modify a letter. The vowels of Thai, Hindi and other scripts are marks as well: without them,
     * different words would be equal.
     */
    private static final Pattern ACCENTS = Pattern.compile("[\\p{Mn}\\p{Me}&&[\\p{IsInherited}\\p{IsCommon}\\p{IsLatin}"
            + "\\p{IsGreek}\\p{IsCyrillic}\\p{IsHebrew}\\p{IsArabic}\\p{IsSyriac}]]+");
    private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");
    private static final Pattern CJK_CHARACTER = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");

    private TextFolding() {
    }

    /** Folds a text. Each Chinese and Japanese character becomes a word of its own. */
    public static String fold(String text) {
        // Most texts are ASCII: this shortcut skips the normalization.
        if (isEveryCharBelow(FIRST_NON_ASCII, text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        var composed = fold(text, COMBINING_MARKS);
        return isEveryCharBelow(FIRST_CJK, composed) ? composed : CJK_CHARACTER.matcher(composed).replaceAll(" $0 ");
    }

    /** Folds a single word for search: keeps vowels that are marks, and writes digits of all scripts as 0 to 9. */
    static String foldWord(String word) {
        // Imports fold millions of words, and most words are ASCII.
        if (isEveryCharBelow(FIRST_NON_ASCII, word)) {
            return word.toLowerCase(Locale.ROOT);
        }
        return OTHER_DIGIT.matcher(fold(word, ACCENTS))
                .replaceAll(digit -> String.valueOf(Character.digit(digit.group().codePointAt(0), 10)));
    }

    private static String fold(String text, Pattern removedMarks) {
        var bare = removedMarks.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("")
                .toLowerCase(Locale.ROOT);
        var letters = bare.replace('đ', 'd').replace('ł', 'l').replace('ø', 'o').replace("ß", "ss").replace("æ", "ae")
                .replace("œ", "oe").replace('ı', 'i');
        return Normalizer.normalize(letters, Normalizer.Form.NFKC);
    }

    private static boolean isEveryCharBelow(char end, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= end) {
                return false;
            }
        }
        return true;
    }
}
