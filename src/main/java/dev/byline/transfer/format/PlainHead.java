package dev.byline.transfer.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The head of a Markdown file in lines of {@code key: value} without fences, as Pelican and MultiMarkdown write it.
 * <ol>
 * <li>A line with a key begins a value. Indented lines continue the value, and so do other lines if a known key follows
 * (MultiMarkdown).</li>
 * <li>The head ends at the first blank line, or at the first line that does not belong to it (Pelican).</li>
 * <li>The lines are a head if they have a title, or if all keys are keys of heads. Otherwise the lines are text.</li>
 * </ol>
 *
 * @param values
 *            the values by key
 * @param text
 *            the text after the head
 */
record PlainHead(Map<String, Object> values, String text) {
    private static final Pattern KEY_LINE = Pattern.compile(
            " {0,3}([A-Za-z_][\\w.-]*(?: [A-Za-z0-9_][\\w.-]*){0,3})[ \\t]*:(?!//)[ \\t]*(.*)");
    private static final Pattern INDENTED = Pattern.compile("(?: {2,}|\\t)\\s*\\S.*");
    /** Keys of lists. Pelican splits their text at semicolons, or else at commas. */
    private static final Pattern LIST_KEY = Pattern.compile("(?i)authors|tags|keywords");
    /** Keys that MultiMarkdown has besides those of all generators, in lower case and without spaces. */
    private static final Set<String> MULTIMARKDOWN_KEYS = Set.of("subtitle", "affiliation", "copyright", "language",
            "quoteslanguage", "baseheaderlevel", "htmlheader", "htmlfooter", "xhtmlheader", "latexmode", "latexconfig",
            "latexinput", "latexheader", "latexfooter", "latexbegin", "latexleader", "latexheaderlevel",
            "htmlheaderlevel", "odfheader", "mmdheader", "mmdfooter", "bibtex", "bibliostyle", "css", "revision",
            "transcludebase", "abstract");

    /** Finds the head of a file; null if the file begins with text. */
    static PlainHead find(String content) {
        var lines = content.split("\n", -1);
        var knownKeyBelow = findKnownKeysBelow(lines);
        int end = 0;
        String key = null;
        while (end < lines.length && !lines[end].isBlank()) {
            var pair = KEY_LINE.matcher(lines[end]);
            if (pair.matches()) {
                key = normalize(pair.group(1));
            } else if (key == null || !INDENTED.matcher(lines[end]).matches()
                    && (key.equals("title") || !knownKeyBelow[end])) {
                break;
            }
            end++;
        }
        if (end == 0) {
            return null;
        }
        boolean blank = end == lines.length || lines[end].isBlank();
        var values = parse(List.of(lines).subList(0, end));
        var keys = values.keySet().stream().map(PlainHead::normalize).toList();
        long known = keys.stream().filter(PlainHead::isKnown).count();
        boolean isHead = keys.contains("title")
                ? blank || known > 1
                : blank && known == keys.size() && keys.stream().anyMatch(FrontMatterParser.KNOWN_KEYS::contains);
        return isHead
                ? new PlainHead(values, Stream.of(lines).skip(end + (blank ? 1L : 0)).collect(Collectors.joining("\n")))
                : null;
    }

    /** Tells for each line above the first blank one whether the next key below it is a known one. */
    private static boolean[] findKnownKeysBelow(String[] lines) {
        int end = 0;
        while (end < lines.length && !lines[end].isBlank()) {
            end++;
        }
        var knownKeyBelow = new boolean[end];
        boolean known = false;
        for (int i = end - 1; i >= 0; i--) {
            knownKeyBelow[i] = known;
            var pair = KEY_LINE.matcher(lines[i]);
            known = pair.matches() ? isKnown(normalize(pair.group(1))) : known;
        }
        return knownKeyBelow;
    }

    private static boolean isKnown(String key) {
        return FrontMatterParser.KNOWN_KEYS.contains(key) || MULTIMARKDOWN_KEYS.contains(key);
    }

    private static String normalize(String key) {
        return key.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    /** Parses lines of {@code key: value}; other lines continue the value. Values are texts, or lists of texts. */
    static Map<String, Object> parse(List<String> lines) {
        var texts = new LinkedHashMap<String, String>();
        String key = null;
        for (var line : lines) {
            var pair = KEY_LINE.matcher(line);
            if (pair.matches()) {
                key = pair.group(1);
                texts.merge(key, pair.group(2).strip(), PlainHead::join);
            } else if (!line.isBlank() && key != null) {
                texts.merge(key, line.strip(), PlainHead::join);
            }
        }
        var values = new LinkedHashMap<String, Object>();
        texts.forEach((name, text) -> values.put(name, toValue(name, text)));
        return values;
    }

    private static String join(String before, String more) {
        return (before + "\n" + more).strip();
    }

    /** Splits the value of a list. */
    static Object toValue(String key, String text) {
        var separator = text.contains(";") ? ";" : ",";
        return LIST_KEY.matcher(key).matches() && text.contains(separator)
                ? Stream.of(text.split(separator)).map(String::strip).filter(part -> !part.isEmpty()).toList()
                : text;
    }
}
