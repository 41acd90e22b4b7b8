package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A folder as the place of the bytes of media. The file of the key {@code files/abcdef} is {@code files/ab/abcdef}, so
 * that no folder has very many entries. A file is written in steps, so that a kill leaves no incomplete file and a power
 * failure loses no acknowledged one:
 * <ol>
 * <li>the bytes get another name in this folder, by a link to a temporary file of it, or by a copy, and are synced;
 * <li>the file gets its own name, which is atomic;
 * <li>its folder is synced.
 * </ol>
 */
final class FolderStore implements MediaStore {
    /** The folder of files that are not complete. */
    static final String TEMPORARY = "tmp";
    /** The extension of the files that this class writes there. */
    static final String PART = ".part";
    private static final int SHARD_LENGTH = 2;

    private final Path root;

    FolderStore(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public void write(String key, Path file) throws IOException {
        var target = path(key);
        createDirectories(target.getParent());
        if (size(key) != Files.size(file)) {
            var part = root.resolve(TEMPORARY).resolve(UUID.randomUUID() + PART);
            createDirectories(part.getParent());
            try {
                linkOrCopy(file, part);
                sync(part, StandardOpenOption.WRITE);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        // Also for an existing file: its writer may have been killed before this step.
        syncDirectory(target.getParent());
    }

    /**
     * Links a temporary file of this folder, which is written once and whose other name the caller deletes. Copies any
     * other file, which the caller may write again.
     */
    private static void linkOrCopy(Path file, Path part) throws IOException {
        if (part.getParent().equals(file.toAbsolutePath().getParent())) {
            try {
                Files.createLink(part, file);
                return;
            } catch (FileSystemException | UnsupportedOperationException e) {
                // The file system has no links.
            }
        }
        Files.copy(file, part);
    }

    @Override
    public InputStream open(String key, long from) throws IOException {
        var input = Files.newInputStream(path(key));
        try {
            input.skipNBytes(from);
            return input;
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    @Override
    public long size(String key) throws IOException {
        try {
            return Files.size(path(key));
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    @Override
    public Optional<Path> localFile(String key) {
        return Optional.of(path(key));
    }

    @Override
    public Optional<URI> signedUrl(String key, String type, String disposition) {
        return Optional.empty();
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    @Override
    public void list(String prefix, Consumer<StoredFile> consumer) throws IOException {
        int slash = prefix.indexOf('/') + 1;
        var folder = root.resolve(prefix.substring(0, slash));
        if (prefix.length() >= slash + SHARD_LENGTH) {
            folder = folder.resolve(prefix.substring(slash, slash + SHARD_LENGTH));
        }
        if (Files.notExists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var key = key(file);
                if (key.startsWith(prefix)) {
                    visit(key, file, consumer);
                }
            }
        }
    }

    private static void visit(String key, Path file, Consumer<StoredFile> consumer) throws IOException {
        long bytes;
        Instant storedAt;
        try {
            bytes = Files.size(file);
            storedAt = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException deleted) {
            return;
        }
        consumer.accept(new StoredFile(key, bytes, storedAt));
    }

    /** Returns the file of a key. */
    private Path path(String key) {
        int slash = key.indexOf('/') + 1;
        if (slash <= 1 || key.length() < slash + SHARD_LENGTH || key.contains("..")) {
            throw new IllegalArgumentException("No key of a file: " + key);
        }
        return root.resolve(key.substring(0, slash)).resolve(key.substring(slash, slash + SHARD_LENGTH))
                .resolve(key.substring(slash));
    }

    private String key(Path file) {
        var parts = root.relativize(file);
        return parts.getName(0) + "/" + parts.subpath(2, parts.getNameCount()).toString().replace('\\', '/');
    }

    /** Creates a folder and its parents, each durably. */
    private static void createDirectories(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createDirectories(folder.toAbsolutePath().getParent());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException concurrently) {
            // The other writer may have been killed before it synced the parent.
        }
        syncDirectory(folder.toAbsolutePath().getParent());
    }

    private static void syncDirectory(Path folder) throws IOException {
        // Windows opens no directories, and keeps renames by itself.
        if (!System.getProperty("os.name").startsWith("Windows")) {
            sync(folder, StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
