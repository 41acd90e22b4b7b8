package dev.byline.text;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

import jakarta.validation.constraints.NotNull;

/**
 * The rendered body of an article as readers see it, and the values that are derived from it.
 *
 * @param html
 *            the sanitized HTML, which a page may embed without escaping
 * @param text
 *            the plain text, with one space where a block ends
 * @param excerpt
 *            the beginning of the text of its paragraphs, as {@link Excerpt} cuts it
 * @param readingMinutes
 *            the estimated minutes to read the body, at least 1
 * @param contents
 *            the headings in their order
 */
public record RenderedBody(String html, String text, String excerpt, int readingMinutes, List<Heading> contents) {
    /**
     * The maximum length of the rendered HTML, in UTF-16 units. Frames and footnotes are longer in HTML than in
     * Markdown, so a small source could render to a large page.
     */
    private static final int MAX_HTML_LENGTH = 4_000_000;
    /** The maximum number of HTML elements. A page with more elements is hardly text, and is expensive to sanitize. */
    private static final int MAX_ELEMENTS = 100_000;

    /** The blocks that the parser takes for parts of a line when it makes plain text. */
    private static final String BLOCKS = "summary, figcaption, caption, dt, dd, th, td, legend";

    /** A heading of the body, with the id that links lead to. */
    @Schema(name = "Heading", description = "A heading of the body.")
    public record Heading(
            @NotNull @Schema(description = "The level of the heading, 1 to 6.", examples = "2") int level,
            @NotNull @Schema(description = "The prefixed `id` of the heading in the HTML.",
                    examples = "a3c4b5a69-why") String id,
            @NotNull @Schema(examples = "Why") String text) {}

    /**
     * Renders Markdown: CommonMark with tables, footnotes, task lists, strikethrough, autolinks, callouts, formulas,
     * and the HTML that {@link #ofHtml} allows. A paragraph that contains only the URL of a video becomes the player of
     * the video, and one that contains only a picture of this service a figure. {@link HtmlSanitizer.TooComplexException} if the rendered body would be too large.
     */
    public static RenderedBody ofMarkdown(String source) {
        var body = parse(HtmlSanitizer.renderArticleMarkdown(source));
        ArticleBodyTransformer.embedVideos(body);
        Callouts.mark(body);
        MediaElements.createFigures(body);
        return of(body);
    }

    /**
     * Renders HTML: elements and attributes that are not allowed are left out. {@link HtmlSanitizer.TooComplexException} if the
     * rendered body would be too large.
     */
    public static RenderedBody ofHtml(String source) {
        return of(parse(source));
    }

    /** Returns the body with the media of this service as readers get them; see {@link BodyMedia}. */
    public RenderedBody withMedia(BodyMedia.Lookup media) {
        return new RenderedBody(BodyMedia.show(html, media), text, excerpt, readingMinutes, contents);
    }

    /**
     * Returns the body with the ids of its anchors, and the links to them, prefixed for its article: the bodies of
     * several articles fit on one page, and no id can overwrite a variable of the page. The prefix stays as long as the
     * article.
     */
    public RenderedBody forArticle(UUID article) {
        var prefix = BodyAnchors.prefix(article);
        return new RenderedBody(BodyAnchors.addPrefix(html, prefix), text, excerpt, readingMinutes,
                contents.stream().map(h -> new Heading(h.level, prefix + h.id, h.text)).toList());
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
        var contents = BodyAnchors.assign(body);
        var html = HtmlSanitizer.sanitizeArticle(body.html());
        if (html.length() > MAX_HTML_LENGTH) {
            throw new HtmlSanitizer.TooComplexException(
                    "must not render to more than " + MAX_HTML_LENGTH + " characters of HTML");
        }
        var sanitized = Jsoup.parseBodyFragment(html).body();
        // The readings of ruby would stand between the characters of a word.
        ElementRemoval.removeAll(sanitized.select(".footnote-ref, .footnote-backref, rt, rp"));
        sanitized.select(BLOCKS).append(" ");
        var text = sanitized.text();
        return new RenderedBody(html, text, excerpt(sanitized, text), ReadingTime.minutes(text), contents);
    }

    /**
     * Derives the excerpt from the paragraphs outside of tables, figures, quotes, lists and footnotes, or from the full
     * text if none.
     */
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
        return Excerpt.of(lead.isEmpty() ? text : lead.toString());
    }
}
