package dev.byline.transfer.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The folder of a mirror. The directory {@code .byline-mirror} in it marks the folder, and has the token of the last
 * page that was applied. The files themselves say which article each is of. Files that are not of an article, and
 * those at the top that the mirror does not write, are left alone.
 */
final class MirrorFolder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = ".byline-mirror";
    private static final String STATE = MARK + "/state.json";
    private static final List<String> ARTICLE_FOLDERS = List.of("articles", "pages");
    private static final String ID_LINE = "  id: ";
    private static final String TRANSLATION_LINE = "translationKey: ";

    private final Path root;
    private final String url;
    private final FileChannel lock;
    private final Map<String, MirrorEntry> entries = new HashMap<>();
    private final Map<String, String> idsByPath = new HashMap<>();
    /** The ids of a former run that have not occurred since everything is read again; null at other times. */
    private Set<String> missing;
    private boolean keepsTokens = true;
    private String token;
    private int writtenFiles;
    private int deletedFiles;

    /** Signals that the folder cannot be a mirror; the message is shown to the user. */
    static final class RefusedFolderException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedFolderException(String message) {
            super(message);
        }
    }

    /** The file of an article: its path, and the key that the files of its translations share, or else its id. */
    record MirrorEntry(String path, String translationKey) {
        /** Tells whether the file is of an article or a page, as the type says. */
        boolean isOf(String type) {
            return path.startsWith(type + "s/");
        }
    }

    private MirrorFolder(Path root, String url, FileChannel lock) {
        this.root = root;
        this.url = url;
        this.lock = lock;
    }

    /**
     * Opens the folder of a mirror, or makes one of a folder that is new, or has only the files of Git.
     *
     * @param url
     *            the URL of the Byline that the folder mirrors
     */
    static MirrorFolder open(Path root, String url) throws IOException, RefusedFolderException {
        var mark = root.resolve(MARK);
        if (!Files.isDirectory(mark) && !isNew(root)) {
            throw new RefusedFolderException(root + " is neither a mirror nor an empty folder. Name a new folder.");
        }
        Files.createDirectories(mark);
        var lock = FileChannel.open(mark.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var folder = new MirrorFolder(root, url, lock);
        try {
            if (lock.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            folder.readState();
            folder.write(MARK + "/.gitignore", "lock\npart\n");
            folder.readEntries();
            folder.writtenFiles = 0;
            return folder;
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new RefusedFolderException("Another mirror command is running in " + root + ".");
        } catch (IOException | RefusedFolderException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isNew(Path root) throws IOException, RefusedFolderException {
        if (!Files.exists(root)) {
            return true;
        }
        if (!Files.isDirectory(root)) {
            throw new RefusedFolderException(root + " is not a folder.");
        }
        try (var files = Files.list(root)) {
            return files.allMatch(file -> file.getFileName().toString().startsWith(".git"));
        }
    }

    private void readState() throws IOException, RefusedFolderException {
        var text = read(STATE);
        if (text == null) {
            writeState();
            return;
        }
        var state = JSON.readTree(text);
        if (!url.equals(state.path("url").asText())) {
            throw new RefusedFolderException("%s is a mirror of %s. Name another folder, or change the url in %s."
                    .formatted(root, state.path("url").asText(), root.resolve(STATE)));
        }
        token = state.path("token").asText(null);
    }

    private void writeState() throws IOException {
        var state = JSON.createObjectNode().put("url", url);
        if (token != null) {
            state.put("token", token);
        }
        write(STATE, state.toPrettyString().replace("\r\n", "\n") + "\n");
    }

    private void readEntries() throws IOException {
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

    private void put(String id, MirrorEntry entry) {
        entries.put(id, entry);
        idsByPath.put(entry.path, id);
    }

    /** The token of the last page that was applied; empty if everything is to be read. */
    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    int articleCount() {
        return entries.size();
    }

    int writtenFiles() {
        return writtenFiles;
    }

    int deletedFiles() {
        return deletedFiles;
    }

    /**
     * Forgets the token, because everything is read again. Until that is complete, no token is saved for a folder that
     * has files: a run that is killed meanwhile would not know which of them are gone.
     *
     * @param otherIds
     *            the ids of what is no article
     */
    void startOver(Set<String> otherIds) throws IOException {
        token = null;
        missing = new HashSet<>(entries.keySet());
        missing.addAll(otherIds);
        keepsTokens = missing.isEmpty();
        writeState();
    }

    /** Marks that something occurred after {@link #startOver}. */
    void markSeen(String id) {
        if (missing != null) {
            missing.remove(id);
        }
    }

    /** Deletes the files of articles that have not occurred since {@link #startOver}. Returns the ids of the rest. */
    Collection<String> takeMissing() throws IOException {
        var gone = missing == null ? Set.<String>of() : missing;
        missing = null;
        for (var id : gone) {
            delete(id);
        }
        return gone;
    }

    /** Saves the token of a page that is applied. */
    void saveToken(String next, boolean more) throws IOException {
        boolean moved = !next.equals(token);
        token = next;
        boolean completes = !keepsTokens && !more;
        keepsTokens |= completes;
        if (keepsTokens && (moved || completes)) {
            writeState();
        }
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

    /** Writes the file of an article, and deletes its former file if it has moved. */
    void write(MirroredArticle article) throws IOException {
        var former = entries.get(article.id());
        if (former != null && !former.path.equals(article.path())) {
            delete(article.id());
        }
        markSeen(article.id());
        write(article.path(), article.text());
        put(article.id(), new MirrorEntry(article.path(), article.translationKey()));
    }

    /** Deletes the file of an article, unless the file is of another article by now. */
    void delete(String id) throws IOException {
        markSeen(id);
        var entry = entries.remove(id);
        if (entry != null && idsByPath.remove(entry.path, id)) {
            var file = root.resolve(entry.path);
            deletedFiles += Files.deleteIfExists(file) ? 1 : 0;
            try {
                Files.delete(file.getParent());
            } catch (DirectoryNotEmptyException e) {
                // Other articles are in the folder.
            }
        }
    }

    /** Reads a file; null if there is none. */
    String read(String path) throws IOException {
        var file = root.resolve(path);
        return Files.exists(file) ? Files.readString(file) : null;
    }

    /** Writes a file at once; a file with this text already is not touched. */
    void write(String path, String text) throws IOException {
        if (text.equals(read(path))) {
            return;
        }
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        var part = root.resolve(MARK + "/part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        writtenFiles += path.equals(STATE) ? 0 : 1;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
