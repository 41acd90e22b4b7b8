package dev.byline.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.apache.commons.io.FileUtils;

import dev.byline.database.EmbeddedDatabase;
import dev.byline.database.EmbeddedPostgresServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code backup}: writes the embedded database and the files of media to one file while the service runs or
 * not, and restores the file to a temporary directory as a check. The file gets its final name when the check has
 * succeeded.
 */
@Command(name = "backup", mixinStandardHelpOptions = true,
        description = "Writes a backup of the embedded database and of the files of media, while the service runs "
                + "or not, and checks it by a restore to a temporary directory beside it.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = { "0:the backup is complete and checked",
                "1:the backup failed", "2:wrong usage" })
public class BackupCommand implements Callable<Integer> {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(10);
    private static final long MEBIBYTE = 1 << 20;
    private static final int MAX_NAMES = 20;

    private final boolean embedded;
    private final Path dataDirectory;
    private final Path mediaDirectory;
    private final Optional<String> bucket;

    @Parameters(paramLabel = "FILE", description = "The backup file, a ZIP file; an existing one is replaced.")
    private Path file;
    @Option(names = "--without-media", description = "Leaves out the files of media, for a folder that you copy in "
            + "another way.")
    private boolean withoutMedia;

    /**
     * @param embedded
     *            whether the service uses the embedded PostgreSQL
     * @param bucket
     *            the bucket of the files of media, if they are not in the folder
     */
    public BackupCommand(boolean embedded, Path dataDirectory, Path mediaDirectory, Optional<String> bucket) {
        this.embedded = embedded;
        this.dataDirectory = dataDirectory;
        this.mediaDirectory = mediaDirectory;
        this.bucket = bucket;
    }

    @Override
    public Integer call() {
        var target = file.toAbsolutePath().normalize();
        try {
            System.err.println("The backup " + file + " is complete (" + write(target) / MEBIBYTE + " MiB).");
            return 0;
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
        } catch (IOException | SQLException | RuntimeException e) {
            System.err.println("The backup failed: " + RefusedException.firstLine(e));
        }
        return 1;
    }

    private long write(Path target) throws IOException, SQLException, RefusedException {
        if (!embedded) {
            throw new RefusedException("A database of your own is configured: back it up with pg_dump or with the tools"
                    + " of its provider.");
        }
        var cluster = EmbeddedPostgresServer.clusterDirectory(dataDirectory);
        if (Files.notExists(cluster)) {
            throw new RefusedException("There is no database in " + dataDirectory + ": set BYLINE_DATA_DIR.");
        }
        if (target.startsWith(cluster) || !Files.isDirectory(target.getParent())) {
            throw new RefusedException("A backup cannot be written to " + target.getParent()
                    + ": name an existing directory outside of " + cluster + ".");
        }
        // A file of its own for each backup, which only its owner can read: it has the password and personal data.
        var part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
        var check = new BackupCheck(part.resolveSibling(part.getFileName() + ".check"), RECOVERY_TIMEOUT);
        // A signal that ends the command leaves neither a server nor files.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            check.close();
            FileUtils.deleteQuietly(part.toFile());
        }, "backup-cleanup"));
        try (check) {
            var media = copy(part);
            System.err.println("The files are copied; the check restores them.");
            System.err.println("The check is done: " + check.run(new BackupFile(part)) + ".");
            report(media, check);
            var size = Files.size(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(target.getParent());
            return size;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes the database, and then the files of media. */
    private MediaBackup copy(Path part) throws IOException, SQLException, RefusedException {
        try (var backup = new BackupWriter(part);
                var database = EmbeddedDatabase.open(dataDirectory);
                var superuser = DriverManager.getConnection(database.jdbcUrl(), EmbeddedPostgresServer.SUPERUSER,
                        database.password())) {
            new ClusterBackup(superuser, dataDirectory, backup).write();
            backup.addFile(EmbeddedPostgresServer.PASSWORD_FILE, database.password());
            var media = new MediaBackup(mediaDirectory, backup);
            var leftOut = reasonToLeaveOut();
            if (leftOut == null) {
                media.write();
            } else {
                backup.addFile(MediaBackup.LEFT_OUT, leftOut + "\n");
            }
            backup.finish();
            return media;
        }
    }

    private String reasonToLeaveOut() {
        if (bucket.isPresent()) {
            return "The backup has no files of media: they are in the bucket " + bucket.get()
                    + ", which needs a backup of its own.";
        }
        return withoutMedia ? "The backup has no files of media: they were left out with --without-media." : null;
    }

    private void report(MediaBackup media, BackupCheck check) throws SQLException {
        var leftOut = reasonToLeaveOut();
        if (leftOut != null) {
            System.err.println(leftOut);
            return;
        }
        System.err.println("Files of media: " + media.count() + ".");
        print("The folder " + mediaDirectory + " lacks files of media; set BYLINE_MEDIA_DIR if they are elsewhere:",
                check.findMissing(media));
        print("Files of media are damaged, and are copied as they are:", media.damaged());
    }

    private static void print(String sentence, List<String> names) {
        if (!names.isEmpty()) {
            System.err.println(sentence);
            names.stream().limit(MAX_NAMES).forEach(name -> System.err.println("  " + name));
            if (names.size() > MAX_NAMES) {
                System.err.println("  and " + (names.size() - MAX_NAMES) + " more");
            }
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        // Windows opens no directories, and keeps renames by itself.
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
