package dev.byline.transfer.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.Jsoup;

import dev.byline.article.ArticleInput;

/**
 * Converts the content of a WordPress post into the HTML that WordPress would render. Shortcodes of plugins stay in the
 * text; those of WordPress itself for media are replaced before ({@link WordPressShortcodes}).
 */
final class WordPressHtml {
    private static final Pattern BLOCK_COMMENTS = Pattern.compile("<!--\\s*/?wp:.*?-->", Pattern.DOTALL);
    private static final Pattern MORE_MARKERS = Pattern.compile("<!--\\s*(more|noteaser).*?-->");
    private static final Pattern PAGE_BREAK = Pattern.compile("<!--\\s*nextpage.*?-->");
    private static final Pattern MORE_MARKER = Pattern.compile("<!--\\s*more\\b.*?-->");
    private static final Pattern CAPTION_SHORTCODE = Pattern.compile(
            "\\[(?:wp_)?caption[^\\]]*\\](.*?(?:<img[^>]*>)(?:\\s*</a>)?)(.*?)\\[/(?:wp_)?caption\\]", Pattern.DOTALL);
    private static final Pattern CAPTION_ATTRIBUTE = Pattern.compile("caption=\"([^\"]*)\"");
    private static final Pattern EMBED_SHORTCODE = Pattern.compile("\\[embed[^\\]]*\\]\\s*(\\S+?)\\s*\\[/embed\\]");
    private static final Pattern CODE_SHORTCODE = Pattern.compile(
            "\\[(?:source)?code(?:\\s+(?:language|lang)=[\"']?([A-Za-z0-9+#_-]{1,40})[\"']?)?[^\\]]*\\](.*?)\\[/(?:source)?code\\]",
            Pattern.DOTALL);
    private static final Pattern VIDEO_URL_LINE = Pattern.compile(
            "(?m)^\\s*(https?://(?:www\\.)?(?:youtube\\.com/watch\\S+|youtu\\.be/\\S+|vimeo\\.com/\\d+))\\s*$");
    private static final Pattern PREFORMATTED = Pattern.compile("(?is)<(pre|script|style|textarea)[\\s>].*?</\\1>");
    private static final Pattern BLOCK_ELEMENT = Pattern.compile(
            "(?is)^<(/?)(p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|blockquote|figure|figcaption|pre|hr|section|article|details|iframe|form|address)[\\s/>].*");

    private WordPressHtml() {
    }

    /** Converts the content of a post; null if there is no content. */
    static String toHtml(String content) {
        var text = ImportValues.toText(content);
        if (text == null) {
            return null;
        }
        boolean blocks = text.contains("<!-- wp:");
        text = MORE_MARKERS.matcher(BLOCK_COMMENTS.matcher(text).replaceAll("")).replaceAll("");
        text = PAGE_BREAK.matcher(text).replaceAll("\n\n");
        text = CODE_SHORTCODE.matcher(text).replaceAll(code -> Matcher.quoteReplacement("<pre><code"
                + (code.group(1) == null ? "" : " class=\"language-" + code.group(1) + "\"") + ">"
                + code.group(2).strip().replace("<", "&lt;") + "</code></pre>"));
        text = CAPTION_SHORTCODE.matcher(text)
                .replaceAll(c -> Matcher.quoteReplacement(figure(c.group(0), c.group(1), c.group(2))));
        text = EMBED_SHORTCODE.matcher(text).replaceAll("\n\n$1\n\n");
        text = VIDEO_URL_LINE.matcher(text).replaceAll("\n\n<iframe src=\"$1\"></iframe>\n\n");
        return blocks ? text.strip() : addParagraphs(text);
    }

    /** Returns the text above the marker {@code more} as plain text; null without a marker, or without a text. */
    static String excerpt(String content) {
        var more = MORE_MARKER.matcher(content == null ? "" : content);
        var html = more.find() ? toHtml(content.substring(0, more.start())) : null;
        if (html == null) {
            return null;
        }
        var above = Jsoup.parseBodyFragment(html).body();
        above.select("figure, iframe, sup.footnote-ref").remove();
        return ImportValues.toSingleLine(above.text(), ArticleInput.MAX_EXCERPT_LENGTH);
    }

    private static String figure(String shortcode, String image, String textAfterImage) {
        var attribute = CAPTION_ATTRIBUTE.matcher(shortcode.substring(0, shortcode.indexOf(']')));
        var caption = textAfterImage.isBlank() && attribute.find() ? attribute.group(1) : textAfterImage.strip();
        return "\n\n<figure>" + image.strip() + (caption.isEmpty() ? "" : "<figcaption>" + caption + "</figcaption>")
                + "</figure>\n\n";
    }

    /**
     * Adds paragraphs to the text of the classic editor: blank lines separate paragraphs, and line breaks become
     * {@code <br>}. Block elements and preformatted text stay unchanged.
     */
    private static String addParagraphs(String text) {
        var out = new StringBuilder();
        int from = 0;
        var preformatted = PREFORMATTED.matcher(text);
        while (preformatted.find()) {
            appendParagraphs(text.substring(from, preformatted.start()), out);
            out.append(preformatted.group()).append('\n');
            from = preformatted.end();
        }
        appendParagraphs(text.substring(from), out);
        return out.toString().strip();
    }

    private static void appendParagraphs(String text, StringBuilder out) {
        for (var part : text.split("\\n\\s*\\n")) {
            var paragraph = part.strip();
            if (paragraph.isEmpty()) {
                continue;
            }
            if (BLOCK_ELEMENT.matcher(paragraph).matches()) {
                out.append(paragraph).append('\n');
            } else {
                out.append("<p>").append(paragraph.replace("\n", "<br>\n")).append("</p>\n");
            }
        }
    }
}
