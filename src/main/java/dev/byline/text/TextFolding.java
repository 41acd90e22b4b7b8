package dev.byline.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Folds text for search: lower case, without accents, with đ as d. Each Chinese and Japanese character becomes a word
 * of its own.
 */
public final class TextFolding {
    private static final char FIRST_NON_ASCII = 0x80;
    /** The first UTF-16 unit of the blocks of Chinese and Japanese characters; surrogates are above it. */
    private static final char FIRST_CJK = 0x2E80;
    private static final Pattern COMBINING_MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern CJK_CHARACTER = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
    private static final Pattern NON_WORD_CHARACTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private TextFolding() {
    }

    /** Returns the folded text. */
    public static String fold(String text) {
        // Imports fold millions of words, and most words are ASCII: this shortcut skips the normalization.
        if (isEveryCharBelow(FIRST_NON_ASCII, text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        var bare = COMBINING_MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("")
                .toLowerCase(Locale.ROOT);
        var letters = bare.replace('đ', 'd').replace('ł', 'l').replace('ø', 'o').replace("ß", "ss").replace("æ", "ae")
                .replace("œ", "oe").replace('ı', 'i');
        var composed = Normalizer.normalize(letters, Normalizer.Form.NFKC);
        return isEveryCharBelow(FIRST_CJK, composed) ? composed : CJK_CHARACTER.matcher(composed).replaceAll(" $0 ");
    }

    private static boolean isEveryCharBelow(char end, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= end) {
                return false;
            }
        }
        return true;
    }

    /** Splits a folded text into its words. */
    public static List<String> splitWords(String folded) {
        return NON_WORD_CHARACTERS.splitAsStream(folded).filter(word -> !word.isEmpty()).toList();
    }
}
