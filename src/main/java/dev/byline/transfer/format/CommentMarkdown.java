package dev.byline.transfer.format;

import java.util.regex.Pattern;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

import dev.byline.text.Graphemes;

/** Converts the HTML of other systems' comments into Markdown, the format of comments in Byline. */
final class CommentMarkdown {
    private static final Pattern MARKDOWN_CHARACTERS = Pattern.compile("([\\\\`*_\\[\\]<>~])");
    static final int MAX_COMMENT_LENGTH = 50_000;

    private CommentMarkdown() {
    }

    /** Converts HTML into Markdown; null if the text is blank. */
    static String fromHtml(String html) {
        if (ImportValues.toText(html) == null) {
            return null;
        }
        // Some systems store the text as it was typed, without elements for line breaks: each line break counts then.
        var lines = html.contains("<p") || html.contains("<br") ? html : html.replaceAll("\\R", "<br>");
        var out = new StringBuilder();
        writeChildren(Jsoup.parseBodyFragment(lines).body(), out, "");
        return fromMarkdown(out.toString().replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n").strip());
    }

    /** Cleans and truncates a text that is Markdown already; null if the text is blank. */
    static String fromMarkdown(String markdown) {
        var clean = ImportValues.toText(markdown);
        return clean == null ? null : Graphemes.truncate(clean.strip(), MAX_COMMENT_LENGTH);
    }

    private static void writeChildren(Node parent, StringBuilder out, String indent) {
        parent.childNodes().forEach(child -> write(child, out, indent));
    }

    private static void write(Node node, StringBuilder out, String indent) {
        if (node instanceof TextNode text) {
            out.append(MARKDOWN_CHARACTERS.matcher(text.text()).replaceAll("\\\\$1"));
        } else if (node instanceof Element e) {
            writeElement(e, out, indent);
        }
    }

    private static void writeElement(Element e, StringBuilder out, String indent) {
        switch (e.normalName()) {
            case "br" -> out.append('\n').append(indent);
            case "b", "strong" -> writeWrapped(e, out, indent, "**");
            case "i", "em", "cite" -> writeWrapped(e, out, indent, "*");
            case "del", "s", "strike" -> writeWrapped(e, out, indent, "~~");
            case "code" -> out.append('`').append(e.wholeText().replace('`', '\'')).append('`');
            case "pre" -> out.append("\n\n```\n").append(e.wholeText().strip()).append("\n```\n\n");
            case "a" -> writeLink(e, out);
            case "blockquote" -> {
                var quoted = new StringBuilder();
                writeChildren(e, quoted, "");
                out.append("\n\n> ").append(quoted.toString().strip().replace("\n", "\n> ")).append("\n\n");
            }
            case "li" -> {
                out.append("\n- ");
                writeChildren(e, out, "  ");
            }
            case "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6" -> {
                out.append("\n\n");
                writeChildren(e, out, indent);
                out.append("\n\n");
            }
            case "script", "style" -> {
                // These elements contain no text for readers.
            }
            default -> writeChildren(e, out, indent);
        }
    }

    private static void writeWrapped(Element e, StringBuilder out, String indent, String mark) {
        if (e.text().isBlank()) {
            writeChildren(e, out, indent);
        } else {
            out.append(mark);
            writeChildren(e, out, indent);
            out.append(mark);
        }
    }

    private static void writeLink(Element e, StringBuilder out) {
        var url = ImportValues.toUrl(e.attr("href"));
        var text = e.text().strip();
        if (url == null) {
            out.append(MARKDOWN_CHARACTERS.matcher(text).replaceAll("\\\\$1"));
        } else if (text.isEmpty() || text.equals(url)) {
            out.append('<').append(url).append('>');
        } else {
            out.append('[').append(MARKDOWN_CHARACTERS.matcher(text).replaceAll("\\\\$1")).append("](")
                    .append(url.replace("(", "%28").replace(")", "%29")).append(')');
        }
    }
}
