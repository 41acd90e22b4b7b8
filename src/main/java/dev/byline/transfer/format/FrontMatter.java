package dev.byline.transfer.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The front matter of a Markdown file and the text after it, as {@link FrontMatterParser} reads them.
 *
 * @param values
 *            the values of the front matter by name; lists and tables nest
 * @param text
 *            the text after the front matter
 * @param problem
 *            the problem with the front matter; null if it was parsed completely
 * @param incomplete
 *            whether lines of the front matter could not be read, and stay in the text
 */
record FrontMatter(Map<String, Object> values, String text, String problem, boolean incomplete) {
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
        return list(true, names);
    }

    /** Returns the value of the first name that has one, as a list of texts; a text is one element. */
    List<String> elements(String... names) {
        return list(false, names);
    }

    private List<String> list(boolean splits, String... names) {
        for (var name : names) {
            var value = findValue(name);
            if (value instanceof List<?> || value instanceof Map<?, ?>) {
                var texts = new ArrayList<String>();
                flatten(value, texts);
                return texts;
            }
            if (value != null && !value.toString().isBlank()) {
                var text = value.toString().strip();
                return List.of(splits && text.contains(",") ? text.split("\\s*,\\s*") : new String[]{ text });
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

    /** Returns the value of a name; null if there is none. A dot in the name leads into a table. */
    Object findValue(String name) {
        Object value = values;
        for (var step : name.split("\\.")) {
            value = value instanceof Map<?, ?> map ? findIgnoringCase(map, step) : null;
        }
        return value;
    }

    /** Finds a value by its exact name, or else by the name in another case, as Pelican writes it. */
    private static Object findIgnoringCase(Map<?, ?> map, String name) {
        return map.containsKey(name)
                ? map.get(name)
                : map.entrySet().stream().filter(entry -> name.equalsIgnoreCase(String.valueOf(entry.getKey())))
                        .map(Map.Entry::getValue).filter(value -> value != null).findFirst().orElse(null);
    }
}
