package dev.byline.text;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

import jakarta.validation.constraints.NotNull;

/**
 * The body of an article as readers get it, with everything that follows from it.
 *
 * @param html
 *            may be put into a page as it is
 * @param text
 *            its words, with one space where a block ends
 * @param excerpt
 *            the beginning of its prose, at most 200 code points
 * @param readingMinutes
 *            at least 1
 * @param contents
 *            its headings in their order
 */
public record RenderedBody(String html, String text, String excerpt, int readingMinutes, List<Heading> contents) {
    /** What a small source may become at most, in UTF-16 units: frames and footnotes are longer than what asks for them. */
    private static final int MAX_HTML_LENGTH = 4_000_000;
    /** Beyond that a page is no text any more, and costs more than it is worth to check. */
    private static final int MAX_ELEMENTS = 100_000;

    /** A heading, and the anchor that leads to it. */
    @Schema(name = "Heading", description = "A heading of the body.")
    public record Heading(
            @NotNull @Schema(description = "1 to 6.", examples = "2") int level,
            @NotNull @Schema(description = "The heading's `id` in the html.", examples = "why") String id,
            @NotNull @Schema(examples = "Why") String text) {}

    /**
     * From Markdown: CommonMark with tables, footnotes, task lists, strikethrough, autolinks, and HTML as far as
     * {@link #ofHtml} lets it through. A video's address that is a paragraph of its own becomes its player.
     * {@link HtmlSanitizer.TooComplexException} for what would grow too large.
     */
    public static RenderedBody ofMarkdown(String source) {
        var body = parse(HtmlSanitizer.renderArticleMarkdown(source));
        ArticleBodyTransformer.embedVideos(body);
        return of(body);
    }

    /** From HTML: what is not on the allow-list is left out. {@link HtmlSanitizer.TooComplexException} as above. */
    public static RenderedBody ofHtml(String source) {
        return of(parse(source));
    }

    private static Element parse(String html) {
        var document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        var body = document.body();
        if (body.getAllElements().size() > MAX_ELEMENTS) {
            throw new HtmlSanitizer.TooComplexException("must not have more than " + MAX_ELEMENTS + " elements");
        }
        return body;
    }

    private static RenderedBody of(Element body) {
        ArticleBodyTransformer.transform(body);
        var contents = ArticleBodyTransformer.addHeadingAnchors(body);
        var html = HtmlSanitizer.sanitizeArticle(body.html());
        if (html.length() > MAX_HTML_LENGTH) {
            throw new HtmlSanitizer.TooComplexException(
                    "must not become more than " + MAX_HTML_LENGTH + " characters of HTML");
        }
        var sanitized = Jsoup.parseBodyFragment(html).body();
        sanitized.select(".footnote-ref, .footnote-backref").remove();
        var text = sanitized.text();
        return new RenderedBody(html, text, excerpt(sanitized, text), TextUtils.readingMinutes(text), contents);
    }

    /** From the paragraphs of the text itself; a text without any begins with whatever it has. */
    private static String excerpt(Element sanitized, String text) {
        var lead = new StringBuilder();
        for (var paragraph : sanitized.select("p")) {
            if (lead.length() > 1000) {
                break;
            }
            if (paragraph.closest("table, figure, blockquote, li, section.footnotes") == null && paragraph.hasText()) {
                lead.append(lead.isEmpty() ? "" : " ").append(paragraph.text());
            }
        }
        return TextUtils.excerpt(lead.isEmpty() ? text : lead.toString());
    }
}
