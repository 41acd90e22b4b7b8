package dev.byline.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words of a text as search indexes them, see {@link WordScanner}. PostgreSQL receives them as lexemes of ASCII
 * digits and letters only, so that its parser, which knows hosts, file names and signs, leaves each word alone.
 *
 * @param words
 *            the folded words in their order
 * @param parts
 *            further words by which some words are found, such as {@code node} for {@code Node.js}
 */
public record SearchWords(List<String> words, List<String> parts) {
    /** Maximum length of a lexeme in characters: PostgreSQL limits a lexeme to 2 KiB. */
    private static final int MAX_LEXEME_LENGTH = 200;
    private static final Pattern NON_LEXEME_CHARACTER = Pattern.compile("[^\\p{L}0-9]");
    private static final Pattern PLAIN_LEXEME = Pattern.compile("[a-z0-9]+");

    /** Finds the words of a text. */
    public static SearchWords of(String text) {
        var words = new ArrayList<String>();
        var parts = new ArrayList<String>();
        var scanner = new WordScanner(text, 0);
        for (var word = scanner.next(); word != null; word = scanner.next()) {
            words.add(word.folded());
            parts.addAll(word.parts());
        }
        return new SearchWords(words, parts);
    }

    /** Returns the lexemes of all words and then of all parts, so that phrases of words are not interrupted. */
    public String lexemes() {
        return Stream.concat(words.stream(), parts.stream()).map(SearchWords::lexeme)
                .filter(lexeme -> lexeme.length() < MAX_LEXEME_LENGTH).collect(Collectors.joining(" "));
    }

    /** Returns all words and parts that are short enough to be indexed. */
    public Stream<String> indexed() {
        Predicate<String> isShort = word -> lexeme(word).length() < MAX_LEXEME_LENGTH;
        return Stream.concat(words.stream(), parts.stream()).filter(isShort);
    }

    /** Returns the words with spaces between them, without words that are too long to be indexed. */
    public String text() {
        return words.stream().filter(word -> word.length() < MAX_LEXEME_LENGTH).collect(Collectors.joining(" "));
    }

    /** Returns the lexeme of a folded word: marks and emoji are written as hexadecimal numbers. */
    public static String lexeme(String word) {
        return PLAIN_LEXEME.matcher(word).matches()
                ? word
                : NON_LEXEME_CHARACTER.matcher(word)
                        .replaceAll(c -> "u" + Integer.toHexString(c.group().codePointAt(0)));
    }

    /** Returns the usual spelling of a folded word: {@code c++} for {@code cplusplus}. */
    public static String spell(String word) {
        if (word.equals("dotnet")) {
            return ".net";
        }
        return word.replaceAll("^(.+)plusplus$", "$1++").replaceAll("^(\\p{L})sharp$", "$1#");
    }
}
