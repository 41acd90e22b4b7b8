package dev.byline.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import dev.byline.text.TextFolding;

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
            var span = findNext(text, words, end);
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
        // A surrogate pair is never split.
        return edge < text.length() && Character.isLowSurrogate(text.charAt(edge)) ? edge + 1 : edge;
    }

    /** Finds the first match of any of the words at or after a position; null if there is none. */
    private static Span findNext(String text, Collection<String> words, int from) {
        int start = -1;
        for (int i = from; i <= text.length(); i++) {
            boolean inside = i < text.length() && isWordCharacter(text.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                var folded = fold(text, start, i);
                for (var word : words) {
                    if (isSimilar(folded, word)) {
                        return new Span(start, i);
                    }
                }
                start = -1;
            }
        }
        return null;
    }

    /** Tells whether a character belongs to a word: a letter, a digit, an accent, or half of a surrogate pair. */
    private static boolean isWordCharacter(char c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        }
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.isSurrogate(c);
    }

    private static String fold(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) > 127) {
                return TextFolding.fold(text.substring(start, end)).replace(" ", "");
            }
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isSimilar(String found, String wanted) {
        if (found.startsWith(wanted) && (wanted.length() > 1 || found.length() == 1)) {
            return true;
        }
        if (wanted.length() == 1 && Character.isIdeographic(wanted.codePointAt(0))) {
            return found.contains(wanted);
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
        for (var span = findNext(text, words, at); span != null && span.end <= to; span = findNext(text, words, at)) {
            html.append(escapeHtml(text.substring(at, span.start))).append("<mark>")
                    .append(escapeHtml(text.substring(span.start, span.end))).append("</mark>");
            at = span.end;
        }
        return html.append(escapeHtml(text.substring(at, to))).toString();
    }

    private static String escapeHtml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
