package dev.byline.transfer.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

/**
 * Splits a Markdown file into its front matter and its text. Front matter is one of these:
 * <ul>
 * <li>YAML, TOML or JSON between lines of dashes, or TOML between lines of plus signs (Jekyll, Hugo, Astro, Zola);
 * <li>YAML above a line of dashes, or JSON above a line of semicolons (Hexo, Middleman);
 * <li>lines of {@code key: value} without fences ({@link PlainHead}: Pelican, MultiMarkdown);
 * <li>lines of {@code .. key: value} in a comment (Nikola);
 * <li>a JSON object at the beginning of the file (Hugo).
 * </ul>
 * Everything else is text, also if it looks similar: text between two rules, or a line such as {@code Note: a text}.
 */
final class FrontMatterParser {
    /** The maximum number of keys of invalid front matter, each of which is parsed separately. */
    private static final int MAX_KEYS = 1_000;
    private static final String INVALID_JSON = "its front matter is not valid JSON and was imported as part of the text";
    /** A byte order mark and blank lines, which some generators allow above front matter. */
    private static final Pattern BLANK_START = Pattern
            .compile("\\A\uFEFF?(?:[ \\t]*\\n)+(?=---|\\+\\+\\+|;;;|\\{)");
    private static final Pattern DASHED = Pattern.compile(
            "\\A(-{3,})[ \\t]*(yaml|toml|json)?[ \\t]*\\n(.*?)(?:(?<=\\n)|\\n)(?:\\1|\\.\\.\\.)[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern SEMICOLONS = Pattern.compile(
            "\\A(?:;;;[ \\t]*\\n|(?=[{\"]))(.*?)(?:(?<=\\n)|\\n);;;[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern PLUSSED = Pattern.compile(
            "\\A\\+\\+\\+[ \\t]*\\n(.*?)\\n?\\+\\+\\+[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    /** Lines of a key with its value, each followed by the lines of a list or by indented lines. */
    private static final String KEY_LINES = "((?:[A-Za-z_][\\w.-]*[ \\t]*:(?:[ \\t][^\\n]*)?\\n"
            + "(?:[ \\t]+\\S[^\\n]*\\n|-[ \\t][^\\n]*\\n)*+)++)";
    private static final Pattern ABOVE_DASHES = Pattern.compile("\\A" + KEY_LINES + "---[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile(
            "\\A\\s*<!--[ \\t]*\\n((?:[ \\t]*\\.\\.[ \\t]+[\\w-]+:[^\\n]*\\n|[ \\t]*\\n)++)[ \\t]*-->[ \\t]*\\n?(.*)\\z",
            Pattern.DOTALL);
    /** The beginning of front matter whose end is missing: a fence, and below it a key. */
    private static final Pattern UNCLOSED = Pattern.compile(
            "\\A(?:---|\\+\\+\\+)(?:\\w+|[ \\t]*\\n\\s*[\\w\"-]+\\s*[:=]).*",
            Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("(?m)^([A-Za-z_][\\w.-]*)[ \\t]*:");
    private static final Pattern YAML_KEY_LINE = Pattern.compile("([A-Za-z_][\\w.-]*)\\s*:(?:\\s+(.*))?");
    private static final Pattern TOML_KEY_LINE = Pattern.compile("([A-Za-z_][\\w.-]*)\\s*=\\s*(.*)");
    private static final Pattern TOML_TABLE_LINE = Pattern.compile("\\s*\\[{1,2}[\\w.\"' -]+\\]{1,2}\\s*");
    /** Keys that only front matter has. One of them tells front matter without fences from text. */
    static final Set<String> KNOWN_KEYS = Set.of("title", "date", "tags", "categories", "category", "layout",
            "permalink", "slug", "status", "draft", "published", "author", "authors", "modified", "lang", "summary",
            "description", "keywords", "translation", "template", "save_as", "url", "type", "updated", "thumbnail");

    private FrontMatterParser() {
    }

    /** Parses a complete file. */
    static FrontMatter parse(String file) {
        var content = BLANK_START.matcher(file).replaceFirst("");
        content = content.startsWith("\uFEFF") ? content.substring(1) : content;
        var dashed = DASHED.matcher(content);
        if (dashed.matches() && (dashed.group(1).length() == 3 || hasKnownKey(dashed.group(3)))) {
            return parseFenced(dashed.group(2), dashed.group(3), dashed.group(4), content);
        }
        var plussed = PLUSSED.matcher(content);
        if (plussed.matches()) {
            return parseFenced("toml", plussed.group(1), plussed.group(2), content);
        }
        var semicolons = SEMICOLONS.matcher(content);
        if (semicolons.matches()) {
            var head = semicolons.group(1).strip();
            // YAML includes JSON, and allows the comma after the last value.
            return parseFenced("json", head.startsWith("{") ? head : "{" + head + "}", semicolons.group(2), content);
        }
        var above = ABOVE_DASHES.matcher(content);
        if (above.matches() && hasKnownKey(above.group(1))) {
            return parseFenced("yaml", above.group(1), above.group(2), content);
        }
        var plain = PlainHead.find(content);
        if (plain != null) {
            return new FrontMatter(plain.values(), plain.text(), null, false);
        }
        var comment = COMMENT.matcher(content);
        if (comment.matches()) {
            var head = comment.group(1).replaceAll("(?m)^[ \\t]*(?:\\.\\.[ \\t]+|\\n)", "");
            return new FrontMatter(PlainHead.parse(head.lines().toList()), comment.group(2), null, false);
        }
        var json = content.startsWith("{") ? parseJson(content) : null;
        if (json != null) {
            return json;
        }
        boolean unclosed = UNCLOSED.matcher(content).matches();
        return new FrontMatter(Map.of(), content,
                unclosed ? "its front matter has no end and was imported as part of the text" : null, unclosed);
    }

    private static boolean hasKnownKey(String head) {
        return KEY.matcher(head).results().map(key -> key.group(1).toLowerCase(Locale.ROOT))
                .anyMatch(KNOWN_KEYS::contains);
    }

    private static FrontMatter parseFenced(String language, String head, String text, String content) {
        try {
            var read = "toml".equals(language)
                    ? new TomlMapper().readValue(head, Object.class)
                    : yamlLoader().load(head);
            // Text between two rules of Markdown is no front matter, and stays in the text. A heading of Markdown is a
            // comment of YAML.
            return read == null && head.isBlank() || read instanceof Map
                    ? new FrontMatter(toMap(read), text, null, false)
                    : new FrontMatter(Map.of(), content, null, false);
        } catch (YAMLException | JsonProcessingException e) {
            if ("json".equals(language)) {
                return new FrontMatter(Map.of(), content, INVALID_JSON, true);
            }
            return parseBlocks("toml".equals(language), head, text, content);
        }
    }

    /**
     * Parses invalid front matter key by key, because a typical error is a title with a colon, and the other lines are
     * correct. Lines that cannot be read become the beginning of the text.
     */
    private static FrontMatter parseBlocks(boolean toml, String head, String text, String content) {
        var keyLine = toml ? TOML_KEY_LINE : YAML_KEY_LINE;
        var values = new LinkedHashMap<String, Object>();
        var unread = new ArrayList<String>();
        var blocks = blocks(head, toml);
        if (blocks.size() > MAX_KEYS) {
            return new FrontMatter(Map.of(), content,
                    "its front matter is not valid, is very long and was imported as part of the text", true);
        }
        for (var block : blocks) {
            var lines = block.lines().toList();
            var pair = keyLine.matcher(lines.get(0));
            try {
                var read = toml ? new TomlMapper().readValue(block, Object.class) : yamlLoader().load(block);
                if (read instanceof Map) {
                    values.putAll(toMap(read));
                    continue;
                }
            } catch (YAMLException | JsonProcessingException e) {
                // The first line of the block is read below.
            }
            boolean hasPair = pair.matches() && pair.group(2) != null && !pair.group(2).isBlank();
            if (hasPair) {
                values.put(pair.group(1), pair.group(2).strip().replaceAll("^([\"'])(.*)\\1$", "$2"));
            }
            lines.stream().skip(hasPair ? 1 : 0).filter(line -> !line.strip().matches("|#.*")).forEach(unread::add);
        }
        var problem = "its front matter is not valid " + (toml ? "TOML" : "YAML") + "; it was read line by line";
        if (values.isEmpty()) {
            // Text between two rules of Markdown.
            return new FrontMatter(Map.of(), content, null, false);
        }
        return unread.isEmpty()
                ? new FrontMatter(values, text, problem, false)
                : new FrontMatter(values, "```\n" + String.join("\n", unread) + "\n```\n\n" + text,
                        problem + ", and lines that cannot be read became the beginning of the text", true);
    }

    /** Splits front matter into blocks: a key with the lines that belong to it, or a table of TOML. */
    private static List<String> blocks(String head, boolean toml) {
        var blocks = new ArrayList<StringBuilder>();
        boolean inTable = false;
        for (var line : head.lines().toList()) {
            boolean table = toml && TOML_TABLE_LINE.matcher(line).matches();
            boolean begins = table
                    || !inTable && (toml ? TOML_KEY_LINE : YAML_KEY_LINE).matcher(line).matches();
            inTable |= table;
            if (begins || blocks.isEmpty()) {
                blocks.add(new StringBuilder());
            }
            blocks.get(blocks.size() - 1).append(line).append('\n');
        }
        return blocks.stream().map(StringBuilder::toString).toList();
    }

    /** Parses a JSON object at the beginning of a file; null if it is no front matter but text. */
    private static FrontMatter parseJson(String content) {
        try (var parser = new ObjectMapper().createParser(content)) {
            var values = toMap(parser.readValueAs(Object.class));
            var rest = content.substring((int) parser.currentLocation().getCharOffset());
            boolean ends = rest.isEmpty() || rest.matches("(?s)[ \\t]*\\n.*");
            boolean known = values.isEmpty()
                    || values.keySet().stream().anyMatch(key -> KNOWN_KEYS.contains(key.toLowerCase(Locale.ROOT)));
            return ends && known
                    ? new FrontMatter(values, rest.replaceFirst("\\A[ \\t]*\\n", ""), null, false)
                    : null;
        } catch (IOException e) {
            return content.matches("(?s)\\{\\s*\"\\w+\"\\s*:.*")
                    ? new FrontMatter(Map.of(), content, INVALID_JSON, true)
                    : null;
        }
    }

    /**
     * Parses a data file of a site: TOML, JSON or YAML, by its extension. Returns null if the file is not valid, or is
     * empty.
     */
    static Object parseData(String path, String text) {
        try {
            return path.endsWith(".toml")
                    ? new TomlMapper().readValue(text, Object.class)
                    : path.endsWith(".json")
                            ? new ObjectMapper().readValue(text, Object.class)
                            : yamlLoader().load(text);
        } catch (YAMLException | JsonProcessingException e) {
            return null;
        }
    }

    /**
     * Creates a YAML loader that leaves dates and numbers as text, because dates occur in too many formats, and that
     * creates no Java objects (SafeConstructor).
     */
    private static Yaml yamlLoader() {
        var options = new LoaderOptions();
        // Aliases of collections are forbidden: a few nested ones expand to millions of values, or endlessly.
        options.setMaxAliasesForCollections(0);
        return new Yaml(new SafeConstructor(options), new Representer(new DumperOptions()), new DumperOptions(),
                options,
                new Resolver() {
                    @Override
                    public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
                        if (!tag.equals(Tag.TIMESTAMP) && !tag.equals(Tag.FLOAT) && !tag.equals(Tag.INT)) {
                            super.addImplicitResolver(tag, regexp, first, limit);
                        }
                    }
                });
    }

    static Map<String, Object> toMap(Object read) {
        var values = new LinkedHashMap<String, Object>();
        if (read instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
        }
        return values;
    }
}
