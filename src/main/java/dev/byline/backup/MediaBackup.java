package dev.byline.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Copies the files of media to a backup, after the database: a file is stored before its row is committed and is never
 * changed, so each row of the backup has its file, unless its medium was purged in between.
 */
final class MediaBackup {
    /** The directory of the files in a backup and in a data directory. */
    static final String DIRECTORY = "media/files/";
    /** The name of the entry with the reason why a backup has no files of media. */
    static final String LEFT_OUT = "media-left-out.txt";
    /** The path of a file below {@link #DIRECTORY}: its name is the SHA-256 of its bytes. */
    private static final Pattern FILE = Pattern.compile("[0-9a-f]{2}/([0-9a-f]{64})");
    private static final long MEBIBYTE = 1 << 20;

    private final Path files;
    private final BackupWriter backup;
    private final Progress progress = new Progress("Copied media:");
    private final Set<String> hashes = new TreeSet<>();
    private final List<String> damaged = new ArrayList<>();

    /** @param folder the folder of media, whose files are in {@code files} */
    MediaBackup(Path folder, BackupWriter backup) {
        this.files = folder.resolve("files");
        this.backup = backup;
    }

    void write() throws IOException {
        if (Files.notExists(files)) {
            return;
        }
        // Pictures and videos are compressed already.
        backup.compress(false);
        long copied = 0;
        // One directory at a time, so that a directory whose files change does not end the walk.
        try (var directories = Files.newDirectoryStream(files, Files::isDirectory)) {
            for (var directory : directories) {
                try (var entries = Files.newDirectoryStream(directory)) {
                    for (var file : entries) {
                        copied += copy(file);
                        progress.report(copied / MEBIBYTE, 0, "MiB");
                    }
                }
            }
        }
    }

    private long copy(Path file) throws IOException {
        var path = files.relativize(file).toString().replace('\\', '/');
        var name = FILE.matcher(path);
        if (!name.matches()) {
            return 0;
        }
        try (var content = Files.newInputStream(file)) {
            var added = backup.addFile(DIRECTORY + path, content);
            hashes.add(name.group(1));
            if (!added.hash().equals(name.group(1))) {
                damaged.add(name.group(1));
            }
            return added.bytes();
        } catch (NoSuchFileException e) {
            // Its medium was purged meanwhile.
            return 0;
        }
    }

    /** Returns the number of files that were copied. */
    int count() {
        return hashes.size();
    }

    /** Returns the names of copied files whose bytes are not those of their names. */
    List<String> damaged() {
        return damaged;
    }

    /** Finds the files that media of the backup need and that were not copied. */
    List<String> findMissing(Connection restored) throws SQLException {
        var missing = new ArrayList<String>();
        try (var statement = restored.createStatement()) {
            try (var table = statement.executeQuery("select to_regclass('media_file') is not null")) {
                table.next();
                if (!table.getBoolean(1)) {
                    return missing;
                }
            }
            try (var rows = statement.executeQuery("select distinct store_key from media_file order by 1")) {
                while (rows.next()) {
                    if (!hashes.contains(rows.getString(1))) {
                        missing.add(rows.getString(1));
                    }
                }
            }
        }
        return missing;
    }
}
