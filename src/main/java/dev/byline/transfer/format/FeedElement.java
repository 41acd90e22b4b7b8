package dev.byline.transfer.format;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jsoup.nodes.Element;

/**
 * An entry of an Atom feed (RFC 4287), or an item of an RSS feed.
 *
 * @param element
 *            the element {@code entry} or {@code item}
 */
record FeedElement(Element element) {
    private static final String ALTERNATE = "alternate";

    /** Returns the child with exactly this name; null if there is none. */
    Element child(String name) {
        return element.children().stream().filter(c -> c.tagName().equals(name)).findFirst().orElse(null);
    }

    /** Returns the stripped text of the child with exactly this name; null if it is blank or there is none. */
    String text(String name) {
        var child = child(name);
        return child == null || child.wholeText().isBlank() ? null : child.wholeText().strip();
    }

    /** Returns the address of the page that the entry is about; null without one. */
    String page() {
        return link(ALTERNATE);
    }

    /** Returns the address of a link with this relation, that of a page first; null if there is none. */
    String link(String relation) {
        var links = element.children().stream().filter(c -> c.tagName().equals("link"))
                .filter(c -> relation.equals(c.attr("rel").isBlank() ? ALTERNATE : c.attr("rel").strip())).toList();
        return links.stream().filter(c -> c.attr("type").contains("html")).findFirst()
                .or(() -> links.stream().findFirst()).map(c -> c.attr("href").strip()).orElse(null);
    }

    /** Tells whether the entry is a draft (RFC 5023, section 13.1.1). */
    boolean isDraft() {
        return element.children().stream().filter(c -> localName(c).equals("control")).flatMap(
                c -> c.children().stream()).anyMatch(
                        c -> localName(c).equals("draft")
                                && c.wholeText().strip().equalsIgnoreCase("yes"));
    }

    private static String localName(Element e) {
        return e.tagName().substring(e.tagName().indexOf(':') + 1);
    }

    /** Returns the authors' elements. */
    List<Element> authors() {
        return element.children().stream().filter(c -> c.tagName().equals("author")).toList();
    }

    /** Returns the labels, or else the terms, of the categories whose scheme passes a test. */
    Set<String> categories(Predicate<String> scheme) {
        var names = new LinkedHashSet<String>();
        element.children().stream().filter(c -> c.tagName().equals("category") && scheme.test(c.attr("scheme")))
                .forEach(c -> names.add(c.attr("label").isBlank() ? c.attr("term") : c.attr("label")));
        return names;
    }
}
