package dev.byline.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.io.FileUtils;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The PostgreSQL of a start without configuration. Its files, its binaries, its log and its generated password live in
 * one directory, which one service at a time may use. The library beneath is made for tests: what makes a test quick and
 * a power cut fatal (no fsync, asynchronous commit, no password) is turned back here.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    /** The role and the database of the service. */
    public static final String DATABASE_NAME = "byline";
    private static final String SUPERUSER = "postgres";
    private static final Duration START_AND_STOP_TIMEOUT = Duration.ofMinutes(2);

    private final FileChannel lockFile;
    private final EmbeddedPostgres postgres;
    private final String password;

    private EmbeddedPostgresServer(FileChannel lockFile, EmbeddedPostgres postgres, String password) {
        this.lockFile = lockFile;
        this.postgres = postgres;
        this.password = password;
    }

    /** Two services on one directory. */
    public static final class DirectoryInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DirectoryInUseException(Path directory) {
            super("Another Byline uses the data directory " + directory
                    + ". Stop it, or set BYLINE_DATA_DIR to a directory of this one's own.");
        }
    }

    /** Starts the server on its directory, making it if need be. {@link DirectoryInUseException} if it is in use. */
    public static EmbeddedPostgresServer start(Path directory) {
        try {
            Files.createDirectories(directory);
            var lockFile = FileChannel.open(directory.resolve("byline.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                lockFile.close();
                throw new DirectoryInUseException(directory);
            }
            var password = password(directory);
            var cluster = clusterDirectory(directory);
            if (Files.notExists(cluster)) {
                initializeCluster(directory, password);
            }
            stopOrphan(cluster);
            return new EmbeddedPostgresServer(lockFile, startPostgres(directory, cluster, password), password);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start in " + directory + "; its log is "
                    + directory.resolve("postgres.log"), e);
        }
    }

    /** How the service reaches the server. */
    public String jdbcUrl() {
        return jdbcUrl(postgres.getPort());
    }

    /** The password of {@link #DATABASE_NAME}. */
    public String password() {
        return password;
    }

    /** How to reach a server that runs. */
    public record ConnectionDetails(String jdbcUrl, String password) {}

    /** The server that another process runs on this directory, if one does. */
    public static Optional<ConnectionDetails> findRunning(Path directory) throws IOException {
        var cluster = clusterDirectory(directory);
        if (findOrphan(cluster) == null) {
            return Optional.empty();
        }
        // Lines of postmaster.pid: pid, data directory, start time, port, …
        var lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
        if (lines.size() < 4) {
            throw new IOException("The embedded PostgreSQL is just starting; try again in a moment.");
        }
        var port = Integer.parseInt(lines.get(3).strip());
        return Optional.of(new ConnectionDetails(jdbcUrl(port), password(directory)));
    }

    /** Stops the server (fast shutdown: everything committed is kept) and frees the directory. */
    @Override
    public void close() {
        try {
            postgres.close();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path clusterDirectory(Path directory) {
        return directory.resolve("postgres-18");
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + DATABASE_NAME;
    }

    /**
     * The cluster is made beside its place and moved there whole, so that a start killed in between leaves no half. Its
     * directory is a new one each time, because what was killed may have a child that still writes to the last one.
     */
    private static void initializeCluster(Path directory, String password) throws IOException {
        try (var leftovers = Files.newDirectoryStream(directory, "postgres-18.new*")) {
            leftovers.forEach(leftover -> FileUtils.deleteQuietly(leftover.toFile()));
        }
        var fresh = Files.createTempDirectory(directory, "postgres-18.new");
        try (var postgres = startPostgres(directory, fresh, password);
                Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            // The generated password is URL-safe Base64, so it needs no quoting.
            statement.execute("alter role " + SUPERUSER + " password '" + password + "'");
            statement.execute("create role " + DATABASE_NAME + " login password '" + password + "'");
            statement.execute("create database " + DATABASE_NAME + " owner " + DATABASE_NAME);
            writeDurably(fresh.resolve("pg_hba.conf"), """
                    # Written by Byline: nobody connects without the password.
                    host all all 127.0.0.1/32 scram-sha-256
                    host all all ::1/128 scram-sha-256
                    """);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        Files.move(fresh, clusterDirectory(directory), StandardCopyOption.ATOMIC_MOVE);
    }

    private static EmbeddedPostgres startPostgres(Path directory, Path cluster, String password) throws IOException {
        var binaries = directory.resolve("binaries");
        deleteIncompleteBinaries(binaries);
        var log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
        var postgres = EmbeddedPostgres.builder().setDataDirectory(cluster).setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile()).setRegisterShutdownHook(false)
                .setPGStartupWait(START_AND_STOP_TIMEOUT).setOutputRedirector(log).setErrorRedirector(log)
                .setConnectConfig("password", password).setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100").setServerConfig("unix_socket_directories", "''")
                .start();
        for (var unpacked : unpackedDirectories(binaries)) {
            writeDurably(completionMarker(unpacked), "");
        }
        return postgres;
    }

    /** The library takes whatever lies there for complete, also what a killed start has left half-way. */
    private static void deleteIncompleteBinaries(Path binaries) throws IOException {
        for (var unpacked : unpackedDirectories(binaries)) {
            if (Files.notExists(completionMarker(unpacked))) {
                FileUtils.deleteDirectory(unpacked.toFile());
            }
        }
    }

    private static List<Path> unpackedDirectories(Path binaries) throws IOException {
        if (Files.notExists(binaries)) {
            return List.of();
        }
        try (var found = Files.list(binaries)) {
            return found.filter(Files::isDirectory).toList();
        }
    }

    private static Path completionMarker(Path unpacked) {
        return unpacked.resolveSibling(unpacked.getFileName() + ".complete");
    }

    /** A postmaster outlives a service that was killed; it is asked to finish before the next one starts. */
    private static void stopOrphan(Path cluster) throws IOException {
        var orphan = findOrphan(cluster);
        if (orphan == null) {
            return;
        }
        // SIGINT is PostgreSQL's fast shutdown; where there is no kill, the platform's own way must do.
        var kill = System.getProperty("os.name").startsWith("Windows")
                ? null
                : new ProcessBuilder("kill", "-INT", String.valueOf(orphan.pid())).start();
        if (kill == null) {
            orphan.destroy();
        }
        try {
            orphan.onExit().get(START_AND_STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The PostgreSQL of an earlier run (process " + orphan.pid() + ") does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The live postmaster of the cluster, or null. A pid that another program has got since is not taken for it. */
    private static ProcessHandle findOrphan(Path cluster) throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return null;
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) {
            return null;
        }
        var process = ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive)
                .orElse(null);
        if (process == null || !process.info().command().orElse("postgres").contains("postgres")) {
            return null;
        }
        var workingDirectory = Path.of("/proc", String.valueOf(process.pid()), "cwd");
        return Files.isSymbolicLink(workingDirectory)
                && !workingDirectory.toRealPath().equals(cluster.toRealPath()) ? null : process;
    }

    private static String password(Path directory) throws IOException {
        var file = directory.resolve("postgres.password");
        if (Files.notExists(file)) {
            var secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            var fresh = Files.createTempFile(directory, "password", ".new");
            writeDurably(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** Writes a small file through to the disk: without it, what the server has kept could not be reached. */
    private static void writeDurably(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }
}
