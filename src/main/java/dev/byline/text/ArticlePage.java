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
final class ArticlePage {
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,100}");
    private static final int LONGEST_ID = 60;
    /** Where pages keep the addresses of pictures that a script is to load. */
    private static final List<String> LAZY = List.of("data-src", "data-lazy-src", "data-original", "data-orig-file",
            "data-image", "srcset", "data-srcset");

    private ArticlePage() {
    }

    /** A paragraph that is nothing but the address of a video becomes its player. */
    static void showVideos(Element page) {
        for (var paragraph : page.select("p")) {
            var link = paragraph.childrenSize() == 1 ? paragraph.child(0) : paragraph;
            if (link.nameIs("a") && paragraph.text().strip().equals(link.attr("href"))) {
                Embeds.player(link.attr("href")).ifPresent(
                        player -> paragraph.replaceWith(new Element("figure").appendChild(Embeds.frame(player, link))));
            }
        }
    }

    /** Frames that are no players, and recordings, become links, boxes cannot be ticked, pictures load when looked at. */
    static void prepare(Element page) {
        showPictures(page);
        // What runs, or hides text from readers, goes with its text.
        page.select("script, style, template, noscript, object, embed, applet").remove();
        for (var frame : page.select("iframe")) {
            var src = frame.attr("src").strip();
            var player = Embeds.player(src);
            if (player.isPresent()) {
                frame.replaceWith(Embeds.frame(player.get(), frame));
            } else {
                link(frame, src);
            }
        }
        for (var recording : page.select("video, audio")) {
            var source = recording.selectFirst("[src]");
            link(recording, source == null ? "" : source.attr("src").strip());
        }
        for (var input : page.select("input")) {
            if (input.attr("type").equalsIgnoreCase("checkbox") && input.closest("li") != null) {
                input.attr("disabled", "disabled");
            } else {
                input.remove();
            }
        }
        page.select("img").attr("loading", "lazy");
        number(page);
    }

    private static void link(Element frame, String address) {
        if (address.matches("(?i)https?://\\S+")) {
            frame.replaceWith(new Element("a").attr("href", address).appendChild(new TextNode(address)));
        } else {
            frame.remove();
        }
    }

    /** Pictures that a script would have loaded are loaded by the page itself; what shows nothing goes. */
    private static void showPictures(Element page) {
        var shown = new HashSet<String>();
        for (var picture : page.select("img")) {
            var own = picture.attr("src").strip();
            var address = !own.isEmpty() && !own.startsWith("data:")
                    ? own
                    : LAZY.stream().map(picture::attr)
                            .map(lazy -> lazy.strip().replaceAll("[\\s,].*", ""))
                            .filter(lazy -> !lazy.isEmpty() && !lazy.startsWith("data:")).findFirst().orElse(null);
            if (address == null) {
                picture.remove();
            } else if (picture.attr("src", address).closest("noscript") == null) {
                shown.add(address);
            }
        }
        for (var otherwise : page.select("noscript")) {
            for (var picture : otherwise.select("img")) {
                if (shown.add(picture.attr("src"))) {
                    otherwise.before(picture);
                }
            }
        }
    }

    /** Numbers footnotes, whose labels may be anything, and leads their links to the numbers. */
    private static void number(Element page) {
        var numbers = new HashMap<String, String>();
        for (var note : page.select("section.footnotes > ol > li[id]")) {
            var id = "fn-" + (numbers.size() + 1);
            numbers.put("#" + note.id(), "#" + id);
            note.attr("id", id);
        }
        var references = new HashMap<String, String>();
        var used = new HashMap<String, Integer>();
        for (var link : page.select("sup.footnote-ref > a[href]")) {
            var target = numbers.get(link.attr("href"));
            if (target != null) {
                int times = used.merge(target, 1, Integer::sum);
                var id = target.replace("#fn-", "fnref-") + (times == 1 ? "" : "-" + times);
                references.put("#" + link.id(), "#" + id);
                link.attr("id", id).attr("href", target);
            }
        }
        for (var link : page.select("a.footnote-backref[href]")) {
            link.attr("href", references.getOrDefault(link.attr("href"), "#"));
        }
    }

    /** Gives each heading an anchor of its own, made of its words unless the author gave one, and lists them all. */
    static List<RichText.Heading> anchor(Element page) {
        var contents = new ArrayList<RichText.Heading>();
        var taken = new HashSet<String>();
        var next = new HashMap<String, Integer>();
        for (var heading : page.select("h1, h2, h3, h4, h5, h6")) {
            var text = heading.text();
            if (Prose.isBlank(text)) {
                heading.removeAttr("id");
                continue;
            }
            var given = ID.matcher(heading.id()).matches() && !heading.id().startsWith("fn");
            var id = free(given ? heading.id() : derived(text), taken, next);
            heading.attr("id", id);
            contents.add(new RichText.Heading(heading.tagName().charAt(1) - '0', id, text));
        }
        return contents;
    }

    private static String derived(String text) {
        var slug = Slugs.derive(text, "", "section");
        var id = slug.length() > LONGEST_ID ? slug.substring(0, LONGEST_ID).replaceAll("-+$", "") : slug;
        // An id begins with a letter here, and those of footnotes are theirs.
        return Character.isDigit(id.charAt(0)) || id.startsWith("fn") ? "section-" + id : id;
    }

    /** The id itself, or with the first number behind it that nobody has; the next one goes on from there. */
    private static String free(String id, HashSet<String> taken, Map<String, Integer> next) {
        var candidate = id;
        while (!taken.add(candidate)) {
            candidate = id + "-" + next.merge(id, 1, (old, one) -> old + one);
        }
        return candidate;
    }
}
