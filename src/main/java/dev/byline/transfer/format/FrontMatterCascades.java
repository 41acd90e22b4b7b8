package dev.byline.transfer.format;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The front matter that other files of a site pass on to a file. The values of the file come first; then those of the
 * data files of Eleventy ({@link EleventyData}), those of the sections of Hugo ({@code cascade} in {@code _index.md},
 * of the nearest section first), and those of the configuration of Jekyll ({@link JekyllDefaults}).
 */
final class FrontMatterCascades {
    private static final Pattern SECTION_FILE = Pattern.compile("(.*/)?_index(\\.[\\w-]+)?\\.(md|markdown)");

    /** Values by the path of the folder, with a slash at its end; the deepest folders come first. */
    private final Map<String, Map<String, Object>> valuesByFolder = new TreeMap<>(
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final Map<String, String> problems = new TreeMap<>();
    private final EleventyData eleventy;
    private final JekyllDefaults jekyll;

    private FrontMatterCascades(MarkdownArchive archive) throws IOException, BrokenFileException {
        eleventy = EleventyData.read(archive, problems);
        jekyll = JekyllDefaults.read(archive, problems);
    }

    /** Reads the files of an archive that pass values on; a file that cannot be read passes nothing on. */
    static FrontMatterCascades read(MarkdownArchive archive) throws IOException, BrokenFileException {
        var cascades = new FrontMatterCascades(archive);
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

    /** The files whose values are not passed on, by path, with the reason. */
    Map<String, String> problems() {
        return problems;
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

    /** Adds to the front matter of a file the values that other files pass on to it. */
    FrontMatter addTo(FrontMatter matter, String path) {
        var values = new LinkedHashMap<>(matter.values());
        eleventy.addTo(values, path);
        valuesByFolder.forEach((folder, passedOn) -> {
            if (path.startsWith(folder)) {
                passedOn.forEach(values::putIfAbsent);
            }
        });
        jekyll.addTo(values, path);
        return new FrontMatter(values, matter.text(), matter.problem(), matter.incomplete());
    }
}
