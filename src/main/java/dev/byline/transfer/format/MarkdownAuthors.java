package dev.byline.transfer.format;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.byline.author.AuthorInput;

/**
 * The authors of Markdown files. A file names an author by name, or by the key that the author has in a file of all
 * authors: {@code authors.yml} of Docusaurus, {@code _data/authors.yml} of Jekyll. A text is one author, also with
 * commas; a list has several.
 */
final class MarkdownAuthors {
    private static final Pattern AUTHORS_FILE = Pattern.compile("((?:.*/)?)(?:_?data/)?authors\\.(?:ya?ml|json|toml)");

    /** Authors by key, by the folder of their file; the deepest folders come first. */
    private final Map<String, Map<String, AuthorInput>> authorsByFolder = new TreeMap<>(
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private final Set<String> emitted = new HashSet<>();

    /** Reads the files of authors in an archive. */
    static MarkdownAuthors read(MarkdownArchive archive) throws IOException, BrokenFileException {
        var authors = new MarkdownAuthors();
        for (var name : archive.fileNames().stream().sorted().toList()) {
            var path = archive.path(name);
            var file = AUTHORS_FILE.matcher(path);
            if (file.matches()) {
                var text = archive.readIfPossible(name);
                authors.add(file.group(1).replaceFirst("(^|/)_?data/$", "$1"),
                        text == null ? null : FrontMatterParser.parseData(path, text));
            }
        }
        return authors;
    }

    private void add(String folder, Object read) {
        var known = authorsByFolder.computeIfAbsent(folder, any -> new LinkedHashMap<>());
        if (read instanceof Map<?, ?> byKey) {
            byKey.forEach((key, author) -> {
                if (author instanceof Map<?, ?> values) {
                    known.put(key.toString(), toInput(values, key.toString()));
                }
            });
        } else if (read instanceof List<?> list) {
            list.forEach(author -> {
                if (author instanceof Map<?, ?> values) {
                    Stream.of("key", "id", "short_name", "username", "slug").map(values::get)
                            .filter(key -> key != null).findFirst()
                            .ifPresent(key -> known.put(key.toString(), toInput(values, key.toString())));
                }
            });
        }
        known.values().removeIf(author -> author == null);
    }

    /** Converts the values of an author; null without a name. */
    private static AuthorInput toInput(Map<?, ?> values, String key) {
        var name = toName(text(values, "name", "display_name"));
        var shown = name == null ? toName(key) : name;
        return shown == null
                ? null
                : new AuthorInput(shown, ImportValues.toSlug(text(values, "slug")), null,
                        ImportValues.toSingleLine(text(values, "bio", "description", "title"),
                                AuthorInput.MAX_BIO_LENGTH),
                        ImportValues.toUrl(text(values, "image_url", "imageURL", "avatar", "image", "picture")));
    }

    private static String text(Map<?, ?> values, String... names) {
        return Stream.of(names).map(values::get)
                .filter(value -> value != null && !(value instanceof Map) && !(value instanceof List))
                .map(Object::toString).findFirst().orElse(null);
    }

    /** Converts a name; an email address beside it is left out. */
    private static String toName(String text) {
        return text == null
                ? null
                : ImportValues.toSingleLine(text.replaceAll("<[^>]*>|\\S+@\\S+", ""), AuthorInput.MAX_NAME_LENGTH);
    }

    /** Reads the authors of a file, and passes each on once. Returns their names. */
    Set<String> readAuthors(FrontMatter matter, String path, ImportItemSink sink) {
        var names = new LinkedHashSet<String>();
        for (var author : findAuthors(matter, path)) {
            if (author != null && names.add(author.name()) && emitted.add(author.name())) {
                sink.accept("author " + author.name(), ImportLine.of(author.name(), author));
            }
        }
        return names;
    }

    private List<AuthorInput> findAuthors(FrontMatter matter, String path) {
        for (var name : List.of("authors", "author", "taxonomies.authors")) {
            var given = matter.findValue(name);
            var found = (given instanceof List<?> list ? list.stream() : Stream.ofNullable(given))
                    .map(author -> author instanceof Map<?, ?> values
                            ? findAuthor(values, path)
                            : findAuthor(author.toString(), path))
                    .filter(author -> author != null).toList();
            if (!found.isEmpty()) {
                return found.size() == 1 ? List.of(addDetails(found.get(0), matter)) : found;
            }
        }
        return List.of();
    }

    private AuthorInput findAuthor(Map<?, ?> values, String path) {
        var key = text(values, "key");
        var known = key == null ? null : findAuthor(key, path);
        if (known == null || text(values, "name") != null) {
            return key == null && text(values, "name") == null ? null : toInput(values, key);
        }
        return known;
    }

    private AuthorInput findAuthor(String text, String path) {
        var key = text.strip();
        return authorsByFolder.entrySet().stream().filter(folder -> folder.getValue().containsKey(key))
                .min(Comparator.comparing(folder -> !path.startsWith(folder.getKey())))
                .map(folder -> folder.getValue().get(key))
                .orElseGet(() -> toName(text) == null ? null : toInput(Map.of("name", text), text));
    }

    /** Adds what Docusaurus keeps beside the name of a single author. */
    private static AuthorInput addDetails(AuthorInput author, FrontMatter matter) {
        return author.bio() != null || author.avatarUrl() != null
                ? author
                : new AuthorInput(author.name(), author.slug(), null,
                        ImportValues.toSingleLine(matter.text("author_title", "authorTitle"),
                                AuthorInput.MAX_BIO_LENGTH),
                        ImportValues.toUrl(matter.text("author_image_url", "authorImageURL")));
    }
}
