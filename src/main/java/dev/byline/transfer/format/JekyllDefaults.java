package dev.byline.transfer.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The defaults for front matter in the configuration of a Jekyll site ({@code defaults} in {@code _config.yml}): each
 * has a scope, which is a path and a type, and values. The values of the longest path come first; of two equal paths
 * the one with a type, and then the later one.
 */
final class JekyllDefaults {
    private static final Pattern CONFIG = Pattern.compile("(.*/)?_config\\.(ya?ml|toml)");
    private static final Pattern COLLECTION = Pattern.compile("(?:.*/)?_([\\w-]+)/.*");
    private static final Comparator<ScopedValues> PRECEDENCE = Comparator
            .comparing((ScopedValues scope) -> scope.path.length())
            .thenComparing(scope -> !scope.type.isEmpty()).thenComparing(scope -> scope.number).reversed();

    private final List<ScopedValues> scopes;

    private JekyllDefaults(List<ScopedValues> scopes) {
        this.scopes = scopes;
    }

    /**
     * Values for the files of a path and a type.
     *
     * @param site
     *            the folder of the site, with a slash at its end; empty for the root of the archive
     */
    private record ScopedValues(int number, String site, String path, String type, Map<String, Object> values) {

        boolean contains(String file) {
            if (!file.startsWith(site)) {
                return false;
            }
            var relative = file.substring(site.length());
            return hasPath(relative) && (type.isEmpty() || type.equals(findType(relative)));
        }

        private boolean hasPath(String file) {
            // Jekyll leaves out the folder of all collections, if the site has one.
            return Stream.of(file, file.replaceFirst("^[^/]+/(?=_)", "")).anyMatch(candidate -> path.contains("*")
                    ? candidate.matches(toRegex(path) + "(/.*)?")
                    : candidate.startsWith(path));
        }

        private static String toRegex(String glob) {
            return Stream.of(glob.split("\\*\\*/?", -1))
                    .map(part -> Stream.of(part.split("\\*", -1)).map(Pattern::quote)
                            .collect(Collectors.joining("[^/]*")))
                    .collect(Collectors.joining(".*"));
        }

        private static String findType(String file) {
            Matcher collection = COLLECTION.matcher(file);
            return collection.matches() ? collection.group(1) : "pages";
        }
    }

    /** Reads the configuration of a site in an archive; reports one that cannot be read, by its path. */
    static JekyllDefaults read(MarkdownArchive archive, Map<String, String> problems)
            throws IOException, BrokenFileException {
        var scopes = new ArrayList<ScopedValues>();
        for (var name : archive.fileNames().stream().sorted().toList()) {
            var path = archive.path(name);
            var config = CONFIG.matcher(path);
            if (config.matches()) {
                var text = archive.readIfPossible(name);
                var read = text == null ? null : FrontMatterParser.parseData(path, text);
                if (read instanceof Map<?, ?> settings) {
                    addScopes(config.group(1) == null ? "" : config.group(1), settings.get("defaults"), scopes);
                } else if (text == null || text.contains("defaults")) {
                    problems.put(path, "is a configuration that cannot be read; its defaults were not applied");
                }
            }
        }
        scopes.sort(PRECEDENCE);
        return new JekyllDefaults(scopes);
    }

    private static void addScopes(String site, Object defaults, List<ScopedValues> scopes) {
        for (var part : defaults instanceof List<?> list ? list : List.of()) {
            if (part instanceof Map<?, ?> map && map.get("values") instanceof Map<?, ?> values) {
                var scope = map.get("scope") instanceof Map<?, ?> given ? given : Map.of();
                var path = text(scope.get("path")).replaceFirst("^(\\./|/)+", "");
                // Old versions of Jekyll name the types in the singular.
                var type = text(scope.get("type")).replaceFirst("^(post|page|draft)$", "$1s");
                scopes.add(new ScopedValues(scopes.size(), site, path, type, FrontMatterParser.toMap(values)));
            }
        }
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString().strip();
    }

    /** Adds the values for a file. */
    void addTo(Map<String, Object> values, String path) {
        scopes.stream().filter(scope -> scope.contains(path))
                .forEach(scope -> scope.values.forEach(values::putIfAbsent));
    }
}
