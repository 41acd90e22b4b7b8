package dev.byline.problem;

/** Input of a client that a text repeats, shortened, so that a long value does not hide the sentence around it. */
public final class EchoedInput {
    /** The maximum length, in code points. */
    static final int MAX_LENGTH = 100;

    private EchoedInput() {
    }

    /** Returns the input between quotation marks, with an ellipsis after 100 code points. */
    public static String quote(Object input) {
        return "'" + shorten(String.valueOf(input)) + "'";
    }

    /** Returns the input, with an ellipsis after 100 code points. */
    public static String shorten(String input) {
        // Counting would read all of a text that is many times too long.
        return input.length() <= MAX_LENGTH || input.length() <= 2 * MAX_LENGTH
                && input.codePointCount(0, input.length()) <= MAX_LENGTH
                        ? input
                        : input.substring(0, input.offsetByCodePoints(0, MAX_LENGTH)) + "…";
    }
}
