package dev.byline.spam;

import java.text.Normalizer;
import java.util.stream.IntStream;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * Folds texts and finds banned words in them. Folding applies compatibility forms and case folding, and removes
 * invisible characters (UTS #39).
 */
public final class WordMatcher {
    private WordMatcher() {
    }

    /** Folds a text, with single spaces between words. */
    public static String fold(String text) {
        var visible = text.codePoints().filter(c -> !UCharacter.hasBinaryProperty(c,
                UProperty.DEFAULT_IGNORABLE_CODE_POINT)).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                        StringBuilder::append);
        var folded = UCharacter.foldCase(Normalizer.normalize(visible, Normalizer.Form.NFKC), true);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
    }

    /** Whether the folded text contains the folded word, not as a part of a longer word. */
    static boolean containsWord(String word, String text) {
        return IntStream.iterate(text.indexOf(word), at -> at >= 0, at -> text.indexOf(word, at + 1))
                .anyMatch(at -> !(at > 0 && isInsideWord(text.codePointBefore(at), word.codePointAt(0)))
                        && !(at + word.length() < text.length() && isInsideWord(word.codePointBefore(word.length()),
                                text.codePointAt(at + word.length()))));
    }

    /**
     * Whether two adjacent characters belong to one word. In scripts that write words without spaces, every place is a
     * word boundary.
     */
    private static boolean isInsideWord(int left, int right) {
        return Character.isLetterOrDigit(left) && Character.isLetterOrDigit(right) && !Character.isIdeographic(left)
                && !Character.isIdeographic(right);
    }
}
