package dev.byline.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.io.FileUtils;

import dev.byline.database.EmbeddedPostgresServer;

/**
 * Checks a backup: restores it to a temporary directory and starts a server there, which replays the write-ahead log to the end of the backup,
 * and reads every table and every B-tree with PostgreSQL's extension amcheck.
 */
final class BackupCheck implements AutoCloseable {
    private static final String TABLES = "select c.oid from pg_class c where c.relkind in ('r', 'm', 't')"
            + " and c.relpersistence = 'p' order by c.relpages desc";
    private static final String INDEXES = "select c.oid from pg_class c join pg_index i on i.indexrelid = c.oid"
            + " join pg_am a on a.oid = c.relam where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p'"
            + " and i.indisvalid and i.indisready order by c.relpages desc";

    private final Path directory;
    private final Duration recoveryTimeout;
    private EmbeddedPostgresServer server;

    BackupCheck(Path directory, Duration recoveryTimeout) {
        this.directory = directory;
        this.recoveryTimeout = recoveryTimeout;
    }

    /**
     * Checks a backup; returns a summary, and throws an exception if anything is wrong. Files of media are compared with
     * their hashes, and not unpacked.
     */
    String run(BackupFile backup) throws IOException, SQLException, RefusedException {
        backup.restore(directory, false);
        return run();
    }

    /** Finds the files that media of the checked backup need and that were not copied. */
    List<String> findMissing(MediaBackup media) throws SQLException {
        try (var connection = connect()) {
            return media.findMissing(connection);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgresServer.SUPERUSER, server.password());
    }

    /** Checks what is restored in the directory. */
    String run() throws IOException, SQLException, RefusedException {
        start();
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute("create extension amcheck");
            var tables = oids(connection, TABLES);
            var indexes = oids(connection, INDEXES);
            var progress = new Progress("Checked");
            int done = 0;
            for (var oid : tables) {
                try (var faults = statement
                        .executeQuery("select msg from verify_heapam(" + oid + "::regclass) limit 1")) {
                    if (faults.next()) {
                        throw new RefusedException("A table is damaged: " + faults.getString(1));
                    }
                }
                progress.report(++done, tables.size() + indexes.size(), "tables and indexes");
            }
            for (var oid : indexes) {
                statement.execute("select bt_index_check(" + oid + "::regclass, true, true)");
                progress.report(++done, tables.size() + indexes.size(), "tables and indexes");
            }
            return tables.size() + " tables and " + indexes.size() + " indexes are sound";
        }
    }

    private synchronized void start() throws IOException, RefusedException {
        try {
            server = EmbeddedPostgresServer.start(directory, recoveryTimeout);
        } catch (UncheckedIOException e) {
            try (var log = Files.lines(directory.resolve("postgres.log"))) {
                // Connections are refused with FATAL as well, while the server starts.
                var reason = log.filter(line -> line.contains("FATAL") || line.contains("PANIC"))
                        .filter(line -> !line.contains("the database system is")).findFirst();
                throw new RefusedException("PostgreSQL does not start on the backup: "
                        + reason.orElse("it needs more than " + recoveryTimeout.toSeconds() + " seconds"), e);
            }
        }
    }

    /** Stops the server, if it runs, and deletes the directory. */
    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
        FileUtils.deleteQuietly(directory.toFile());
    }

    private static List<Long> oids(Connection connection, String sql) throws SQLException {
        var oids = new ArrayList<Long>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                oids.add(rows.getLong(1));
            }
        }
        return oids;
    }
}
