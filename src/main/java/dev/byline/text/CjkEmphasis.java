package dev.byline.text;

import java.util.regex.Pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;

/**
 * Emphasis beside Chinese, Japanese and Korean characters. By the rules of CommonMark, the {@code **} in
 * {@code **テスト。**テスト} does not close emphasis, because it stands between punctuation and a letter, which means a word
 * boundary only in scripts with spaces between words. Here, CJK punctuation counts as a letter beside {@code *} and
 * {@code ~}, and punctuation of other scripts may touch the delimiter if its other side is a CJK character.
 *
 * <p>The parser has no extension point for this rule. Each delimiter that the rule changes can both open and close
 * emphasis, as between two letters, so it is put between two noncharacters, which the parser takes for letters and
 * which are removed from the rendered HTML.
 */
final class CjkEmphasis {
    /** A noncharacter, which no text contains (Unicode §23.7). */
    private static final String LETTER = "\ufdd0";
    private static final int FIRST_CJK = 0x1100;
    private static final Pattern DELIMITER = Pattern.compile("[*~]");

    private CjkEmphasis() {
    }

    /** Marks the delimiters in a Markdown source. */
    static String mark(String markdown) {
        var source = unmark(markdown);
        if (!DELIMITER.matcher(source).find() || source.chars().noneMatch(c -> c >= FIRST_CJK)) {
            return source;
        }
        var marked = new StringBuilder(source.length() + 64);
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            int end = at + 1;
            if (c == '\\') {
                end = Math.min(at + 2, source.length());
            } else if (c == '*' || c == '~') {
                while (end < source.length() && source.charAt(end) == c) {
                    end++;
                }
                boolean changes = isChanged(characterBefore(source, at),
                        end == source.length() ? '\n' : source.codePointAt(end));
                marked.append(changes ? LETTER : "").append(source, at, end).append(changes ? LETTER : "");
                at = end;
                continue;
            }
            marked.append(source, at, end);
            at = end;
        }
        return marked.toString();
    }

    /** Removes the marks from rendered HTML. */
    static String unmark(String html) {
        return html.replace(LETTER, "");
    }

    /** Whether the rule lets a delimiter between two characters open or close emphasis where CommonMark does not. */
    private static boolean isChanged(int before, int after) {
        if (isSpace(before) || isSpace(after)) {
            return false;
        }
        boolean opens = !isPunctuation(after) || isPunctuation(before);
        boolean closes = !isPunctuation(before) || isPunctuation(after);
        boolean opensHere = !isPunctuation(after) || isCjk(after) || isPunctuation(before) || isCjk(before);
        boolean closesHere = !isPunctuation(before) || isCjk(before) || isPunctuation(after) || isCjk(after);
        return opens != opensHere || closes != closesHere;
    }

    /** Returns the character before the index without its variation selector; a line break at the beginning. */
    private static int characterBefore(String source, int index) {
        int at = index;
        while (at > 0) {
            int c = source.codePointBefore(at);
            if (!UCharacter.hasBinaryProperty(c, UProperty.VARIATION_SELECTOR)) {
                return c;
            }
            at -= Character.charCount(c);
        }
        return '\n';
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION, Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL ->
                true;
            default -> false;
        };
    }

    /** Whether the character is wide, full-width or half-width (UAX #11) and not an emoji, or is Hangul. */
    private static boolean isCjk(int c) {
        if (c < FIRST_CJK) {
            return false;
        }
        int width = UCharacter.getIntPropertyValue(c, UProperty.EAST_ASIAN_WIDTH);
        return (width == UCharacter.EastAsianWidth.WIDE || width == UCharacter.EastAsianWidth.FULLWIDTH
                || width == UCharacter.EastAsianWidth.HALFWIDTH)
                && !UCharacter.hasBinaryProperty(c, UProperty.EMOJI_PRESENTATION)
                || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL;
    }
}
