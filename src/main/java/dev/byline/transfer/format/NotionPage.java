package dev.byline.transfer.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of Notion's Markdown export. The names of its file and folders end in ids of 32 hexadecimal digits. Its text
 * begins with the title as a heading, and below it one line for each property of the page.
 */
final class NotionPage {
    private static final Pattern ID = Pattern.compile("(?i)(?<=[^/])[ _-]+[0-9a-f]{32}(?=[./]|$)");
    private static final Pattern HEAD = Pattern.compile(
            "\\A\\s*#[ \\t]+(\\S[^\\n]*)(?:\\n\\s*\\n((?:[^\\s:#>*-][^:\\n]{0,60}:[ \\t][^\\n]*+(?:\\n|\\z))++)(?=\\n|\\z))?(.*)\\z",
            Pattern.DOTALL);
    /** Properties of a page, of which one tells them from text, in lower case and without spaces. */
    private static final Set<String> PROPERTIES = Set.of("created", "createdtime", "createdby", "createdat", "tags",
            "tag", "date", "status", "author", "authors", "category", "categories", "slug", "url", "lastedited",
            "lasteditedtime", "lasteditedby", "updated", "published", "publish", "draft", "summary", "description");

    private NotionPage() {
    }

    /** Returns a path without the ids of Notion. */
    static String withoutIds(String path) {
        return ID.matcher(path).replaceAll("");
    }

    /** Tells whether the name of a file is one of Notion's. */
    static boolean isPage(String path) {
        return ID.matcher(path.substring(path.lastIndexOf('/') + 1)).find();
    }

    /** Reads the title and the properties of a page; returns other files unchanged. */
    static FrontMatter read(String path, FrontMatter matter, List<String> notes) {
        var head = HEAD.matcher(matter.text());
        if (!isPage(path) || !matter.values().isEmpty() || !head.matches()) {
            return matter;
        }
        var values = new LinkedHashMap<String, Object>();
        var lines = head.group(2) == null ? "" : head.group(2);
        lines.lines().forEach(line -> {
            int colon = line.indexOf(':');
            var key = line.substring(0, colon).strip();
            values.put(key, PlainHead.toValue(key, line.substring(colon + 1).strip()));
        });
        boolean hasProperties = values.keySet().stream()
                .anyMatch(key -> PROPERTIES.contains(key.toLowerCase(Locale.ROOT).replace(" ", "")));
        var text = hasProperties || head.group(2) == null ? head.group(3) : lines + head.group(3);
        if (hasProperties) {
            notes.add("its properties in Notion were read as front matter: "
                    + ImportValues.toSingleLine(String.join(", ", values.keySet()), 200));
        } else {
            values.clear();
        }
        values.putIfAbsent("title", head.group(1).strip());
        return new FrontMatter(values, text.strip(), matter.problem(), matter.incomplete());
    }
}
