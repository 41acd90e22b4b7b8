package dev.byline.spam;

import java.text.Normalizer;
import java.util.Collection;
import java.util.stream.IntStream;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/** Texts as words are sought in them: compatibility forms and case folded, what cannot be seen left out (UTS #39). */
public final class WordMatcher {
    private WordMatcher() {
    }

    /** The text so folded, with single spaces. */
    public static String fold(String text) {
        var visible = text.codePoints().filter(c -> !UCharacter.hasBinaryProperty(c,
                UProperty.DEFAULT_IGNORABLE_CODE_POINT)).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                        StringBuilder::append);
        var folded = UCharacter.foldCase(Normalizer.normalize(visible, Normalizer.Form.NFKC), true);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
    }

    /** Whether one of the folded words stands in the folded text, not as a part of a longer word. */
    static boolean containsWord(Collection<String> words, String text) {
        return words.stream().anyMatch(word -> containsWord(word, text));
    }

    private static boolean containsWord(String word, String text) {
        return IntStream.iterate(text.indexOf(word), at -> at >= 0, at -> text.indexOf(word, at + 1))
                .anyMatch(at -> !(at > 0 && isInsideWord(text.codePointBefore(at), word.codePointAt(0)))
                        && !(at + word.length() < text.length() && isInsideWord(word.codePointBefore(word.length()),
                                text.codePointAt(at + word.length()))));
    }

    /** Where words are written without spaces, any place is a boundary. */
    private static boolean isInsideWord(int left, int right) {
        return Character.isLetterOrDigit(left) && Character.isLetterOrDigit(right) && !Character.isIdeographic(left)
                && !Character.isIdeographic(right);
    }
}
