package dev.byline.transfer.format;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The front matter that the sections of a Hugo site pass on to the files below them: {@code cascade} in
 * {@code _index.md}. Values of a file come before those of its section, and these before those of sections above.
 */
final class FrontMatterCascades {
    private static final Pattern SECTION_FILE = Pattern.compile("(.*/)?_index(\\.[\\w-]+)?\\.(md|markdown)");

    /** Values by the path of the folder, with a slash at its end; the deepest folders come first. */
    private final Map<String, Map<String, Object>> valuesByFolder = new TreeMap<>(
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Reads the sections of an archive; a section that cannot be read passes nothing on. */
    static FrontMatterCascades read(MarkdownArchive archive) throws IOException, BrokenFileException {
        var cascades = new FrontMatterCascades();
        for (var name : archive.markdownNames()) {
            var path = archive.path(name);
            if (SECTION_FILE.matcher(path).matches()) {
                try {
                    cascades.add(path, FrontMatterParser.parse(archive.readText(name).replace("\r\n", "\n")));
                } catch (MarkdownArchive.UnreadableFileException e) {
                    // The report has the reason: the file is one of the files of the archive.
                }
            }
        }
        return cascades;
    }

    private void add(String path, FrontMatter section) {
        var folder = path.substring(0, path.lastIndexOf('/') + 1);
        var given = section.values().get("cascade");
        for (var part : given instanceof List<?> list ? list : given == null ? List.of() : List.of(given)) {
            if (part instanceof Map<?, ?> map && !isForOtherKinds(map)) {
                map.forEach((key, value) -> valuesByFolder.computeIfAbsent(folder, f -> new LinkedHashMap<>())
                        .put(String.valueOf(key), value));
            }
        }
    }

    /** Tells whether the values are meant for lists instead of pages. Other targets are not evaluated. */
    private static boolean isForOtherKinds(Map<?, ?> cascade) {
        var target = cascade.get("_target") == null ? cascade.get("target") : cascade.get("_target");
        return target instanceof Map<?, ?> map && map.get("kind") != null && !map.get("kind").equals("page");
    }

    /** Adds to the front matter of a file the values of the sections around it. */
    FrontMatter addTo(FrontMatter matter, String path) {
        var values = new LinkedHashMap<>(matter.values());
        valuesByFolder.forEach((folder, passedOn) -> {
            if (path.startsWith(folder)) {
                passedOn.forEach(values::putIfAbsent);
            }
        });
        return new FrontMatter(values, matter.text(), matter.problem(), matter.incomplete());
    }
}
