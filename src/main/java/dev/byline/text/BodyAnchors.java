package dev.byline.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;

/**
 * Gives the anchors of an article body valid and unique ids, and adjusts the links within the body to them.
 * <ol>
 * <li>Footnotes are numbered.
 * <li>Headings and other elements keep the id, or the name, that they have in the source.
 * <li>Headings without an id get one that is derived from their text.
 * <li>Links find their anchor by its id in the source, or by the text of a heading in the form that GitHub uses.
 * </ol>
 */
final class BodyAnchors {
    /** The elements that may have an id. A form, an image or a frame with an id could be taken for a variable. */
    static final String[] ELEMENTS = { "h1", "h2", "h3", "h4", "h5", "h6", "a", "p", "div", "section", "span", "ul",
            "ol", "li", "dl", "dt", "dd", "table", "tr", "th", "td", "caption", "figure", "figcaption", "blockquote",
            "pre", "details", "summary", "sup", "sub" };
    static final Pattern VALID_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,120}");
    private static final Pattern ID_PATTERN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,100}");
    /** The maximum length of an id that is derived from the text of a heading. */
    private static final int MAX_ID_LENGTH = 60;
    private static final Set<String> ANCHORS = Set.of(ELEMENTS);
    /** Attributes in sanitized HTML, where quotation marks occur only around values. */
    private static final Pattern ID_ATTRIBUTE = Pattern.compile(" id=\"([A-Za-z0-9_-]+)\"");
    private static final Pattern ANCHOR_LINK = Pattern.compile(" href=\"#([A-Za-z0-9_-]+)\"");

    private final Element body;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> next = new HashMap<>();
    /** The new ids by the ids of the source. */
    private final Map<String, String> ids = new HashMap<>();
    /** The ids of the source that headings cannot keep; links to them still find the headings. */
    private final Map<Element, String> formerIds = new HashMap<>();
    /** The ids of headings by their text, as GitHub forms it. */
    private final Map<String, String> idsByText = new HashMap<>();

    private BodyAnchors(Element body) {
        this.body = body;
    }

    /** Assigns the ids, and returns the headings in their order. */
    static List<RenderedBody.Heading> assign(Element body) {
        var anchors = new BodyAnchors(body);
        anchors.numberFootnotes();
        anchors.keepIds();
        var contents = anchors.addHeadingIds();
        anchors.adjustLinks();
        return contents;
    }

    /** Returns the prefix of the ids of an article, from the random part of its own id (RFC 9562 §5.7). */
    static String prefix(UUID article) {
        return "a" + article.toString().substring(28) + "-";
    }

    /** Adds a prefix to the ids in sanitized HTML and to the links to them. */
    static String addPrefix(String sanitizedHtml, String prefix) {
        var found = new HashSet<String>();
        var html = ID_ATTRIBUTE.matcher(sanitizedHtml).replaceAll(id -> {
            found.add(id.group(1));
            return " id=\"" + prefix + id.group(1) + "\"";
        });
        return found.isEmpty()
                ? html
                : ANCHOR_LINK.matcher(html).replaceAll(link -> found.contains(link.group(1))
                        ? " href=\"#" + prefix + link.group(1) + "\""
                        : Matcher.quoteReplacement(link.group()));
    }

    /** Replaces the ids of footnotes, which come from labels of any form, by numbers, and adjusts the links to them. */
    private void numberFootnotes() {
        var numbers = new HashMap<String, String>();
        for (var note : body.select("section.footnotes > ol > li[id]")) {
            var id = "fn-" + (numbers.size() + 1);
            numbers.put("#" + note.id(), "#" + id);
            note.attr("id", id);
        }
        var references = new HashMap<String, String>();
        var used = new HashMap<String, Integer>();
        for (var link : body.select("sup.footnote-ref > a[href]")) {
            var target = numbers.get(link.attr("href"));
            if (target != null) {
                int times = used.merge(target, 1, Integer::sum);
                var id = target.replace("#fn-", "fnref-") + (times == 1 ? "" : "-" + times);
                references.put("#" + link.id(), "#" + id);
                link.attr("id", id).attr("href", target);
            }
        }
        for (var link : body.select("a.footnote-backref[href]")) {
            link.attr("href", references.getOrDefault(link.attr("href"), "#"));
        }
    }

    private void keepIds() {
        for (var element : body.select("[id], a[name]")) {
            var name = element.nameIs("a") ? element.attr("name") : "";
            var id = element.id().isEmpty() ? name : element.id();
            element.removeAttr("id").removeAttr("name");
            boolean heading = isHeading(element);
            if (id.isBlank() || !ANCHORS.contains(element.normalName()) || heading && !isOwnHeadingId(id)) {
                if (heading && !id.isBlank()) {
                    formerIds.put(element, id);
                }
                continue;
            }
            var valid = makeUnique(ID_PATTERN.matcher(id).matches() ? id : deriveId(id));
            element.attr("id", valid);
            ids.putIfAbsent(id, valid);
            ids.putIfAbsent(name.isEmpty() ? id : name, valid);
        }
    }

    private static boolean isHeading(Element element) {
        return element.normalName().matches("h[1-6]");
    }

    /** Whether a heading may keep the id: the ids of footnotes are reserved. */
    private static boolean isOwnHeadingId(String id) {
        return ID_PATTERN.matcher(id).matches() && !id.startsWith("fn");
    }

    private List<RenderedBody.Heading> addHeadingIds() {
        var contents = new ArrayList<RenderedBody.Heading>();
        var repeated = new HashMap<String, Integer>();
        for (var heading : body.select("h1, h2, h3, h4, h5, h6")) {
            var text = heading.text();
            if (WhiteSpace.isBlank(text)) {
                heading.removeAttr("id");
                continue;
            }
            if (heading.id().isEmpty()) {
                heading.attr("id", makeUnique(deriveId(text)));
            }
            var id = heading.id();
            ids.putIfAbsent(formerIds.getOrDefault(heading, id), id);
            var form = toFragment(text);
            int times = repeated.merge(form, 1, Integer::sum);
            idsByText.putIfAbsent(times == 1 ? form : form + "-" + (times - 1), id);
            contents.add(new RenderedBody.Heading(heading.tagName().charAt(1) - '0', id, text));
        }
        return contents;
    }

    private void adjustLinks() {
        for (var link : body.select("a[href^=#]")) {
            var typed = link.attr("href").substring(1);
            var decoded = decode(typed);
            var id = ids.getOrDefault(typed, ids.getOrDefault(decoded, idsByText.get(toFragment(decoded))));
            if (id != null) {
                link.attr("href", "#" + id);
            }
        }
    }

    private static String decode(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }

    /** Returns the text in the form of the links to headings on GitHub: lower case, with hyphens for spaces. */
    private static String toFragment(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "").replace(' ', '-');
    }

    private static String deriveId(String text) {
        var slug = Slugs.derive(text, "", "section");
        var id = slug.length() > MAX_ID_LENGTH ? slug.substring(0, MAX_ID_LENGTH).replaceAll("-+$", "") : slug;
        // An id must begin with a letter, and the prefix "fn" is reserved for footnotes.
        return Character.isDigit(id.charAt(0)) || id.startsWith("fn") ? "section-" + id : id;
    }

    /** Returns the id, or the id with the lowest free number appended; the next number of each id is remembered. */
    private String makeUnique(String id) {
        var candidate = id;
        while (!taken.add(candidate)) {
            candidate = id + "-" + next.merge(id, 1, (old, one) -> old + one);
        }
        return candidate;
    }
}
