package dev.byline.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.byline.text.Graphemes;
import dev.byline.text.WordScanner;

/**
 * Highlights the words of a query in texts. Words are compared folded and without endings; texts keep their accents.
 */
final class Highlighter {
    static final int MAX_FRAGMENTS = 3;
    /** Characters of context before and after a match. */
    private static final int CONTEXT_LENGTH = 80;
    /** Maximum number of characters, from the start of a text, that are searched for words. */
    static final int MAX_TEXT_LENGTH = 30_000;
    /** Minimum number of equal letters at the start of two words that differ in their endings. */
    private static final int MIN_STEM_LENGTH = 4;

    private record Span(int start, int end) {}

    private Highlighter() {
    }

    /** Returns the full text as HTML, with the words in {@code <mark>}. */
    static String highlight(String text, Collection<String> words) {
        return mark(text, words, 0, text.length());
    }

    /**
     * Returns up to {@value #MAX_FRAGMENTS} fragments that contain words of the query with their context, as HTML. Only
     * the first {@value #MAX_TEXT_LENGTH} characters are searched, and nothing after the last fragment.
     */
    static List<String> fragments(String fullText, Collection<String> words) {
        var text = fullText.substring(0, Math.min(fullText.length(), MAX_TEXT_LENGTH));
        var fragments = new ArrayList<String>();
        int end = 0;
        while (fragments.size() < MAX_FRAGMENTS) {
            var span = findNext(text, words, end, text.length());
            if (span == null) {
                break;
            }
            int from = nextWordBoundary(text, Math.max(end, span.start - CONTEXT_LENGTH));
            end = nextWordBoundary(text, Math.min(text.length(), span.end + CONTEXT_LENGTH));
            fragments.add((from > 0 ? "…" : "") + mark(text, words, from, end).strip()
                    + (end < fullText.length() ? "…" : ""));
        }
        return fragments;
    }

    /** Finds the next space between two words, at most {@value #CONTEXT_LENGTH} characters ahead. */
    private static int nextWordBoundary(String text, int at) {
        int edge = at;
        while (edge > 0 && edge < text.length() && !Character.isWhitespace(text.charAt(edge))
                && edge - at < CONTEXT_LENGTH) {
            edge++;
        }
        return Graphemes.endAfter(text, edge);
    }

    /** Finds the first match of any of the words that begins between two positions; null if there is none. */
    private static Span findNext(String text, Collection<String> words, int from, int to) {
        // Similar words begin with the same character.
        var scanner = new WordScanner(text, from, beginnings(words));
        for (var found = scanner.next(); found != null && found.start() < to; found = scanner.next()) {
            for (var word : words) {
                if (isSimilar(found.folded(), word) || found.parts().contains(word)) {
                    return new Span(found.start(), found.end());
                }
            }
        }
        return null;
    }

    private static String beginnings(Collection<String> words) {
        var beginnings = new StringBuilder();
        words.forEach(word -> beginnings.appendCodePoint(word.codePointAt(0)));
        return beginnings.toString();
    }

    private static boolean isSimilar(String found, String wanted) {
        if (found.startsWith(wanted) && (wanted.length() > 1 || found.length() == 1)) {
            return true;
        }
        int commonPrefix = 0;
        int shorterLength = Math.min(found.length(), wanted.length());
        while (commonPrefix < shorterLength && found.charAt(commonPrefix) == wanted.charAt(commonPrefix)) {
            commonPrefix++;
        }
        return commonPrefix >= MIN_STEM_LENGTH && commonPrefix >= shorterLength - 1
                && Math.abs(found.length() - wanted.length()) < MIN_STEM_LENGTH;
    }

    private static String mark(String text, Collection<String> words, int from, int to) {
        var html = new StringBuilder();
        int at = from;
        var next = findNext(text, words, at, to);
        while (next != null && next.end <= to) {
            int start = next.start;
            html.append(escapeHtml(text.substring(at, start))).append("<mark>");
            // Words without spaces between them are marked together.
            do {
                at = next.end;
                next = findNext(text, words, at, to);
            } while (next != null && next.start == at && next.end <= to);
            html.append(escapeHtml(text.substring(start, at))).append("</mark>");
        }
        return html.append(escapeHtml(text.substring(at, to))).toString();
    }

    private static String escapeHtml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
