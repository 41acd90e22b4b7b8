package dev.byline.text;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.footnotes.FootnotesExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Renders Markdown (CommonMark 0.31 with extensions) and sanitizes HTML with an allow-list. */
public final class HtmlSanitizer {
    private static final int MAX_NESTING = 50;
    private static final Pattern HTML_LINK = Pattern.compile("<a[\\s>]", Pattern.CASE_INSENSITIVE);
    /** The limit of table cells: short rows of a table are padded, so a few kilobytes could render to megabytes. */
    private static final int MAX_TABLE_CELLS = 20_000;
    private static final List<Extension> ARTICLE_EXTENSIONS = List.of(
            TablesExtension.builder().maxCells(MAX_TABLE_CELLS).build(), AutolinkExtension.create(),
            StrikethroughExtension.create(), FootnotesExtension.create(), TaskListItemsExtension.create(),
            new MathExtension());
    private static final List<Extension> COMMENT_EXTENSIONS = List.of(AutolinkExtension.create(),
            StrikethroughExtension.create());
    private static final Parser ARTICLE_PARSER = Parser.builder().extensions(ARTICLE_EXTENSIONS)
            .maxOpenBlockParsers(MAX_NESTING).maxInlineNesting(MAX_NESTING)
            .postProcessor(HtmlSanitizer::unwrapNestedLinks).build();
    private static final HtmlRenderer ARTICLE_RENDERER = HtmlRenderer.builder().extensions(ARTICLE_EXTENSIONS).build();
    /** The parser of the Markdown subset of comments. Syntax outside of the subset stays visible as it was typed. */
    private static final Parser COMMENT_PARSER = Parser.builder().extensions(COMMENT_EXTENSIONS)
            .maxOpenBlockParsers(MAX_NESTING)
            .enabledBlockTypes(Set.of(BlockQuote.class, FencedCodeBlock.class, ListBlock.class))
            .postProcessor(HtmlSanitizer::replaceImagesByLinks).postProcessor(HtmlSanitizer::showAsciiHosts).build();
    private static final HtmlRenderer COMMENT_RENDERER = HtmlRenderer.builder().extensions(COMMENT_EXTENSIONS)
            .escapeHtml(true).softbreak("<br />\n").build();

    private static final PolicyFactory COMMENT_POLICY = new HtmlPolicyBuilder()
            .allowElements("p", "br", "blockquote", "pre", "code", "em", "strong", "del", "ul", "ol", "li", "a")
            .allowUrlProtocols("http", "https", "mailto").allowAttributes("href")
            // Only absolute URLs: the target of a relative URL would depend on the page that shows the comment.
            .matching(Pattern.compile("(?i)(https?://|mailto:)[^\\s]+")).onElements("a")
            .allowAttributes("start").matching(Pattern.compile("[0-9]{1,9}")).onElements("ol")
            .requireRelsOnLinks("nofollow", "ugc", "noopener", "noreferrer").toFactory();

    private HtmlSanitizer() {
    }

    /** Thrown if the rendered text would be too large. The message names the exceeded limit. */
    public static final class TooComplexException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooComplexException(String message) {
            super(message);
        }

        TooComplexException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Renders the Markdown of an article to HTML that is not sanitized yet; {@link TooComplexException} if its tables
     * are too large.
     */
    static String renderArticleMarkdown(String markdown) {
        try {
            return CjkEmphasis.unmark(ARTICLE_RENDERER.render(ARTICLE_PARSER.parse(CjkEmphasis.mark(markdown))));
        } catch (IllegalArgumentException e) {
            // The parser reports a table with too many cells only with this exception.
            throw new TooComplexException("must not have tables with more than " + MAX_TABLE_CELLS + " cells in total",
                    e);
        }
    }

    /**
     * Sanitizes the HTML of an article: keeps only allowed elements and attributes, and links to http, https and
     * mailto.
     */
    static String sanitizeArticle(String html) {
        return ArticlePolicy.POLICY.sanitize(html).strip();
    }

    /**
     * Renders the Markdown of a comment to sanitized HTML. HTML in the source is shown as it was typed, line breaks
     * stay line breaks, images become links, and links get {@code rel="ugc"}, {@code nofollow}, {@code noopener} and
     * {@code noreferrer}.
     */
    public static String renderCommentMarkdown(String markdown) {
        var html = COMMENT_RENDERER.render(COMMENT_PARSER.parse(CjkEmphasis.mark(markdown)));
        return COMMENT_POLICY.sanitize(CjkEmphasis.unmark(html)).strip();
    }

    /** Keeps only the text of links within an HTML link, because browsers end a link where another one begins. */
    private static Node unwrapNestedLinks(Node document) {
        document.accept(new AbstractVisitor() {
            private boolean isInHtmlLink;

            @Override
            protected void visitChildren(Node parent) {
                isInHtmlLink = isInHtmlLink && !(parent instanceof Block);
                super.visitChildren(parent);
            }

            @Override
            public void visit(HtmlInline html) {
                if (HTML_LINK.matcher(html.getLiteral()).lookingAt()) {
                    isInHtmlLink = true;
                } else if (html.getLiteral().regionMatches(true, 0, "</a", 0, 3)) {
                    isInHtmlLink = false;
                }
            }

            @Override
            public void visit(Link link) {
                visitChildren(link);
                if (isInHtmlLink) {
                    while (link.getFirstChild() != null) {
                        link.insertBefore(link.getFirstChild());
                    }
                    link.unlink();
                }
            }
        });
        return document;
    }

    /** Shows international hosts in ASCII (RFC 3492), because аррӏе in Cyrillic letters can be mistaken for apple. */
    private static Node showAsciiHosts(Node document) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                var typed = link.getDestination();
                link.setDestination(HostNames.toAsciiUrl(CjkEmphasis.unmark(typed)));
                if (link.getFirstChild() instanceof Text text && text.getLiteral().equals(typed)) {
                    text.setLiteral(link.getDestination());
                }
                visitChildren(link);
            }
        });
        return document;
    }

    /** Replaces the images of a comment by links to the images. */
    private static Node replaceImagesByLinks(Node document) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Image image) {
                var link = new Link(image.getDestination(), image.getTitle());
                if (image.getFirstChild() == null) {
                    link.appendChild(new Text(image.getDestination()));
                }
                while (image.getFirstChild() != null) {
                    link.appendChild(image.getFirstChild());
                }
                image.insertAfter(link);
                image.unlink();
            }
        });
        return document;
    }
}
