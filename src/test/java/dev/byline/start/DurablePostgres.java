package dev.byline.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL in a directory that keeps its data after a crash: with fsync and synchronous commits, which the default of
 * the tests turns off.
 */
record DurablePostgres(Path directory) {
    /** Starts the server; 0 for any port. */
    EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile())
                .setDataDirectory(directory.resolve("data")).setCleanDataDirectory(false).setPort(port)
                .setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(logFile().toFile())).start();
    }

    /** Stops the server immediately, as in a crash; the next start replays its log. */
    void crash() throws IOException, InterruptedException {
        long postmaster = Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
        new ProcessBuilder("kill", "-QUIT", String.valueOf(postmaster)).start().waitFor();
        ProcessHandle.of(postmaster).ifPresent(process -> process.onExit().join());
    }

    /** Returns the text of the server's log. */
    String log() throws IOException {
        return Files.readString(logFile());
    }

    private Path logFile() {
        return directory.resolve("postgres.log");
    }
}
