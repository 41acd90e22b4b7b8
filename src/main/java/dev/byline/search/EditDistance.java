package dev.byline.search;

import java.util.Arrays;

/** The Levenshtein distance of words that may differ in a few letters only. */
final class EditDistance {
    private EditDistance() {
    }

    /**
     * Returns the number of letters that must be inserted, deleted or replaced to make the word of a part of the text.
     *
     * @param limit
     *            the result for all distances that are not below it. The comparison ends as soon as the distance cannot
     *            be below it, which for most pairs of words is after some letters
     */
    static int between(String word, String text, int start, int end, int limit) {
        int columns = end - start;
        int rows = word.length();
        if (Math.abs(rows - columns) >= limit) {
            return limit;
        }
        // Row i holds the distances of the first i letters of the word; cells far from the diagonal are at the limit.
        var above = new int[columns + 1];
        var row = new int[columns + 1];
        Arrays.fill(row, limit);
        for (int j = 0; j <= columns; j++) {
            above[j] = Math.min(j, limit);
        }
        for (int i = 1; i <= rows; i++) {
            int first = Math.max(1, i - limit);
            int last = Math.min(columns, i + limit);
            row[first - 1] = first == 1 ? Math.min(i, limit) : limit;
            int least = row[first - 1];
            char letter = word.charAt(i - 1);
            for (int j = first; j <= last; j++) {
                int replaced = above[j - 1] + (letter == text.charAt(start + j - 1) ? 0 : 1);
                row[j] = Math.min(limit, Math.min(replaced, Math.min(above[j], row[j - 1]) + 1));
                least = Math.min(least, row[j]);
            }
            if (last < columns) {
                row[last + 1] = limit;
            }
            if (least >= limit) {
                return limit;
            }
            var swap = above;
            above = row;
            row = swap;
        }
        return above[columns];
    }
}
