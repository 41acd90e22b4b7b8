package dev.byline.backup;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.apache.commons.io.FileUtils;

import dev.byline.database.EmbeddedPostgresServer;

/** A backup file that {@link BackupWriter} wrote: checks and unpacks it. */
final class BackupFile {
    private static final int HASH_LENGTH = 64;
    private static final long MEBIBYTE = 1 << 20;

    private final Path file;

    BackupFile(Path file) {
        this.file = file;
    }

    /**
     * Restores the backup to a data directory, which must be empty or absent. The files get their place when all of
     * them are unpacked and have the right hashes. PostgreSQL syncs them to the disk at the first start.
     */
    void restore(Path directory) throws IOException, RefusedException {
        if (Files.exists(directory) && (!Files.isDirectory(directory) || !isEmpty(directory))) {
            throw new RefusedException("The directory " + directory + " is not empty: name an empty or a new one.");
        }
        if (!Files.isReadable(file)) {
            throw new RefusedException("The file " + file + " does not exist or cannot be read.");
        }
        Files.createDirectories(directory);
        var unfinished = EmbeddedPostgresServer.createUnfinishedDirectory(directory);
        try {
            unpack(unfinished);
            var password = unfinished.resolve(EmbeddedPostgresServer.PASSWORD_FILE);
            var cluster = EmbeddedPostgresServer.clusterDirectory(unfinished);
            if (Files.notExists(cluster.resolve("PG_VERSION")) || Files.notExists(password)) {
                throw new RefusedException("The backup " + file + " is of another major version of PostgreSQL: restore"
                        + " it with the Byline that made it, and then use copy-to.");
            }
            Files.move(password, directory.resolve(password.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            Files.move(cluster, EmbeddedPostgresServer.clusterDirectory(directory), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileUtils.deleteQuietly(unfinished.toFile());
        }
    }

    private void unpack(Path directory) throws IOException, RefusedException {
        try (var zip = new ZipFile(file.toFile())) {
            var hashes = hashes(zip);
            var progress = new Progress("Unpacked");
            long unpacked = 0;
            for (var entries = zip.entries(); entries.hasMoreElements();) {
                var entry = entries.nextElement();
                if (!entry.getName().equals(BackupWriter.HASHES)) {
                    var target = directory.resolve(entry.getName()).normalize();
                    if (!target.startsWith(directory) || target.equals(directory)) {
                        throw damaged("it has a file outside of its directory", null);
                    }
                    unpack(zip, entry, target, hashes);
                    unpacked += entry.getSize();
                    progress.report(unpacked / MEBIBYTE, 0, "MiB");
                }
            }
            if (!hashes.isEmpty()) {
                throw damaged(hashes.keySet().iterator().next() + " is missing", null);
            }
        } catch (ZipException e) {
            throw damaged("it is no complete ZIP file", e);
        }
    }

    /** Reads the hashes of all files, by their names. */
    private Map<String, String> hashes(ZipFile zip) throws IOException, RefusedException {
        var entry = zip.getEntry(BackupWriter.HASHES);
        if (entry == null) {
            throw new RefusedException("The file " + file + " is no backup of Byline.");
        }
        var hashes = new HashMap<String, String>();
        try (var lines = new BufferedReader(new InputStreamReader(read(zip, entry), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.length() < HASH_LENGTH + 3) {
                    throw damaged("its list of hashes is incomplete", null);
                }
                hashes.put(line.substring(HASH_LENGTH + 2), line.substring(0, HASH_LENGTH));
            }
        }
        return hashes;
    }

    private void unpack(ZipFile zip, ZipEntry entry, Path target, Map<String, String> hashes)
            throws IOException, RefusedException {
        if (entry.isDirectory()) {
            createDirectories(target);
            return;
        }
        createDirectories(target.getParent());
        var digest = BackupWriter.sha256();
        try (var content = new DigestInputStream(read(zip, entry), digest)) {
            Files.copy(content, target);
        }
        restrict(target, "rw-------");
        if (!HexFormat.of().formatHex(digest.digest()).equals(hashes.remove(entry.getName()))) {
            throw damaged(entry.getName() + " has another hash", null);
        }
    }

    /** Opens an entry; damaged compressed data is reported as a damaged ZIP file, and other errors as they are. */
    private static InputStream read(ZipFile zip, ZipEntry entry) throws IOException {
        return new FilterInputStream(zip.getInputStream(entry)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                try {
                    return super.read(buffer, offset, length);
                } catch (EOFException e) {
                    throw new ZipException(e.getMessage());
                }
            }
        };
    }

    private RefusedException damaged(String reason, Exception cause) {
        return new RefusedException("The file " + file + " is damaged or no backup of Byline: " + reason + ".", cause);
    }

    /** Creates directories that only their owner can use, which PostgreSQL demands. */
    private static void createDirectories(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            createDirectories(directory.getParent());
            Files.createDirectory(directory);
            restrict(directory, "rwx------");
        }
    }

    /** Sets permissions, where the file system has them. */
    private static void restrict(Path path, String permissions) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            return !files.iterator().hasNext();
        }
    }
}
