package dev.byline.text;

import java.util.List;
import java.util.regex.Pattern;

import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Renders Markdown (CommonMark 0.31 with tables, strikethrough and autolinks) and lets only harmless HTML through.
 * Whatever leaves here may be put into a page as it is.
 */
public final class Html {
    private static final int MAX_NESTING = 50;
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), AutolinkExtension.create(),
            StrikethroughExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(MAX_NESTING)
            .includeSourceSpans(IncludeSourceSpans.NONE).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer ESCAPING_RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true)
            .build();

    private static final PolicyFactory ARTICLE = new HtmlPolicyBuilder()
            .allowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "q", "cite", "pre",
                    "code",
                    "kbd", "samp", "var", "em", "strong", "b", "i", "u", "s", "del", "ins", "mark", "small", "sub",
                    "sup",
                    "abbr", "time", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot",
                    "tr", "th", "td", "figure", "figcaption", "img", "a", "div", "span", "section", "details",
                    "summary")
            .allowWithoutAttributes("a", "span", "img").allowUrlProtocols("http", "https", "mailto")
            .allowAttributes("href").onElements("a").allowAttributes("src").onElements("img")
            .allowAttributes("alt", "width", "height").onElements("img").allowAttributes("title").globally()
            .allowAttributes("lang", "dir").globally().allowAttributes("datetime").onElements("time", "del", "ins")
            .allowAttributes("start", "reversed").onElements("ol").allowAttributes("open").onElements("details")
            .allowAttributes("colspan", "rowspan", "scope").onElements("th", "td")
            .allowAttributes("align").matching(true, "left", "right", "center").onElements("th", "td")
            .allowAttributes("class").matching(Pattern.compile("language-[A-Za-z0-9+#_-]{1,40}")).onElements("code")
            .allowAttributes("id").matching(Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,100}"))
            .onElements("h1", "h2", "h3", "h4", "h5", "h6").toFactory();

    private static final PolicyFactory COMMENT = new HtmlPolicyBuilder()
            .allowElements("p", "br", "blockquote", "pre", "code", "em", "strong", "del", "ul", "ol", "li", "a")
            .allowUrlProtocols("http", "https", "mailto").allowAttributes("href").onElements("a")
            .requireRelsOnLinks("nofollow", "ugc", "noopener", "noreferrer").toFactory();

    private Html() {
    }

    /** An article's body from Markdown. Inline HTML is allowed as far as {@link #article} allows it. */
    public static String articleFromMarkdown(String markdown) {
        return article(RENDERER.render(PARSER.parse(markdown)));
    }

    /** An article's body from HTML: elements and attributes of an allow-list, links to http, https and mailto. */
    public static String article(String html) {
        return ARTICLE.sanitize(html).strip();
    }

    /** A comment's body from Markdown: HTML is shown as typed, there are no images, links carry {@code ugc}. */
    public static String commentFromMarkdown(String markdown) {
        return COMMENT.sanitize(ESCAPING_RENDERER.render(PARSER.parse(markdown))).strip();
    }

    /** The words of harmless HTML, with one space where a block ends. */
    public static String text(String html) {
        return Jsoup.parseBodyFragment(html).text();
    }
}
