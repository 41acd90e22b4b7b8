package dev.byline.transfer.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The data files of an Eleventy site. {@code posts/posts.json} and {@code posts/posts.11tydata.json} hold values for
 * the files below the folder {@code posts}, and {@code posts/a.11tydata.json} for the file {@code posts/a.md}.
 */
final class EleventyData {
    private static final Pattern DATA_FILE = Pattern.compile("(.*/)?([^/]+?)(\\.11tydata)?\\.json");
    private static final Pattern SCRIPT_FILE = Pattern.compile(".*\\.11tydata\\.[cm]?[jt]s");

    /** Values by the path of a file without its extension, or by the path of a folder with a slash at its end. */
    private final Map<String, Map<String, Object>> valuesByPath = new TreeMap<>();

    private EleventyData() {
    }

    /** Reads the data files of an archive; reports those that cannot be read, by their path. */
    static EleventyData read(MarkdownArchive archive, Map<String, String> problems)
            throws IOException, BrokenFileException {
        var data = new EleventyData();
        for (var name : archive.fileNames().stream().sorted().toList()) {
            var path = archive.path(name);
            var file = DATA_FILE.matcher(path);
            if (SCRIPT_FILE.matcher(path).matches()) {
                problems.put(path, "is a data file of Eleventy in JavaScript; its values were not read");
            } else if (file.matches() && (file.group(3) != null || isNamedAsItsFolder(file.group(1), file.group(2)))) {
                var text = archive.readIfPossible(name);
                var read = text == null ? null : FrontMatterParser.parseData(path, text);
                if (read instanceof Map<?, ?>) {
                    data.add(file.group(1) == null ? "" : file.group(1), file.group(2), FrontMatterParser.toMap(read));
                } else if (read == null || file.group(3) != null) {
                    problems.put(path, "is a data file that cannot be read; its values were not applied");
                }
            }
        }
        return data;
    }

    private static boolean isNamedAsItsFolder(String folder, String name) {
        return folder != null && (folder.equals(name + "/") || folder.endsWith("/" + name + "/"));
    }

    private void add(String folder, String name, Map<String, Object> values) {
        valuesByPath.computeIfAbsent(isNamedAsItsFolder(folder, name) ? folder : folder + name, any -> new TreeMap<>())
                .putAll(values);
    }

    /** Adds the values for a file: first its own, then those of the folders around it. Tags of all places count. */
    void addTo(Map<String, Object> values, String path) {
        addFrom(path.replaceFirst("\\.\\w+$", ""), values);
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            addFrom(path.substring(0, slash + 1), values);
        }
    }

    private void addFrom(String place, Map<String, Object> values) {
        var given = valuesByPath.get(place);
        if (given != null) {
            var tags = new LinkedHashSet<Object>(toList(values.get("tags")));
            tags.addAll(toList(given.get("tags")));
            given.forEach(values::putIfAbsent);
            if (!tags.isEmpty()) {
                values.put("tags", new ArrayList<>(tags));
            }
        }
    }

    private static List<?> toList(Object tags) {
        return tags instanceof List<?> list
                ? list
                : tags instanceof String text && !text.isBlank() ? List.of(text.strip().split("\\s*,\\s*")) : List.of();
    }
}
