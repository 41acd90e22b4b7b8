package dev.byline.text;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * Callouts in Markdown: a quote whose first line is {@code [!NOTE]}, {@code [!TIP]}, {@code [!IMPORTANT]},
 * {@code [!WARNING]} or {@code [!CAUTION]}, with the classes that GitHub gives its alerts.
 */
final class Callouts {
    private static final Pattern MARKER = Pattern
            .compile("\\s*\\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\\][ \\t]*(?:\\n|\\z)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> TITLES = Map.of("note", "Note", "tip", "Tip", "important", "Important",
            "warning", "Warning", "caution", "Caution");
    static final String CLASS = "markdown-alert";
    static final String TITLE_CLASS = CLASS + "-title";

    private Callouts() {
    }

    /** Gives the callouts among the quotes their classes and titles, and deletes their markers. */
    static void mark(Element body) {
        for (var quote : body.select("blockquote")) {
            var first = quote.firstElementChild();
            if (first == null || !first.nameIs("p") || first.childNodeSize() == 0
                    || !(first.childNode(0) instanceof TextNode text)) {
                continue;
            }
            var marker = MARKER.matcher(text.getWholeText());
            if (!marker.lookingAt()) {
                continue;
            }
            var rest = text.getWholeText().substring(marker.end());
            if (rest.isEmpty() && text.nextSibling() instanceof Element next) {
                if (next.nameIs("br")) {
                    next.remove();
                } else if (!marker.group().endsWith("\n")) {
                    // Text follows in the line of the marker.
                    continue;
                }
            }
            text.text(rest);
            if (first.childNodeSize() == 1 && rest.isBlank()) {
                first.remove();
            }
            var kind = marker.group(1).toLowerCase(Locale.ROOT);
            quote.attr("class", CLASS + " " + CLASS + "-" + kind);
            quote.prependElement("p").attr("class", TITLE_CLASS).text(TITLES.get(kind));
        }
    }
}
