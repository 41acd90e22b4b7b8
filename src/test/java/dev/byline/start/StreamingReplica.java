package dev.byline.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL server and a replica of it by streaming replication, made from a copy of the server's files. */
final class StreamingReplica implements AutoCloseable {
    private final Path directory;
    private final EmbeddedPostgres primaryServer;
    private EmbeddedPostgres replica;

    private StreamingReplica(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        var primaryFiles = directory.resolve("primary");
        var files = directory.resolve("replica");
        start(primaryFiles, 0).close();
        run("cp", "-a", primaryFiles.toString(), files.toString());
        this.primaryServer = start(primaryFiles, 0);
        Files.createFile(files.resolve("standby.signal"));
        Files.writeString(files.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + primaryServer.getPort() + " user=postgres'\n",
                StandardOpenOption.APPEND);
        this.replica = start(files, 0);
    }

    static StreamingReplica start(Path directory) throws IOException, InterruptedException {
        return new StreamingReplica(directory);
    }

    private EmbeddedPostgres start(Path files, int port) throws IOException {
        var log = ProcessBuilder.Redirect.appendTo(directory.resolve("postgres.log").toFile());
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile())
                .setDataDirectory(files).setCleanDataDirectory(false).setPort(port)
                .setErrorRedirector(log).setOutputRedirector(log).start();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("It failed: " + String.join(" ", command));
        }
    }

    String primaryUrl() {
        return primaryServer.getJdbcUrl("postgres", "postgres");
    }

    int replicaPort() {
        return replica.getPort();
    }

    /** Returns the number of scans of a table that statements on the replica have made since its start. */
    long scansOnReplica(String table) throws SQLException {
        try (var connection = DriverManager.getConnection(replica.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("select coalesce(sum(seq_scan + idx_scan), 0)"
                        + " from pg_stat_user_tables where relname = '" + table + "'")) {
            row.next();
            return row.getLong(1);
        }
    }

    void pauseReplay() throws SQLException {
        executeOnReplica("select pg_wal_replay_pause()");
    }

    void resumeReplay() throws SQLException {
        executeOnReplica("select pg_wal_replay_resume()");
    }

    private void executeOnReplica(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(replica.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stops the replica without a clean shutdown, as a crash of its machine does. */
    void killReplica() throws IOException, InterruptedException {
        long postmaster = Long
                .parseLong(Files.readAllLines(directory.resolve("replica/postmaster.pid")).get(0).strip());
        run("kill", "-QUIT", String.valueOf(postmaster));
        ProcessHandle.of(postmaster).ifPresent(process -> process.onExit().join());
    }

    /** Starts the killed replica at its former port. */
    void restartReplica() throws IOException {
        int port = replica.getPort();
        replica.close();
        replica = start(directory.resolve("replica"), port);
    }

    @Override
    public void close() throws IOException {
        replica.close();
        primaryServer.close();
    }
}
