package dev.byline.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

import dev.byline.database.EmbeddedPostgresServer;

/**
 * Copies the files of a running embedded PostgreSQL, as the chapter "Making a Base Backup Using the Low Level API" of
 * PostgreSQL's manual describes it:
 * <ol>
 * <li>A temporary replication slot keeps the write-ahead log from now on, until the connection ends.</li>
 * <li>{@code pg_backup_start} makes a checkpoint.</li>
 * <li>All files are copied while the server writes to them; a start on the copy replays the write-ahead log, which
 * repairs pages that were written meanwhile.</li>
 * <li>{@code pg_backup_stop} returns the label, and ends the segment of the write-ahead log.</li>
 * <li>The segments from the start to the end of the backup are copied.</li>
 * </ol>
 */
final class ClusterBackup {
    /** Directories whose content belongs to the running server. */
    private static final Set<String> EMPTY_DIRECTORIES = Set.of("pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify",
            "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");
    private static final Pattern LEFT_OUT = Pattern.compile("postmaster\\.(pid|opts)|backup_label(\\.old)?"
            + "|tablespace_map(\\.old)?|backup_manifest|pg_internal\\.init.*|pgsql_tmp.*");
    private static final Pattern START = Pattern.compile("START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)");
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final long MEBIBYTE = 1 << 20;

    private final Connection superuser;
    private final Path cluster;
    private final String root;
    private final BackupWriter backup;
    private final Progress progress = new Progress("Copied");
    private long copied;

    /** @param superuser a connection of a superuser, which no other code uses meanwhile */
    ClusterBackup(Connection superuser, Path dataDirectory, BackupWriter backup) {
        this.superuser = superuser;
        this.cluster = EmbeddedPostgresServer.clusterDirectory(dataDirectory);
        this.root = cluster.getFileName().toString();
        this.backup = backup;
    }

    void write() throws SQLException, IOException, RefusedException {
        one("select pg_create_physical_replication_slot('byline_backup_' || pg_backend_pid(), true, true)::text");
        one("select pg_backup_start('byline', true)");
        Files.walkFileTree(cluster, new Copier());
        String label;
        String last;
        try (var statement = superuser.createStatement();
                var stop = statement.executeQuery("select labelfile, spcmapfile, pg_walfile_name(lsn)"
                        + " from pg_backup_stop(false)")) {
            stop.next();
            label = stop.getString(1);
            if (!stop.getString(2).isBlank()) {
                throw new RefusedException("The database has tablespaces, which a backup does not contain.");
            }
            last = stop.getString(3);
        }
        backup.addFile(root + "/backup_label", label);
        var start = START.matcher(label);
        if (!start.find()) {
            throw new IOException("PostgreSQL wrote an unknown backup label: " + label);
        }
        try (var files = Files.list(cluster.resolve("pg_wal"))) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                if (SEGMENT.matcher(name).matches() && name.compareTo(start.group(1)) >= 0
                        && name.compareTo(last) <= 0) {
                    copy(file);
                }
            }
        }
    }

    private String one(String sql) throws SQLException {
        try (var statement = superuser.createStatement(); var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private void copy(Path file) throws IOException {
        try (var content = Files.newInputStream(file)) {
            copied += backup.addFile(name(file), content).bytes();
            progress.report(copied / MEBIBYTE, 0, "MiB");
        }
    }

    /** Returns the name of a file in the backup, with slashes on every platform. */
    private String name(Path file) {
        return root + "/" + cluster.relativize(file).toString().replace('\\', '/');
    }

    private final class Copier extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (directory.equals(cluster)) {
                return FileVisitResult.CONTINUE;
            }
            var name = directory.getFileName().toString();
            if (name.startsWith("pgsql_tmp")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            backup.addDirectory(name(directory));
            return directory.getParent().equals(cluster) && EMPTY_DIRECTORIES.contains(name)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && !LEFT_OUT.matcher(file.getFileName().toString()).matches()) {
                try {
                    copy(file);
                } catch (NoSuchFileException e) {
                    // PostgreSQL deleted the file meanwhile; the write-ahead log says so as well.
                    return FileVisitResult.CONTINUE;
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
