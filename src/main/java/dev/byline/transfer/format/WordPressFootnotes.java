package dev.byline.transfer.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.nodes.Entities;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * The footnotes of a WordPress post. The text has references to them by id; the footnotes themselves are JSON in the
 * metadata {@code footnotes}, and are shown where the footnotes block stands.
 */
final class WordPressFootnotes {
    private static final Pattern BLOCK = Pattern.compile("<!--\\s*wp:footnotes\\b[^>]*?/-->");
    private static final Pattern REFERENCE = Pattern.compile(
            "(?is)<(sup)\\b[^>]*\\bdata-fn=[\"']([^\"']+)[\"'][^>]*>.*?</\\1>");
    /** A footnote in JSON whose quotation marks lost their backslashes when it was stored. */
    private static final Pattern LENIENT_NOTE = Pattern.compile(
            "\\{\\s*\"content\"\\s*:\\s*\"(.*?)\"\\s*,\\s*\"id\"\\s*:\\s*\"([^\"]*)\"\\s*\\}", Pattern.DOTALL);

    private WordPressFootnotes() {
    }

    /** Adds the footnotes to the content of a post: at each footnotes block, or else at the end. */
    static String add(String content, String json, List<String> notes) {
        if (json == null) {
            return content;
        }
        var footnotes = parse(json, notes);
        if (footnotes.isEmpty()) {
            return content;
        }
        var numbers = new ArrayList<>(footnotes.keySet());
        var text = REFERENCE.matcher(content).replaceAll(reference -> {
            var id = reference.group(2);
            return Matcher.quoteReplacement(!footnotes.containsKey(id)
                    ? reference.group()
                    : "<sup class=\"footnote-ref\"><a href=\"#" + id + "\" id=\"" + id + "-link\">"
                            + (numbers.indexOf(id) + 1) + "</a></sup>");
        });
        var section = section(footnotes);
        var block = BLOCK.matcher(text);
        return block.find()
                ? BLOCK.matcher(block.replaceFirst(Matcher.quoteReplacement(section))).replaceAll("")
                : text + section;
    }

    private static Map<String, String> parse(String json, List<String> notes) {
        var footnotes = new LinkedHashMap<String, String>();
        try {
            var read = JsonTableReader.parse(json);
            read.forEach(note -> put(footnotes, note.path("id").asText(""), note.path("content").asText("")));
        } catch (JsonProcessingException e) {
            var note = LENIENT_NOTE.matcher(json);
            while (note.find()) {
                put(footnotes, note.group(2), note.group(1).replace("\\\"", "\"").replace("\\/", "/"));
            }
            if (footnotes.isEmpty() && !json.isBlank()) {
                notes.add("its footnotes are not valid JSON; they stand at the end of its text as they are");
                footnotes.put("footnotes", Entities.escape(json));
            }
        }
        return footnotes;
    }

    private static void put(Map<String, String> footnotes, String id, String content) {
        if (!content.isBlank()) {
            footnotes.putIfAbsent(id.isBlank() ? "footnote-" + (footnotes.size() + 1) : id.replaceAll("[\"<>&\\s]", ""),
                    content);
        }
    }

    private static String section(Map<String, String> footnotes) {
        var html = new StringBuilder("\n\n<section class=\"footnotes\"><ol>");
        footnotes.forEach((id, content) -> html.append("<li id=\"").append(id).append("\"><p>").append(content)
                .append(" <a class=\"footnote-backref\" href=\"#").append(id).append("-link\">\u21a9</a></p></li>"));
        return html.append("</ol></section>\n\n").toString();
    }
}
