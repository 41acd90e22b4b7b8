package dev.byline.transfer.format;

import java.util.Locale;
import java.util.Set;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** Converts the texts of Atom, which may be plain text, HTML or XHTML (RFC 4287, sections 3.1 and 4.1.3), into HTML. */
final class AtomText {
    private static final Set<String> VOID_ELEMENTS = Set.of("area", "br", "col", "embed", "hr", "img", "input", "link",
            "meta", "param", "source", "track", "wbr");

    private AtomText() {
    }

    /** Returns a text of several paragraphs as HTML; null if there is none, or if it is neither text nor HTML. */
    static String toHtml(Element e) {
        return e == null ? null : isPlain(e) ? paragraphs(e.wholeText()) : markup(e);
    }

    /** Returns a text of one line as HTML; null if there is none. */
    static String toLine(Element e) {
        return e == null ? null : isPlain(e) ? Entities.escape(e.wholeText()) : markup(e);
    }

    /** Converts plain text into HTML: blank lines separate paragraphs. Returns null for a blank text. */
    static String paragraphs(String text) {
        var clean = ImportValues.toText(text);
        return clean == null
                ? null
                : "<p>" + Entities.escape(clean.strip()).replaceAll("\\n\\s*\\n", "</p>\n<p>")
                        .replaceAll("(?<!</p>)\\n", "<br>\n") + "</p>";
    }

    private static String type(Element e) {
        return e.attr("type").strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(Element e) {
        var type = type(e);
        return e.childrenSize() == 0 && (type.isEmpty() || type.equals("text") || type.startsWith("text/plain"));
    }

    private static String markup(Element e) {
        // Some generators write elements although they announce escaped HTML.
        if (e.childrenSize() > 0) {
            return xhtml(e);
        }
        var type = type(e);
        return type.contains("html") || type.isEmpty() || type.equals("text") ? e.wholeText() : null;
    }

    /** Writes elements of XML so that a parser of HTML reads the same: with an end tag, unless HTML has none. */
    private static String xhtml(Element e) {
        var copy = e.clone();
        for (var child : copy.getAllElements()) {
            var name = child.tagName();
            if (name.contains(":")) {
                child.tagName(name.substring(name.indexOf(':') + 1));
            }
            if (child.childNodeSize() == 0 && !VOID_ELEMENTS.contains(child.normalName())) {
                child.appendText("");
            }
        }
        var children = copy.children();
        return children.size() == 1 && children.get(0).normalName().equals("div")
                ? children.get(0).html()
                : copy.html();
    }
}
