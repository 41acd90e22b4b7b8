package dev.byline.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text as search compares it: lower case, without accents, đ as d; Chinese and Japanese signs each a word. */
public final class Folded {
    private static final char ASCII = 0x80;
    /** Where the blocks of these scripts begin, surrogates being behind it. */
    private static final char SIGNS = 0x2E80;
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern SIGN = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Folded() {
    }

    /** The folded text. */
    public static String of(String text) {
        // Imports fold millions of words, most of which need none of what follows.
        if (isBelow(ASCII, text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        var bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("")
                .toLowerCase(Locale.ROOT);
        var letters = bare.replace('đ', 'd').replace('ł', 'l').replace('ø', 'o').replace("ß", "ss").replace("æ", "ae")
                .replace("œ", "oe").replace('ı', 'i');
        var composed = Normalizer.normalize(letters, Normalizer.Form.NFKC);
        return isBelow(SIGNS, composed) ? composed : SIGN.matcher(composed).replaceAll(" $0 ");
    }

    private static boolean isBelow(char end, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= end) {
                return false;
            }
        }
        return true;
    }

    /** The words of a folded text. */
    public static List<String> words(String folded) {
        return NO_WORD.splitAsStream(folded).filter(word -> !word.isEmpty()).toList();
    }
}
