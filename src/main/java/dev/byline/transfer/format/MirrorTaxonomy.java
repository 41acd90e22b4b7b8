package dev.byline.transfer.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.category.CategoryInput;
import dev.byline.tag.TagInput;
import dev.byline.text.Slugs;

/**
 * The files {@code categories.json} and {@code tags.json} of a folder that the command {@code mirror} wrote: the tree of
 * categories, and slugs that differ from the names. The articles name categories and tags by their names.
 */
final class MirrorTaxonomy {
    private MirrorTaxonomy() {
    }

    /**
     * Passes on the categories and tags of an archive, if it is of a mirror.
     *
     * @param emitted
     *            gets the categories, so that they are not passed on again with articles
     */
    static void read(MarkdownArchive archive, Set<String> emitted, ImportItemSink sink)
            throws IOException, BrokenFileException {
        var categories = readThings(archive, "categories.json");
        var namesBySlug = new HashMap<String, String>();
        categories.forEach(category -> namesBySlug.put(text(category, "slug"), text(category, "name")));
        for (var category : categories) {
            var name = text(category, "name");
            var parent = category.get("parent") instanceof Map<?, ?> values
                    ? namesBySlug.get(String.valueOf(values.get("slug")))
                    : null;
            if (emitted.add("category:" + name)) {
                accept(category, new CategoryInput(name, text(category, "slug"), null,
                        ImportValues.toText(text(category, "description")), parent,
                        category.get("position") instanceof Integer position ? position : null), sink);
            }
        }
        for (var tag : readThings(archive, "tags.json")) {
            accept(tag, new TagInput(text(tag, "name"), text(tag, "slug"), null), sink);
        }
    }

    private static void accept(Map<?, ?> thing, Record input, ImportItemSink sink) {
        var line = ImportLine.of(text(thing, "name"), input);
        line.id = UUID.fromString(text(thing, "id"));
        sink.accept(text(thing, "name"), line);
    }

    /** Reads a list of things with ids, names and slugs; empty if the file is another site's or cannot be read. */
    private static List<Map<?, ?>> readThings(MarkdownArchive archive, String file)
            throws IOException, BrokenFileException {
        var things = new ArrayList<Map<?, ?>>();
        for (var name : archive.fileNames()) {
            var text = archive.path(name).equals(file) ? archive.readIfPossible(name) : null;
            if (text != null && FrontMatterParser.parseData(file, text) instanceof List<?> list) {
                list.forEach(thing -> {
                    if (thing instanceof Map<?, ?> values
                            && Stream.of("id", "name", "slug").allMatch(key -> values.get(key) instanceof String)
                            && Slugs.isId(text(values, "id"))) {
                        things.add(values);
                    }
                });
            }
        }
        return things;
    }

    private static String text(Map<?, ?> values, String name) {
        return values.get(name) instanceof String text ? text : null;
    }
}
