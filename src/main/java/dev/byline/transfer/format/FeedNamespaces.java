package dev.byline.transfer.format;

import java.util.HashMap;
import java.util.Map;

import org.jsoup.nodes.Element;

/**
 * The XML namespaces of feeds. A feed chooses its prefixes freely, so the readers see each known namespace with its
 * usual prefix. Elements of other namespaces, and those whose prefix is not declared, keep their names.
 */
final class FeedNamespaces {
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    /** The usual prefixes, empty for the namespaces of RSS. */
    private static final Map<String, String> PREFIXES = new HashMap<>();

    static {
        for (var rss : new String[]{ "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
                "http://channel.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2",
                "http://backend.userland.com/RSS2", "http://blogs.law.harvard.edu/tech/rss" }) {
            PREFIXES.put(rss, "");
        }
        PREFIXES.put(ATOM, "atom:");
        PREFIXES.put("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:");
        PREFIXES.put("http://purl.org/dc/elements/1.1/", "dc:");
        PREFIXES.put("http://purl.org/dc/terms/", "dcterms:");
        PREFIXES.put("http://purl.org/rss/1.0/modules/content/", "content:");
        PREFIXES.put("http://purl.org/syndication/thread/1.0", "thr:");
        PREFIXES.put("http://search.yahoo.com/mrss/", "media:");
        PREFIXES.put("http://search.yahoo.com/mrss", "media:");
        PREFIXES.put("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes:");
        PREFIXES.put("http://rssnamespace.org/feedburner/ext/1.0", "feedburner:");
        PREFIXES.put("http://www.w3.org/2007/app", "app:");
        PREFIXES.put("http://purl.org/atom/app#", "app:");
        PREFIXES.put("http://schemas.google.com/blogger/2018", "blogger:");
        PREFIXES.put("http://schemas.google.com/g/2005", "gd:");
    }

    private FeedNamespaces() {
    }

    /** Gives an element of an RSS feed, and all elements in it, their usual names. */
    static Element inRss(Element e) {
        e.getAllElements().forEach(each -> rename(each, PREFIXES.get(namespace(each))));
        return e;
    }

    /** Gives an element of an Atom feed, and all elements in it, their usual names; those of Atom have no prefix. */
    static Element inAtom(Element e) {
        for (var each : e.getAllElements()) {
            var namespace = namespace(each);
            rename(each, namespace.equals(ATOM) ? "" : PREFIXES.get(namespace));
        }
        return e;
    }

    /** Returns the namespace of an element; empty without one, and for a prefix that is not declared. */
    private static String namespace(Element e) {
        int colon = e.tagName().indexOf(':');
        var declaration = colon < 0 ? "xmlns" : "xmlns:" + e.tagName().substring(0, colon);
        for (var outer = e; outer != null; outer = outer.parent()) {
            if (outer.hasAttr(declaration)) {
                return outer.attr(declaration).strip();
            }
        }
        return "";
    }

    private static void rename(Element e, String prefix) {
        var localName = e.tagName().substring(e.tagName().indexOf(':') + 1);
        if (prefix != null && !localName.isEmpty() && !e.tagName().equals(prefix + localName)) {
            e.tagName(prefix + localName);
        }
    }

    /**
     * Returns the usual name of the root element of a file, without a prefix: {@code feed}, {@code rss} or {@code RDF}.
     * A prefix without the declaration of its namespace is kept.
     *
     * @param name
     *            the name as it is written
     * @param head
     *            the beginning of the file, with the declarations of the root element
     */
    static String rootName(String name, String head) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return name;
        }
        var declaration = "xmlns:" + name.substring(0, colon);
        boolean isDeclared = PREFIXES.keySet().stream()
                .anyMatch(namespace -> head.contains(declaration + "=\"" + namespace + "\"")
                        || head.contains(declaration + "='" + namespace + "'"));
        return isDeclared ? name.substring(colon + 1) : name;
    }
}
