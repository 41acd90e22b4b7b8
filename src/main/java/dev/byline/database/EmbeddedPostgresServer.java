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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.io.FileUtils;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The embedded PostgreSQL server that runs if no database is configured. Its files, binaries, log and generated
 * password are in one directory, which only one service at a time may use. The underlying library is made for tests:
 * this class reverts the settings that make tests fast and a power cut fatal (no fsync, asynchronous commit, no
 * password).
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    /** The name of the role and of the database. */
    public static final String DATABASE_NAME = "byline";
    /** The name of the superuser, who has the same password. */
    public static final String SUPERUSER = "postgres";
    /** The name of the file in the data directory that has the password. */
    public static final String PASSWORD_FILE = "postgres.password";
    private static final String CLUSTER_NAME = "postgres-18";
    private static final String UNFINISHED_PREFIX = CLUSTER_NAME + ".new";
    private static final Duration START_AND_STOP_TIMEOUT = Duration.ofMinutes(2);

    private final FileChannel lockFile;
    private final EmbeddedPostgres postgres;
    private final String password;

    private EmbeddedPostgresServer(FileChannel lockFile, EmbeddedPostgres postgres, String password) {
        this.lockFile = lockFile;
        this.postgres = postgres;
        this.password = password;
    }

    /** Thrown if another service uses the directory. */
    public static final class DirectoryInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DirectoryInUseException(Path directory) {
            super("Another Byline uses the data directory " + directory
                    + ". Stop it, or set BYLINE_DATA_DIR to another directory.");
        }
    }

    /**
     * Starts the server on its directory, and creates the directory if necessary. Throws
     * {@link DirectoryInUseException} if another service uses the directory.
     */
    public static EmbeddedPostgresServer start(Path directory) {
        return start(directory, START_AND_STOP_TIMEOUT);
    }

    /** Starts the server as {@link #start(Path)} does, and waits for it as long as given, for instance for a recovery. */
    public static EmbeddedPostgresServer start(Path directory, Duration timeout) {
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
            return new EmbeddedPostgresServer(lockFile, startPostgres(directory, cluster, password, timeout),
                    password);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL cannot start in " + directory + "; its log is "
                    + directory.resolve("postgres.log"), e);
        }
    }

    /** Returns the JDBC URL of the server. */
    public String jdbcUrl() {
        return jdbcUrl(postgres.getPort());
    }

    /** Returns the password of {@link #DATABASE_NAME}. */
    public String password() {
        return password;
    }

    /** The connection details of a running server. */
    public record ConnectionDetails(String jdbcUrl, String password) {}

    /** Finds the server that another process runs on this directory, if there is one. */
    public static Optional<ConnectionDetails> findRunning(Path directory) throws IOException {
        var cluster = clusterDirectory(directory);
        if (findOrphan(cluster) == null) {
            return Optional.empty();
        }
        // Lines of postmaster.pid: pid, data directory, start time, port, …
        var lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
        if (lines.size() < 4) {
            throw new IOException("The embedded PostgreSQL is still starting: try again in a few seconds.");
        }
        var port = Integer.parseInt(lines.get(3).strip());
        return Optional.of(new ConnectionDetails(jdbcUrl(port), password(directory)));
    }

    /** Stops the server (fast shutdown: everything committed is kept) and unlocks the directory. */
    @Override
    public void close() {
        try {
            postgres.close();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the directory of the cluster in a data directory. */
    public static Path clusterDirectory(Path directory) {
        return directory.resolve(CLUSTER_NAME);
    }

    /**
     * Creates a directory for a cluster that is not complete yet. It has a new name each time, because a child of a
     * killed start may still write to the last one; the next start without a cluster deletes it.
     */
    public static Path createUnfinishedDirectory(Path directory) throws IOException {
        return Files.createTempDirectory(directory, UNFINISHED_PREFIX);
    }

    private static String jdbcUrl(int port) {
        return "jdbc:postgresql://localhost:" + port + "/" + DATABASE_NAME;
    }

    /**
     * Creates the cluster in a temporary directory and moves the complete cluster to its place, so that a killed start
     * leaves no partial cluster.
     */
    private static void initializeCluster(Path directory, String password) throws IOException {
        try (var leftovers = Files.newDirectoryStream(directory, UNFINISHED_PREFIX + "*")) {
            leftovers.forEach(leftover -> FileUtils.deleteQuietly(leftover.toFile()));
        }
        var fresh = createUnfinishedDirectory(directory);
        try (var postgres = startPostgres(directory, fresh, password, START_AND_STOP_TIMEOUT);
                Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            // The generated password is URL-safe Base64, so it needs no quoting.
            statement.execute("alter role " + SUPERUSER + " password '" + password + "'");
            statement.execute("create role " + DATABASE_NAME + " login password '" + password + "'");
            statement.execute("create database " + DATABASE_NAME + " owner " + DATABASE_NAME);
            writeDurably(fresh.resolve("pg_hba.conf"), """
                    # Written by Byline: every connection needs the password.
                    host all all 127.0.0.1/32 scram-sha-256
                    host all all ::1/128 scram-sha-256
                    """);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        Files.move(fresh, clusterDirectory(directory), StandardCopyOption.ATOMIC_MOVE);
    }

    private static EmbeddedPostgres startPostgres(Path directory, Path cluster, String password, Duration timeout)
            throws IOException {
        var binaries = directory.resolve("binaries");
        var unpacked = new PostgresBinaries(binaries);
        unpacked.prepare();
        var log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
        var postgres = EmbeddedPostgres.builder().setDataDirectory(cluster).setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile()).setRegisterShutdownHook(false)
                .setPGStartupWait(timeout).setOutputRedirector(log).setErrorRedirector(log)
                .setConnectConfig("password", password).setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100").setServerConfig("unix_socket_directories", "''")
                .start();
        unpacked.markComplete();
        return postgres;
    }

    /** Stops the postmaster that a killed service has left running, before the next one starts. */
    private static void stopOrphan(Path cluster) throws IOException {
        var orphan = findOrphan(cluster);
        if (orphan == null) {
            return;
        }
        // SIGINT is PostgreSQL's fast shutdown. Windows has no kill command, so the process is destroyed there.
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

    /**
     * Returns the running postmaster of the cluster, or null. Another program that has received the same pid does not
     * count.
     */
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
        var file = directory.resolve(PASSWORD_FILE);
        if (Files.notExists(file)) {
            var secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            var fresh = Files.createTempFile(directory, "password", ".new");
            writeDurably(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /**
     * Writes a small file and syncs it to the disk, because the data of the server is inaccessible without, for
     * instance, the password.
     */
    static void writeDurably(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }
}
