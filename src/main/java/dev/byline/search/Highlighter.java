package dev.byline.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import dev.byline.text.Folded;

/** Marks the words of a query in texts, which keep their accents; compared folded, endings aside. */
final class Highlighter {
    private static final int MOST_FRAGMENTS = 3;
    private static final int AROUND = 80;
    /** Characters of a text in which words are looked for. */
    private static final int MOST_TEXT = 30_000;
    private static final int STEM = 4;

    private record Span(int start, int end) {}

    private Highlighter() {
    }

    /** The whole text as HTML with the words in {@code <mark>}. */
    static String all(String text, Collection<String> words) {
        return marked(text, words, 0, text.length());
    }

    /** Up to three pieces of about 160 characters with words in them; what comes after them is not looked at. */
    static List<String> fragments(String whole, Collection<String> words) {
        var text = whole.substring(0, Math.min(whole.length(), MOST_TEXT));
        var fragments = new ArrayList<String>();
        int end = 0;
        while (fragments.size() < MOST_FRAGMENTS) {
            var span = next(text, words, end);
            if (span == null) {
                break;
            }
            int from = edge(text, Math.max(end, span.start - AROUND));
            end = edge(text, Math.min(text.length(), span.end + AROUND));
            fragments.add((from > 0 ? "…" : "") + marked(text, words, from, end).strip()
                    + (end < whole.length() ? "…" : ""));
        }
        return fragments;
    }

    /** The next place between two words. */
    private static int edge(String text, int at) {
        int edge = at;
        while (edge > 0 && edge < text.length() && !Character.isWhitespace(text.charAt(edge)) && edge - at < AROUND) {
            edge++;
        }
        // Never in the middle of a character.
        return edge < text.length() && Character.isLowSurrogate(text.charAt(edge)) ? edge + 1 : edge;
    }

    /** The first of the words at or after a place, or null. */
    private static Span next(String text, Collection<String> words, int from) {
        int start = -1;
        for (int i = from; i <= text.length(); i++) {
            boolean inside = i < text.length() && isPart(text.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                var folded = folded(text, start, i);
                for (var word : words) {
                    if (isAlike(folded, word)) {
                        return new Span(start, i);
                    }
                }
                start = -1;
            }
        }
        return null;
    }

    /** Letters, digits, their accents, and the halves of rarer letters. */
    private static boolean isPart(char c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        }
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.isSurrogate(c);
    }

    private static String folded(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) > 127) {
                return Folded.of(text.substring(start, end)).replace(" ", "");
            }
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isAlike(String found, String wanted) {
        if (found.startsWith(wanted) && (wanted.length() > 1 || found.length() == 1)) {
            return true;
        }
        if (wanted.length() == 1 && Character.isIdeographic(wanted.codePointAt(0))) {
            return found.contains(wanted);
        }
        int same = 0;
        int most = Math.min(found.length(), wanted.length());
        while (same < most && found.charAt(same) == wanted.charAt(same)) {
            same++;
        }
        return same >= STEM && same >= most - 1 && Math.abs(found.length() - wanted.length()) < STEM;
    }

    private static String marked(String text, Collection<String> words, int from, int to) {
        var html = new StringBuilder();
        int at = from;
        for (var span = next(text, words, at); span != null && span.end <= to; span = next(text, words, at)) {
            html.append(escaped(text.substring(at, span.start))).append("<mark>")
                    .append(escaped(text.substring(span.start, span.end))).append("</mark>");
            at = span.end;
        }
        return html.append(escaped(text.substring(at, to))).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
