package dev.byline.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that is measured. The benchmark starts it with a command, or it runs already and there is no command. */
class MeasuredServer implements AutoCloseable {
    static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    final URI address;
    private final List<String> command;
    private final Path log;
    private final String firstPath;
    private Process process;

    /** A server whose start is over when {@code firstPath} has its first response with the status 200. */
    MeasuredServer(URI address, List<String> command, Path log, String firstPath) {
        this.address = address;
        this.command = command;
        this.log = log;
        this.firstPath = firstPath;
    }

    /** Tells whether the benchmark starts this server, so that it knows the server's process. */
    boolean isManaged() {
        return !command.isEmpty();
    }

    /** Starts the server if it is a managed one, and returns the seconds from the command to the first response. */
    double start(Map<String, String> environment) throws IOException, InterruptedException {
        if (isManaged() && isPortInUse()) {
            throw new IllegalStateException(
                    address + " is in use: end the server that runs there, or name other ports with --port.");
        }
        long began = System.nanoTime();
        if (isManaged()) {
            var builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        }
        while (!answers()) {
            if (!isManaged()) {
                throw new IllegalStateException(
                        address.resolve(firstPath) + " does not answer with 200: start that server, or give --start.");
            }
            if (!process.isAlive() || System.nanoTime() - began > START_TIMEOUT.toNanos()) {
                throw new IllegalStateException(command.get(0) + " does not serve " + address + "; see " + log);
            }
            Thread.sleep(10);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private boolean isPortInUse() {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException free) {
            return false;
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(address.resolve(firstPath)).build(), BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    void stop() {
        if (process != null) {
            end(process);
            process = null;
        }
    }

    /** Ends a process, by force if it takes longer than half a minute. */
    static void end(Process process) {
        process.destroy();
        try {
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns a field of the memory of the server's processes without PostgreSQL in MB, such as {@code VmRSS}. */
    double megabytes(String field) {
        if (process == null) {
            return Double.NaN;
        }
        return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants())
                .map(handle -> Path.of("/proc", String.valueOf(handle.pid()), "status"))
                .mapToLong(status -> kibibytes(status, field)).sum() / 1024.0;
    }

    private static long kibibytes(Path status, String field) {
        var values = new HashMap<String, String>();
        try {
            for (var line : Files.readAllLines(status)) {
                var parts = line.split(":", 2);
                values.put(parts[0], parts[1].strip());
            }
        } catch (IOException ended) {
            return 0;
        }
        return values.get("Name").startsWith("postgres")
                ? 0
                : Long.parseLong(values.getOrDefault(field, "0").replaceAll("\\D", ""));
    }

    String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)), 200);
    }

    static String send(HttpRequest.Builder request, int expected) throws IOException, InterruptedException {
        var built = request.build();
        var response = HTTP.send(built, BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IllegalStateException(built.uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
