package dev.byline.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Changes a parsed body before it is sanitized: whatever is made here passes the allow-list like everything else. */
final class ArticleBodyTransformer {
    private static final Pattern ID_PATTERN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,100}");
    private static final int MAX_ID_LENGTH = 60;
    /** Where pages keep the addresses of pictures that a script is to load. */
    private static final List<String> LAZY_SOURCE_ATTRIBUTES = List.of("data-src", "data-lazy-src", "data-original",
            "data-orig-file",
            "data-image", "srcset", "data-srcset");

    private ArticleBodyTransformer() {
    }

    /** A paragraph that is nothing but the address of a video becomes its player. */
    static void embedVideos(Element body) {
        for (var paragraph : body.select("p")) {
            var link = paragraph.childrenSize() == 1 ? paragraph.child(0) : paragraph;
            if (link.nameIs("a") && paragraph.text().strip().equals(link.attr("href"))) {
                VideoEmbeds.findPlayerUrl(link.attr("href")).ifPresent(
                        player -> paragraph
                                .replaceWith(new Element("figure").appendChild(VideoEmbeds.createFrame(player, link))));
            }
        }
    }

    /** Frames that are no players, and recordings, become links, boxes cannot be ticked, pictures load when looked at. */
    static void transform(Element body) {
        resolveLazyImages(body);
        // What runs, or hides text from readers, goes with its text.
        body.select("script, style, template, noscript, object, embed, applet").remove();
        for (var frame : body.select("iframe")) {
            var src = frame.attr("src").strip();
            var player = VideoEmbeds.findPlayerUrl(src);
            if (player.isPresent()) {
                frame.replaceWith(VideoEmbeds.createFrame(player.get(), frame));
            } else {
                replaceByLink(frame, src);
            }
        }
        for (var media : body.select("video, audio")) {
            var source = media.selectFirst("[src]");
            replaceByLink(media, source == null ? "" : source.attr("src").strip());
        }
        for (var input : body.select("input")) {
            if (input.attr("type").equalsIgnoreCase("checkbox") && input.closest("li") != null) {
                input.attr("disabled", "disabled");
            } else {
                input.remove();
            }
        }
        body.select("img").attr("loading", "lazy");
        numberFootnotes(body);
    }

    private static void replaceByLink(Element element, String address) {
        if (address.matches("(?i)https?://\\S+")) {
            element.replaceWith(new Element("a").attr("href", address).appendChild(new TextNode(address)));
        } else {
            element.remove();
        }
    }

    /** Pictures that a script would have loaded are loaded by the page itself; what shows nothing goes. */
    private static void resolveLazyImages(Element body) {
        var shown = new HashSet<String>();
        for (var image : body.select("img")) {
            var source = image.attr("src").strip();
            var address = !source.isEmpty() && !source.startsWith("data:")
                    ? source
                    : LAZY_SOURCE_ATTRIBUTES.stream().map(image::attr)
                            .map(lazy -> lazy.strip().replaceAll("[\\s,].*", ""))
                            .filter(lazy -> !lazy.isEmpty() && !lazy.startsWith("data:")).findFirst().orElse(null);
            if (address == null) {
                image.remove();
            } else if (image.attr("src", address).closest("noscript") == null) {
                shown.add(address);
            }
        }
        for (var noscript : body.select("noscript")) {
            for (var image : noscript.select("img")) {
                if (shown.add(image.attr("src"))) {
                    noscript.before(image);
                }
            }
        }
    }

    /** Numbers footnotes, whose labels may be anything, and leads their links to the numbers. */
    private static void numberFootnotes(Element body) {
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

    /** Gives each heading an anchor of its own, made of its words unless the author gave one, and lists them all. */
    static List<RenderedBody.Heading> addHeadingAnchors(Element body) {
        var contents = new ArrayList<RenderedBody.Heading>();
        var taken = new HashSet<String>();
        var next = new HashMap<String, Integer>();
        for (var heading : body.select("h1, h2, h3, h4, h5, h6")) {
            var text = heading.text();
            if (TextUtils.isBlank(text)) {
                heading.removeAttr("id");
                continue;
            }
            var hasOwnId = ID_PATTERN.matcher(heading.id()).matches() && !heading.id().startsWith("fn");
            var id = makeUnique(hasOwnId ? heading.id() : deriveId(text), taken, next);
            heading.attr("id", id);
            contents.add(new RenderedBody.Heading(heading.tagName().charAt(1) - '0', id, text));
        }
        return contents;
    }

    private static String deriveId(String text) {
        var slug = Slugs.derive(text, "", "section");
        var id = slug.length() > MAX_ID_LENGTH ? slug.substring(0, MAX_ID_LENGTH).replaceAll("-+$", "") : slug;
        // An id begins with a letter here, and those of footnotes are theirs.
        return Character.isDigit(id.charAt(0)) || id.startsWith("fn") ? "section-" + id : id;
    }

    /** The id itself, or with the first number behind it that nobody has; the next one goes on from there. */
    private static String makeUnique(String id, HashSet<String> taken, Map<String, Integer> next) {
        var candidate = id;
        while (!taken.add(candidate)) {
            candidate = id + "-" + next.merge(id, 1, (old, one) -> old + one);
        }
        return candidate;
    }
}
