package dev.byline.transfer.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * The front matter of a Markdown file and the text after it. Front matter is YAML between lines of dashes (Jekyll,
 * Hugo, Astro) or above a line of dashes (Hexo), TOML between lines of plus signs (Hugo, Zola), or JSON.
 *
 * @param values
 *            the values of the front matter by name; lists and tables nest
 * @param text
 *            the text after the front matter
 * @param problem
 *            the problem with the front matter; null if it was parsed completely
 */
record FrontMatter(Map<String, Object> values, String text, String problem) {
    private static final Pattern YAML_BLOCK = Pattern.compile(
            "\\A---[ \\t]*\\n(.*?)(?:^|\\n)(?:---|\\.\\.\\.)[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern TOML_BLOCK = Pattern.compile(
            "\\A\\+\\+\\+[ \\t]*\\n(.*?)\\n?\\+\\+\\+[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern HEXO_YAML_BLOCK = Pattern.compile(
            "\\A([A-Za-z_][\\w-]*:.*?\\n)---[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern JSON_BLOCK = Pattern.compile("\\A(\\{\\s*\\n.*?\\n\\})[ \\t]*\\n(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern KEY_VALUE_LINE = Pattern.compile("([A-Za-z_][\\w-]*)\\s*:\\s*(.*)");

    /** Parses a complete file. */
    static FrontMatter parse(String file) {
        var content = file.startsWith("\uFEFF") ? file.substring(1) : file;
        for (var form : List.of(YAML_BLOCK, HEXO_YAML_BLOCK, TOML_BLOCK, JSON_BLOCK)) {
            var found = form.matcher(content);
            if (found.matches()) {
                return form == YAML_BLOCK || form == HEXO_YAML_BLOCK
                        ? parseYaml(found.group(1), found.group(2))
                        : parseTomlOrJson(found.group(1), found.group(2),
                                form == TOML_BLOCK ? new TomlMapper() : new ObjectMapper());
            }
        }
        return new FrontMatter(Map.of(), content, content.startsWith("---") || content.startsWith("+++")
                ? "its front matter has no end and was imported as part of the text"
                : null);
    }

    private static FrontMatter parseYaml(String head, String text) {
        try {
            return new FrontMatter(toMap(yamlLoader().load(head)), text, null);
        } catch (YAMLException e) {
            // A typical error is a title with a colon. Most other lines are correct, so they are read one by one.
            return new FrontMatter(parseLines(head), text,
                    "its front matter is not valid YAML; it was read line by line");
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

    private static FrontMatter parseTomlOrJson(String head, String text, ObjectMapper mapper) {
        try {
            return new FrontMatter(toMap(mapper.readValue(head, Object.class)), text, null);
        } catch (JsonProcessingException e) {
            return new FrontMatter(parseLines(head.replace('=', ':')), text,
                    "its front matter is not valid TOML or JSON; it was read line by line");
        }
    }

    private static Map<String, Object> toMap(Object read) {
        var values = new LinkedHashMap<String, Object>();
        if (read instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
        }
        return values;
    }

    private static Map<String, Object> parseLines(String head) {
        var values = new LinkedHashMap<String, Object>();
        head.lines().forEach(line -> {
            var pair = KEY_VALUE_LINE.matcher(line);
            if (pair.matches()) {
                values.put(pair.group(1), pair.group(2).strip().replaceAll("^([\"'])(.*)\\1$", "$2"));
            }
        });
        return values;
    }

    /**
     * Returns the value of the first name that has one, as text; null if none has. A dot in a name leads into a table.
     * Of a list the first element counts, and of a table its {@code src}, {@code url} or {@code name}.
     */
    String text(String... names) {
        for (var name : names) {
            var value = findValue(name);
            if (value instanceof List<?> list && !list.isEmpty()) {
                value = list.get(0);
            }
            if (value instanceof Map<?, ?> map) {
                value = map.get("src") != null
                        ? map.get("src")
                        : map.get("url") != null ? map.get("url") : map.get("name");
            }
            if (value != null && !(value instanceof Map) && !value.toString().isBlank()) {
                return value.toString().strip();
            }
        }
        return null;
    }

    /** Tells whether a name has this boolean value; false if the name is missing. */
    boolean isBoolean(String name, boolean expected) {
        return String.valueOf(expected).equalsIgnoreCase(text(name));
    }

    /**
     * Returns the value of the first name that has one, as a list of texts; empty if none has. A text is split at
     * commas.
     */
    List<String> list(String... names) {
        for (var name : names) {
            var value = findValue(name);
            if (value instanceof List<?> || value instanceof Map<?, ?>) {
                var texts = new ArrayList<String>();
                flatten(value, texts);
                return texts;
            }
            if (value != null && !value.toString().isBlank()) {
                var text = value.toString().strip();
                return List.of(text.contains(",") ? text.split("\\s*,\\s*") : new String[]{ text });
            }
        }
        return List.of();
    }

    private static void flatten(Object element, List<String> texts) {
        if (element instanceof List<?> deeper) {
            deeper.forEach(e -> flatten(e, texts));
        } else if (element instanceof Map<?, ?> map) {
            flatten(map.get("name"), texts);
        } else if (element != null) {
            texts.add(element.toString());
        }
    }

    private Object findValue(String name) {
        Object value = values;
        for (var step : name.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }
}
