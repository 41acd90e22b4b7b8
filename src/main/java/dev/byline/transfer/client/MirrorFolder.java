package dev.byline.transfer.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.transfer.client.MirrorEntries.MirrorEntry;

/**
 * The folder of a mirror: its files, and the place from which the next run continues. The directory
 * {@code .byline-mirror} in it marks the folder, and has the token of the last page that was applied. Files that are not of
 * an article, and those at the top that the mirror does not write, are left alone.
 */
final class MirrorFolder implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = ".byline-mirror";
    private static final String STATE = MARK + "/state.json";

    private final Path root;
    private final String url;
    private final FileChannel lock;
    private final MirrorEntries entries;
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

    private MirrorFolder(Path root, String url, FileChannel lock) {
        this.root = root;
        this.url = url;
        this.lock = lock;
        this.entries = new MirrorEntries(root);
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
            folder.entries.read();
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

    /** The token of the last page that was applied; empty if everything is to be read. */
    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** The files of articles and pages. */
    MirrorEntries entries() {
        return entries;
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
        missing = new HashSet<>(entries.ids());
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

    /** Writes the file of an article, and deletes its former file if it has moved. */
    void write(MirroredArticle article) throws IOException {
        if (entries.find(article.id()).filter(former -> !former.path().equals(article.path())).isPresent()) {
            delete(article.id());
        }
        markSeen(article.id());
        write(article.path(), article.text());
        entries.put(article.id(), new MirrorEntry(article.path(), article.translationKey()));
    }

    /** Deletes the file of an article, unless the file is of another article by now. */
    void delete(String id) throws IOException {
        markSeen(id);
        var path = entries.remove(id);
        if (path.isPresent()) {
            var file = root.resolve(path.get());
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
