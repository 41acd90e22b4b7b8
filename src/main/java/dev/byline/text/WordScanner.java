package dev.byline.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/**
 * Finds the words of a text in the way that search indexes and looks for them:
 * <ol>
 * <li>A run of letters, digits and marks is a word; all other characters separate words, so {@code TCP/IP} has two.
 * <li>A run of Thai, Lao, Khmer or Burmese is divided into words by ICU's dictionaries, because these languages write
 * no spaces. Each Chinese and Japanese character is a word.
 * <li>The names of some languages and libraries are one word with their signs: {@code C++}, {@code C#}, {@code .NET},
 * {@code Node.js}.
 * <li>An emoji is a word, without its skin tone; a flag or a joined emoji is one word.
 * </ol>
 */
public final class WordScanner {
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int FIRST_REGIONAL_INDICATOR = 0x1F1E6;
    private static final int LAST_REGIONAL_INDICATOR = 0x1F1FF;
    private static final Pattern NON_WORD_CHARACTERS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
    /** The names before {@code .NET} that belong to it; elsewhere {@code .net} after a name is the end of a host. */
    private static final Set<String> NAMES_BEFORE_NET = Set.of("asp", "vb", "ado");

    private final String text;
    private final String beginnings;
    private final Deque<Word> found = new ArrayDeque<>();
    private int position;

    /**
     * A word of the text.
     *
     * @param folded
     *            the word as it is compared, see {@link TextFolding}; signs are written in letters ({@code cplusplus})
     * @param parts
     *            further words by which the same place in the text is found: {@code node} and {@code js} for
     *            {@code Node.js}
     * @param start
     *            the position of the first UTF-16 unit in the text; {@code end} is the position after the last one
     */
    public record Word(String folded, List<String> parts, int start, int end) {}

    /** Creates a scanner that starts at a position between two words. */
    public WordScanner(String text, int from) {
        this(text, from, null);
    }

    /**
     * Creates a scanner that may skip words of ASCII letters that begin with none of these folded characters, which
     * takes a small part of the time of finding them.
     */
    public WordScanner(String text, int from, String beginnings) {
        this.text = text;
        this.position = from;
        this.beginnings = beginnings;
    }

    /** Returns the next word, or null at the end of the text. */
    public Word next() {
        while (found.isEmpty() && position < text.length()) {
            int c = text.codePointAt(position);
            if (isWordCharacter(c)) {
                scanRun();
            } else if (Emoji.isBase(c)) {
                scanEmoji();
            } else {
                position += Character.charCount(c);
            }
        }
        return found.poll();
    }

    private void scanRun() {
        int start = position;
        boolean spaced = true;
        boolean ascii = true;
        int c;
        while (position < text.length() && isWordCharacter(c = text.codePointAt(position))) {
            ascii = ascii && c < 0x80;
            spaced = spaced && (ascii || !isCjk(c) && !isUnspaced(c));
            position += Character.charCount(c);
        }
        if (!spaced) {
            splitRun(start, position);
        } else if (!addNameWithSigns(start, position)) {
            if (!ascii) {
                add(start, position);
            } else if (beginnings == null || beginnings.indexOf(Character.toLowerCase(text.charAt(start))) >= 0) {
                found.add(new Word(TextFolding.foldWord(text.substring(start, position)), List.of(), start, position));
            }
        }
    }

    /** Divides a run at the borders between scripts with spaces, scripts without spaces, and single characters. */
    private void splitRun(int start, int end) {
        int from = start;
        while (from < end) {
            int first = text.codePointAt(from);
            int to = from + Character.charCount(first);
            while (to < end && !isCjk(first) && !isCjk(text.codePointAt(to))
                    && isUnspaced(first) == isUnspaced(text.codePointAt(to))) {
                to += Character.charCount(text.codePointAt(to));
            }
            if (isUnspaced(first)) {
                var breaks = BreakIterator.getWordInstance(ULocale.ROOT);
                breaks.setText(text.substring(from, to));
                for (int at = 0, next = breaks.next(); next != BreakIterator.DONE; at = next, next = breaks.next()) {
                    add(from + at, from + next);
                }
            } else {
                add(from, to);
            }
            from = to;
        }
    }

    private void add(int start, int end) {
        var folded = TextFolding.foldWord(text.substring(start, end));
        // A single character may stand for several words, for instance a fraction.
        NON_WORD_CHARACTERS.splitAsStream(folded).filter(word -> !word.isEmpty())
                .forEach(word -> found.add(new Word(word, List.of(), start, end)));
    }

    /** Adds a run together with the signs around it, if both together are a name. */
    private boolean addNameWithSigns(int start, int end) {
        char next = charAt(end);
        if (next == '+' && charAt(end + 1) == '+' && charAt(end + 2) != '+' && !Character.isLetter(charAt(end + 2))) {
            return addName(start, end, 2, "plusplus");
        }
        if (next == '#' && end - start == 1 && Character.isLetter(charAt(start))
                && !Character.isLetter(charAt(end + 1))) {
            return addName(start, end, 1, "sharp");
        }
        if (next == '.' && text.regionMatches(true, end + 1, "js", 0, 2) && !isWordCharacter(charAt(end + 3))) {
            return addName(start, end, 3, "js");
        }
        if (end - start == 3 && text.regionMatches(true, start, "net", 0, 3) && charAt(start - 1) == '.'
                && isNetAllowedAfter(start - 1)) {
            return found.add(new Word("dotnet", List.of("net"), start - 1, end));
        }
        return false;
    }

    private boolean addName(int start, int end, int signs, String suffix) {
        var folded = TextFolding.foldWord(text.substring(start, end));
        // C must not find C++, but Notepad must find Notepad++, and js must find Node.js.
        var parts = new ArrayList<String>();
        if (folded.length() > 1 || suffix.equals("js")) {
            parts.add(folded);
        }
        if (suffix.equals("js")) {
            parts.add(suffix);
        }
        position = end + signs;
        return found.add(new Word(folded + suffix, List.copyOf(parts), start, position));
    }

    private boolean isNetAllowedAfter(int dot) {
        int start = dot;
        while (start > 0 && isWordCharacter(charAt(start - 1))) {
            start--;
        }
        return start == dot || NAMES_BEFORE_NET.contains(text.substring(start, dot).toLowerCase(Locale.ROOT));
    }

    private void scanEmoji() {
        int start = position;
        var word = new StringBuilder().appendCodePoint(take());
        if (isRegionalIndicator(word.codePointAt(0))) {
            if (position < text.length() && isRegionalIndicator(text.codePointAt(position))) {
                word.appendCodePoint(take());
            }
        } else {
            skipVariations();
            while (charAt(position) == ZERO_WIDTH_JOINER && position + 1 < text.length()
                    && Emoji.isBase(text.codePointAt(position + 1))) {
                position++;
                word.appendCodePoint(take());
                skipVariations();
            }
        }
        found.add(new Word(word.toString(), List.of(), start, position));
    }

    private void skipVariations() {
        while (position < text.length() && Emoji.isVariation(text.codePointAt(position))) {
            take();
        }
    }

    private int take() {
        int c = text.codePointAt(position);
        position += Character.charCount(c);
        return c;
    }

    /** Returns the UTF-16 unit at a position, or a space outside of the text. */
    private char charAt(int at) {
        return at >= 0 && at < text.length() ? text.charAt(at) : ' ';
    }

    static boolean isRegionalIndicator(int c) {
        return c >= FIRST_REGIONAL_INDICATOR && c <= LAST_REGIONAL_INDICATOR;
    }

    /** Tells whether a code point belongs to a word: a letter, a digit or a mark. */
    private static boolean isWordCharacter(int c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER, Character.OTHER_NUMBER, Character.COMBINING_SPACING_MARK ->
                true;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> !Emoji.isVariation(c);
            default -> false;
        };
    }

    /** Tells whether a code point belongs to Thai, Lao, Burmese or Khmer. */
    private static boolean isUnspaced(int c) {
        return c >= 0x0E00 && c <= 0x0EFF || c >= 0x1000 && c <= 0x109F || c >= 0x1780 && c <= 0x17FF
                || c >= 0xA9E0 && c <= 0xA9FF || c >= 0xAA60 && c <= 0xAA7F;
    }

    private static boolean isCjk(int c) {
        if (c < 0x2E80) {
            return false;
        }
        var script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }
}
