package dev.byline.text;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * Parses the formulas of one block. Amounts of money are no formulas, by the rule of Pandoc: after an opening {@code $}
 * and before a closing one there is no white space, and after a closing one there is no digit. A formula ends before the
 * next {@code $} and before a code span, or is none. Escaped brackets, which CommonMark shows as brackets, are no
 * formulas if they contain only words.
 */
final class MathInlineParser implements InlineContentParser {
    private static final Pattern TEX = Pattern.compile("\\\\[A-Za-z]|[\\^={]|(?<!\\\\)_|\\s[+<>-]\\s");
    private static final Pattern WORD_CHARACTER = Pattern.compile("[\\p{L}\\p{N}]");
    /** The delimiters that are not closed in the rest of the block, so that they are searched only once. */
    private final Set<Delimiter> unclosed = EnumSet.noneOf(Delimiter.class);

    private enum Delimiter {
        DOLLAR,
        TWO_DOLLARS,
        PARENTHESES,
        BRACKETS
    }

    /** Creates a parser for each block. */
    static final class MathInlineFactory implements InlineContentParserFactory {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('$', '\\');
        }

        @Override
        public InlineContentParser create() {
            return new MathInlineParser();
        }
    }

    /** Whether the text between escaped brackets is TeX rather than words. */
    static boolean isTex(String text) {
        return TEX.matcher(text).find() && WORD_CHARACTER.matcher(text).find();
    }

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        var scanner = state.scanner();
        boolean afterDollar = scanner.peek() == '$' && scanner.peekPreviousCodePoint() == '$';
        var delimiter = open(scanner);
        if (delimiter == null || afterDollar || unclosed.contains(delimiter)) {
            return ParsedInline.none();
        }
        var start = scanner.position();
        var end = delimiter == Delimiter.DOLLAR
                ? findDollar(scanner)
                : findClosing(scanner, delimiter);
        if (end == null) {
            return ParsedInline.none();
        }
        var tex = scanner.getSource(start, end).getContent();
        return isFormula(tex, delimiter)
                ? ParsedInline.of(
                        new MathExtension.Formula(tex,
                                delimiter == Delimiter.TWO_DOLLARS || delimiter == Delimiter.BRACKETS),
                        scanner.position())
                : ParsedInline.none();
    }

    private static Delimiter open(Scanner scanner) {
        if (scanner.next('\\')) {
            return scanner.next('(') ? Delimiter.PARENTHESES : scanner.next('[') ? Delimiter.BRACKETS : null;
        }
        if (scanner.next("$$")) {
            return scanner.peek() == '$' ? null : Delimiter.TWO_DOLLARS;
        }
        scanner.next('$');
        return scanner.hasNext() && !Character.isWhitespace(scanner.peek()) ? Delimiter.DOLLAR : null;
    }

    private static boolean isFormula(String tex, Delimiter delimiter) {
        return switch (delimiter) {
            case DOLLAR -> true;
            case TWO_DOLLARS -> !tex.isBlank();
            case PARENTHESES -> WORD_CHARACTER.matcher(tex).find()
                    && (isTex(tex) || tex.strip().chars().noneMatch(Character::isWhitespace));
            case BRACKETS -> isTex(tex);
        };
    }

    /** Moves behind the closing dollar sign and returns its position; null if there is none. */
    private Position findDollar(Scanner scanner) {
        boolean afterSpace = false;
        while (scanner.hasNext()) {
            char c = scanner.peek();
            var position = scanner.position();
            scanner.next();
            if (c == '\\' && scanner.hasNext()) {
                scanner.next();
            } else if (c == '`') {
                // A code span begins: a dollar sign in it is none of a formula.
                return null;
            } else if (c == '$') {
                // A dollar sign that cannot close is an amount of money, or opens a formula of its own.
                return afterSpace || isDigit(scanner.peek()) ? null : position;
            }
            afterSpace = Character.isWhitespace(c);
        }
        unclosed.add(Delimiter.DOLLAR);
        return null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Moves behind the closing delimiter and returns its position; null if there is none before the next opening. */
    private Position findClosing(Scanner scanner, Delimiter delimiter) {
        char opening = delimiter == Delimiter.PARENTHESES ? '(' : '[';
        char closing = delimiter == Delimiter.PARENTHESES ? ')' : ']';
        while (scanner.hasNext()) {
            char c = scanner.peek();
            var position = scanner.position();
            if (delimiter == Delimiter.TWO_DOLLARS && scanner.next("$$")) {
                return position;
            }
            scanner.next();
            if (c == '\\' && scanner.hasNext()) {
                char escaped = scanner.peek();
                scanner.next();
                if (delimiter != Delimiter.TWO_DOLLARS && escaped == closing) {
                    return position;
                }
                if (delimiter != Delimiter.TWO_DOLLARS && escaped == opening) {
                    return null;
                }
            }
        }
        unclosed.add(delimiter);
        return null;
    }
}
