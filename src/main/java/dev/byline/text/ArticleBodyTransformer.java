package dev.byline.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * Transforms the parsed HTML of an article body before it is sanitized. The elements that are created here pass the
 * allow-list of {@link HtmlSanitizer} like all other elements.
 */
final class ArticleBodyTransformer {
    private static final Pattern ID_PATTERN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,100}");
    /** The maximum length of an id that is derived from the text of a heading. */
    private static final int MAX_ID_LENGTH = 60;
    /** The attributes in which web pages store the URL of an image that a script loads lazily. */
    private static final List<String> LAZY_SOURCE_ATTRIBUTES = List.of("data-src", "data-lazy-src", "data-original",
            "data-orig-file",
            "data-image", "srcset", "data-srcset");

    private ArticleBodyTransformer() {
    }

    /** Replaces each paragraph that contains only the URL of a video by the player of the video. */
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

    /**
     * Transforms the body in these steps:
     * <ol>
     * <li>Lazily loaded images get their real URL.
     * <li>Scripts, styles, templates and plugins are deleted with their content.
     * <li>Frames of known video hosts become players; other frames, videos and audio files become links.
     * <li>Check boxes of task lists are disabled; other inputs are deleted.
     * <li>Images get {@code loading="lazy"}.
     * <li>Footnotes are numbered.
     * </ol>
     */
    static void transform(Element body) {
        resolveLazyImages(body);
        // Elements that run code, or hide text from readers, are deleted with their text.
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

    /**
     * Gives lazily loaded images their real URL, so that they need no script. An image without a URL is deleted. An
     * image in a {@code noscript} element is kept unless the same image is shown already.
     */
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

    /**
     * Replaces the ids of footnotes, which come from labels of any form, by numbered ids, and adjusts the links to
     * them.
     */
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

    /**
     * Gives each heading a unique id and returns the headings in their order. The id is that of the source if it is
     * valid, otherwise it is derived from the text of the heading.
     */
    static List<RenderedBody.Heading> addHeadingAnchors(Element body) {
        var contents = new ArrayList<RenderedBody.Heading>();
        var taken = new HashSet<String>();
        var next = new HashMap<String, Integer>();
        for (var heading : body.select("h1, h2, h3, h4, h5, h6")) {
            var text = heading.text();
            if (WhiteSpace.isBlank(text)) {
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
        // An id must begin with a letter, and the prefix "fn" is reserved for footnotes.
        return Character.isDigit(id.charAt(0)) || id.startsWith("fn") ? "section-" + id : id;
    }

    /**
     * Returns the id, or the id with the lowest free number appended. The next number of each id is remembered in a
     * map.
     */
    private static String makeUnique(String id, HashSet<String> taken, Map<String, Integer> next) {
        var candidate = id;
        while (!taken.add(candidate)) {
            candidate = id + "-" + next.merge(id, 1, (old, one) -> old + one);
        }
        return candidate;
    }
}
