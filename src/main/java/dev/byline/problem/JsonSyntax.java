package dev.byline.problem;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Explains syntax errors of JSON: the place of the error, and the likely mend. */
final class JsonSyntax {
    /** Mends by a part of the parser's message, the most specific first. */
    private static final List<Map.Entry<String, String>> MENDS = List.of(
            Map.entry("(CTRL-CHAR, code 10)", "A text contains a line break. Write \\n in its place"),
            Map.entry("(CTRL-CHAR, code 13)", "A text contains a line break. Write \\n in its place"),
            Map.entry("(CTRL-CHAR, code 9)", "A text contains a tab. Write \\t in its place"),
            Map.entry("(CTRL-CHAR, code", "A text contains a control character. Write it as \\u and four hexadecimal "
                    + "digits"),
            Map.entry("Unexpected character ('\u201c'", "Use straight quotation marks (\"), not curly ones"),
            Map.entry("Unexpected character ('\u201d'", "Use straight quotation marks (\"), not curly ones"),
            // The parser reports a character beyond ASCII in the place of a value like this, even in valid UTF-8.
            Map.entry("Invalid UTF-8", "Use straight quotation marks (\"), not curly ones, and send the body in UTF-8"),
            Map.entry("Leading zeroes", "Remove the zeros before the number, or put it into double quotation marks"),
            Map.entry("Unexpected character (''' ", "Use double quotation marks (\"), not single ones"),
            Map.entry("Unexpected character ('/' ", "Remove the comment, or put the text into quotation marks"),
            Map.entry("Unexpected character ('}' (code 125)): was expecting double-quote", "Remove the comma before "
                    + "the closing brace"),
            Map.entry("Unexpected character (']' (code 93))", "Remove the comma before the closing "
                    + "bracket"),
            Map.entry("Unexpected character ('\"' (code 34)): was expecting comma", "Put a comma between two fields or "
                    + "items, or write \\\" for a quotation mark within a text"),
            Map.entry("was expecting comma",
                    "Write \\\" for a quotation mark within a text, or put a comma between two "
                            + "fields or items"),
            Map.entry("was expecting a colon",
                    "Put a colon between the name and the value of a field, or write \\\" for "
                            + "a quotation mark within a text"),
            Map.entry("was expecting double-quote", "Put the name of the field into double quotation marks"),
            Map.entry("Unexpected close marker", "Close each bracket and brace by its own kind, in the reverse order"),
            Map.entry("Unrecognized character escape", "Write \\\\ for a backslash within a text"),
            Map.entry("Unrecognized token", "Put the text into double quotation marks; without them only numbers, "
                    + "true, false and null are allowed"),
            Map.entry("Unexpected character (", "Put a text into double quotation marks, or remove a character that "
                    + "does not belong there"));

    private JsonSyntax() {
    }

    /** Returns the sentences of the problem: where the JSON is malformed, and how to mend it. */
    static String explain(JsonProcessingException e) {
        var message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate field")) {
            return "The body contains a field twice" + location(e) + ".";
        }
        return "The body is not valid JSON" + location(e) + "." + mend(e, message);
    }

    private static String mend(JsonProcessingException e, String message) {
        if (e instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
            return " The body ends too early. Close every text, bracket and brace.";
        }
        return MENDS.stream().filter(mend -> message.contains(mend.getKey())).findFirst()
                .map(mend -> " " + mend.getValue() + ".").orElse("");
    }

    /** Returns the line and the column of an error, both starting with 1; empty if they are unknown. */
    static String location(JsonProcessingException e) {
        var at = e.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
