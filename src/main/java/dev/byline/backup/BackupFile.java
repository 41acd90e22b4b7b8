package dev.byline.backup;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
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

    /**
     * The files of media of a restored backup.
     *
     * @param leftOut
     *            the reason why the backup has none, if it says one
     */
    record RestoredMedia(int files, Optional<String> leftOut) {}

    BackupFile(Path file) {
        this.file = file;
    }

    /**
     * Restores the backup to a data directory, which must be empty or absent. The files get their place when all of
     * them are unpacked and have the right hashes. PostgreSQL syncs its files to the disk at the first start.
     *
     * @param withMedia
     *            whether files of media are unpacked, and not only compared with their hashes
     * @return the number of files of media, and the reason why there are none if the backup says one
     */
    RestoredMedia restore(Path directory, boolean withMedia) throws IOException, RefusedException {
        if (Files.exists(directory) && (!Files.isDirectory(directory) || !isEmpty(directory))) {
            throw new RefusedException("The directory " + directory + " is not empty: name an empty or a new one.");
        }
        if (!Files.isReadable(file)) {
            throw new RefusedException("The file " + file + " does not exist or cannot be read.");
        }
        Files.createDirectories(directory);
        var unfinished = EmbeddedPostgresServer.createUnfinishedDirectory(directory);
        try {
            int media = unpack(unfinished, withMedia);
            var password = unfinished.resolve(EmbeddedPostgresServer.PASSWORD_FILE);
            var cluster = EmbeddedPostgresServer.clusterDirectory(unfinished);
            if (Files.notExists(cluster.resolve("PG_VERSION")) || Files.notExists(password)) {
                throw new RefusedException("The backup " + file + " is of another major version of PostgreSQL: restore"
                        + " it with the Byline that made it, and then use copy-to.");
            }
            var leftOut = unfinished.resolve(MediaBackup.LEFT_OUT);
            var restored = new RestoredMedia(media,
                    Files.exists(leftOut) ? Optional.of(Files.readString(leftOut).strip()) : Optional.empty());
            var mediaFolder = unfinished.resolve("media");
            if (Files.exists(mediaFolder)) {
                syncDirectories(mediaFolder);
                Files.move(mediaFolder, directory.resolve("media"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(password, directory.resolve(password.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            Files.move(cluster, EmbeddedPostgresServer.clusterDirectory(directory), StandardCopyOption.ATOMIC_MOVE);
            return restored;
        } finally {
            FileUtils.deleteQuietly(unfinished.toFile());
        }
    }

    /** Unpacks all files; returns the number of files of media. */
    private int unpack(Path directory, boolean withMedia) throws IOException, RefusedException {
        int media = 0;
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
                    boolean medium = entry.getName().startsWith(MediaBackup.DIRECTORY);
                    unpack(zip, entry, medium && !withMedia ? null : target, hashes);
                    media += medium ? 1 : 0;
                    unpacked += entry.getSize();
                    progress.report(unpacked / MEBIBYTE, 0, "MiB");
                }
            }
            if (!hashes.isEmpty()) {
                throw damaged(hashes.keySet().iterator().next() + " is missing", null);
            }
            return media;
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

    /** Unpacks an entry and checks its hash; a null target only checks. */
    private void unpack(ZipFile zip, ZipEntry entry, Path target, Map<String, String> hashes)
            throws IOException, RefusedException {
        if (entry.isDirectory()) {
            createDirectories(target);
            return;
        }
        var digest = BackupWriter.sha256();
        try (var content = new DigestInputStream(read(zip, entry), digest)) {
            if (target == null) {
                content.transferTo(OutputStream.nullOutputStream());
            } else {
                createDirectories(target.getParent());
                Files.copy(content, target);
                restrict(target, "rw-------");
            }
        }
        if (target != null && entry.getName().startsWith(MediaBackup.DIRECTORY)) {
            sync(target, StandardOpenOption.WRITE);
        }
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

    /** Syncs the directories below a directory, which no server does for the files of media. */
    private static void syncDirectories(Path directory) throws IOException {
        // Windows opens no directories, and keeps renames by itself.
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (var directories = Files.walk(directory)) {
                for (var each : (Iterable<Path>) directories.filter(Files::isDirectory)::iterator) {
                    sync(each, StandardOpenOption.READ);
                }
            }
        }
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (var channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            return !files.iterator().hasNext();
        }
    }
}
