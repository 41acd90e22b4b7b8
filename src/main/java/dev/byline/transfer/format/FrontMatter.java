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
 * What stands before the text of a file: YAML between dashes (Jekyll, Hugo, Astro), or above a line of dashes (Hexo), TOML
 * between plus signs (Hugo, Zola), or JSON.
 */
record FrontMatter(Map<String, Object> values, String text, String fault) {
    private static final Pattern YAML = Pattern.compile(
            "\\A---[ \\t]*\\n(.*?)(?:^|\\n)(?:---|\\.\\.\\.)[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern TOML = Pattern.compile(
            "\\A\\+\\+\\+[ \\t]*\\n(.*?)\\n?\\+\\+\\+[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern OPEN = Pattern.compile("\\A([A-Za-z_][\\w-]*:.*?\\n)---[ \\t]*(?:\\n|\\z)(.*)\\z",
            Pattern.DOTALL);
    private static final Pattern JSON = Pattern.compile("\\A(\\{\\s*\\n.*?\\n\\})[ \\t]*\\n(.*)\\z", Pattern.DOTALL);
    private static final Pattern PAIR = Pattern.compile("([A-Za-z_][\\w-]*)\\s*:\\s*(.*)");

    /** Of a whole file. */
    static FrontMatter of(String file) {
        var whole = file.startsWith("\uFEFF") ? file.substring(1) : file;
        for (var form : List.of(YAML, OPEN, TOML, JSON)) {
            var found = form.matcher(whole);
            if (found.matches()) {
                return form == YAML || form == OPEN
                        ? yaml(found.group(1), found.group(2))
                        : other(found.group(1), found.group(2), form == TOML ? new TomlMapper() : new ObjectMapper());
            }
        }
        return new FrontMatter(Map.of(), whole, whole.startsWith("---") || whole.startsWith("+++")
                ? "its front matter has no end, and is part of the text"
                : null);
    }

    private static FrontMatter yaml(String head, String text) {
        try {
            return new FrontMatter(map(loader().load(head)), text, null);
        } catch (YAMLException e) {
            // People write titles with colons in them; most lines are right nevertheless.
            return new FrontMatter(lines(head), text, "its front matter is not YAML; it was read line by line");
        }
    }

    /** Without dates, which people write in too many ways, and without anything that makes objects. */
    private static Yaml loader() {
        var options = new LoaderOptions();
        // A few of them, one in the other, are millions of tags, or endless ones.
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

    private static FrontMatter other(String head, String text, ObjectMapper mapper) {
        try {
            return new FrontMatter(map(mapper.readValue(head, Object.class)), text, null);
        } catch (JsonProcessingException e) {
            return new FrontMatter(lines(head.replace('=', ':')), text,
                    "its front matter cannot be read whole; it was read line by line");
        }
    }

    private static Map<String, Object> map(Object read) {
        var values = new LinkedHashMap<String, Object>();
        if (read instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
        }
        return values;
    }

    private static Map<String, Object> lines(String head) {
        var values = new LinkedHashMap<String, Object>();
        head.lines().forEach(line -> {
            var pair = PAIR.matcher(line);
            if (pair.matches()) {
                values.put(pair.group(1), pair.group(2).strip().replaceAll("^([\"'])(.*)\\1$", "$2"));
            }
        });
        return values;
    }

    /** The first of the names that has a value, as text; a dot goes into a table. Null without one. */
    String text(String... names) {
        for (var name : names) {
            var value = value(name);
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

    boolean is(String name, boolean expected) {
        return String.valueOf(expected).equalsIgnoreCase(text(name));
    }

    /** A list, or a text of words; empty without one. */
    List<String> list(String... names) {
        for (var name : names) {
            var value = value(name);
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

    private Object value(String name) {
        Object value = values;
        for (var step : name.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }
}
