package dev.byline.transfer.format;

import java.util.regex.Pattern;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Makes Markdown, as comments here are written, of the HTML of other systems. */
final class CommentText {
    private static final Pattern SPECIAL = Pattern.compile("([\\\\`*_\\[\\]<>~])");
    private static final int LONGEST = 50_000;

    private CommentText() {
    }

    /** Null if there is nothing to read in it. */
    static String ofHtml(String html) {
        if (Clean.text(html) == null) {
            return null;
        }
        // Systems that store text as it was typed break lines where it does.
        var lines = html.contains("<p") || html.contains("<br") ? html : html.replaceAll("\\R", "<br>");
        var out = new StringBuilder();
        children(Jsoup.parseBodyFragment(lines).body(), out, "");
        return ofMarkdown(out.toString().replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n").strip());
    }

    /** The same of what is Markdown already. */
    static String ofMarkdown(String markdown) {
        var clean = Clean.text(markdown);
        return clean == null ? null : Clean.cut(clean.strip(), LONGEST);
    }

    private static void children(Node parent, StringBuilder out, String before) {
        parent.childNodes().forEach(child -> write(child, out, before));
    }

    private static void write(Node node, StringBuilder out, String before) {
        if (node instanceof TextNode text) {
            out.append(SPECIAL.matcher(text.text()).replaceAll("\\\\$1"));
        } else if (node instanceof Element e) {
            element(e, out, before);
        }
    }

    private static void element(Element e, StringBuilder out, String before) {
        switch (e.normalName()) {
            case "br" -> out.append('\n').append(before);
            case "b", "strong" -> wrapped(e, out, before, "**");
            case "i", "em", "cite" -> wrapped(e, out, before, "*");
            case "del", "s", "strike" -> wrapped(e, out, before, "~~");
            case "code" -> out.append('`').append(e.wholeText().replace('`', '\'')).append('`');
            case "pre" -> out.append("\n\n```\n").append(e.wholeText().strip()).append("\n```\n\n");
            case "a" -> link(e, out);
            case "blockquote" -> {
                var quoted = new StringBuilder();
                children(e, quoted, "");
                out.append("\n\n> ").append(quoted.toString().strip().replace("\n", "\n> ")).append("\n\n");
            }
            case "li" -> {
                out.append("\n- ");
                children(e, out, "  ");
            }
            case "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6" -> {
                out.append("\n\n");
                children(e, out, before);
                out.append("\n\n");
            }
            case "script", "style" -> {
                // nothing to read
            }
            default -> children(e, out, before);
        }
    }

    private static void wrapped(Element e, StringBuilder out, String before, String mark) {
        if (e.text().isBlank()) {
            children(e, out, before);
        } else {
            out.append(mark);
            children(e, out, before);
            out.append(mark);
        }
    }

    private static void link(Element e, StringBuilder out) {
        var address = Clean.address(e.attr("href"));
        var text = e.text().strip();
        if (address == null) {
            out.append(SPECIAL.matcher(text).replaceAll("\\\\$1"));
        } else if (text.isEmpty() || text.equals(address)) {
            out.append('<').append(address).append('>');
        } else {
            out.append('[').append(SPECIAL.matcher(text).replaceAll("\\\\$1")).append("](")
                    .append(address.replace("(", "%28").replace(")", "%29")).append(')');
        }
    }
}
