package dev.byline.transfer.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of articles and pages in a mirror, by article and by path. The files themselves say which article each is of. */
final class MirrorEntries {
    private static final List<String> ARTICLE_FOLDERS = List.of("articles", "pages");
    private static final String ID_LINE = "  id: ";
    private static final String TRANSLATION_LINE = "translationKey: ";

    private final Path root;
    private final Map<String, MirrorEntry> entries = new HashMap<>();
    private final Map<String, String> idsByPath = new HashMap<>();

    MirrorEntries(Path root) {
        this.root = root;
    }

    /** The file of an article: its path, and the key that the files of its translations share, or else its id. */
    record MirrorEntry(String path, String translationKey) {
        /** Tells whether the file is of an article or a page, as the type says. */
        boolean isOf(String type) {
            return path.startsWith(type + "s/");
        }
    }

    /** Reads which article each file of a former run is of, from the front matter. */
    void read() throws IOException {
        for (var name : ARTICLE_FOLDERS) {
            if (Files.isDirectory(root.resolve(name))) {
                try (var files = Files.walk(root.resolve(name))) {
                    files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(this::readEntry);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
    }

    private void readEntry(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String id = null;
            String key = null;
            boolean inTable = false;
            var line = reader.readLine();
            for (line = reader.readLine(); line != null && !line.equals("---"); line = reader.readLine()) {
                inTable |= line.equals("byline:");
                id = inTable && id == null && line.startsWith(ID_LINE) ? value(line, ID_LINE) : id;
                key = line.startsWith(TRANSLATION_LINE) ? value(line, TRANSLATION_LINE) : key;
            }
            if (id != null) {
                put(id, new MirrorEntry(root.relativize(file).toString().replace('\\', '/'), key == null ? id : key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(String line, String name) {
        return line.substring(name.length()).replaceAll("^'(.*)'$", "$1");
    }

    /** Adds the file of an article, or replaces its entry. */
    void put(String id, MirrorEntry entry) {
        entries.put(id, entry);
        idsByPath.put(entry.path, id);
    }

    /** Removes the entry of an article, and returns the path of its file, unless the file is of another article by now. */
    Optional<String> remove(String id) {
        var entry = entries.remove(id);
        return entry != null && idsByPath.remove(entry.path, id) ? Optional.of(entry.path) : Optional.empty();
    }

    /** The ids of all articles that have a file. */
    Set<String> ids() {
        return entries.keySet();
    }

    Optional<MirrorEntry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** Finds the articles whose files name a translation key. */
    List<String> findGroup(String translationKey) {
        return entries.entrySet().stream().filter(entry -> entry.getValue().translationKey.equals(translationKey))
                .map(Map.Entry::getKey).toList();
    }

    /** Finds the translations of an article whose files name another translation key than its own file does. */
    List<String> findOthers(MirroredArticle article) {
        return article.translations().stream().map(idsByPath::get).filter(id -> id != null
                && !entries.get(id).translationKey.equals(article.translationKey())).toList();
    }
}
