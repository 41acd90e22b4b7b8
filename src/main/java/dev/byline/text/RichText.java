package dev.byline.text;

import java.util.List;

/** Temporary shape until the real one arrives. */
public record RichText(String html, String text, String excerpt, int readingMinutes, List<Heading> contents) {
    /** A heading. */
    public record Heading(int level, String id, String text) {}

    /** From Markdown. */
    public static RichText ofMarkdown(String source) {
        return of(Html.articleFromMarkdown(source));
    }

    /** From HTML. */
    public static RichText ofHtml(String source) {
        return of(Html.article(source));
    }

    private static RichText of(String html) {
        var text = Html.text(html);
        return new RichText(html, text, Prose.excerpt(text), Prose.readingMinutes(text), List.of());
    }
}
