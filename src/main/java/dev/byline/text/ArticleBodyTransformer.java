package dev.byline.text;

import java.util.ArrayList;
import java.util.HashMap;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * Transforms the parsed HTML of an article body before it is sanitized. The elements that are created here pass the
 * allow-list of {@link ArticlePolicy} like all other elements.
 */
final class ArticleBodyTransformer {
    /** The maximum length of the name of a box, in code points. */
    private static final int MAX_BOX_NAME_LENGTH = 100;
    /** The elements that end a line and are not allowed; they become divisions, so that their words stay apart. */
    private static final String OTHER_BLOCKS = "center, address, article, aside, footer, header, hgroup, main, nav, "
            + "search, form, fieldset, legend, dialog, dir, menu, marquee, select, optgroup, option, frameset, noframes";

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
     * <li>References to media become paths.
     * <li>Lazily loaded images get their real URL.
     * <li>Scripts, styles, templates and plugins are deleted with their content.
     * <li>Frames of known video hosts become players; other frames become links.
     * <li>Videos and recordings keep the files that are on the web.
     * <li>Check boxes of task lists are disabled; other inputs are deleted.
     * <li>Images keep the candidates that are on the web, and get {@code loading="lazy"} unless they have it.
     * <li>Blocks that are not allowed become divisions.
     * </ol>
     */
    static void transform(Element body) {
        MediaElements.resolveReferences(body);
        MediaElements.resolveLazyImages(body);
        // Elements that run code, or hide text from readers, are deleted with their text.
        ElementRemoval.removeAll(body.select("script, style, template, noscript, object, embed, applet"));
        for (var frame : body.select("iframe")) {
            var src = frame.attr("src").strip();
            var player = VideoEmbeds.findPlayerUrl(src);
            if (player.isPresent()) {
                frame.replaceWith(VideoEmbeds.createFrame(player.get(), frame));
            } else {
                replaceByLink(frame, src);
            }
        }
        MediaElements.transformPlayers(body);
        var tasks = new HashMap<Element, String>();
        var otherInputs = new ArrayList<Element>();
        for (var input : body.select("input")) {
            var task = input.closest("li");
            if (input.attr("type").equalsIgnoreCase("checkbox") && task != null) {
                input.attr("disabled", "disabled");
                nameBox(input, tasks.computeIfAbsent(task, Element::text));
            } else {
                otherInputs.add(input);
            }
        }
        ElementRemoval.removeAll(otherInputs);
        MediaElements.transformImages(body);
        body.select(OTHER_BLOCKS).tagName("div");
        body.select("listing, xmp, plaintext").tagName("pre");
    }

    /** Gives a box the name that screen readers need (WCAG 4.1.2), because the words of its task belong to no label. */
    private static void nameBox(Element box, String task) {
        if (!task.isBlank()) {
            int length = Math.min(MAX_BOX_NAME_LENGTH, task.codePointCount(0, task.length()));
            box.attr("aria-label", task.substring(0, task.offsetByCodePoints(0, length)));
        }
    }

    private static void replaceByLink(Element element, String address) {
        if (address.matches("(?i)https?://\\S+")) {
            element.replaceWith(new Element("a").attr("href", address).appendChild(new TextNode(address)));
        } else {
            element.remove();
        }
    }
}
