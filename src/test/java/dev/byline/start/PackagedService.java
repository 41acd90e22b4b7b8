package dev.byline.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.restassured.path.json.JsonPath;

/** Runs the packaged service as a separate process, as described in the README. */
final class PackagedService implements AutoCloseable {
    /** The folder of the packaged service. */
    static final Path APPLICATION = Path.of("target", "quarkus-app");
    private static final Pattern API = Pattern.compile("API +(http://[^/]+)/api/v1/articles");
    private static final Pattern KEY = Pattern.compile("byline_[A-Za-z0-9_-]{43}");
    /** Tests start services beside clients at full speed, which left one two minutes of waiting on two processors. */
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    /** A start is most of what a test runs; the second compiler would double its processor time. */
    private static final List<String> FIRST_COMPILER_ONLY = List.of("-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=240m");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).build();

    final Process process;
    private final Path log;
    private String url;
    private String key;

    private PackagedService(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns a port that is free now, for a server whose port must be known before its start. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts the service without waiting. */
    static PackagedService launch(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        return launch(APPLICATION, directory, environment, arguments);
    }

    private static PackagedService launch(Path application, Path directory, Map<String, String> environment,
            String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FIRST_COMPILER_ONLY);
        command.addAll(List.of("-jar", application.resolve("quarkus-run.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("BYLINE_"));
        builder.environment().putAll(Map.of("QUARKUS_HTTP_PORT", "0", "BYLINE_DATA_DIR", directory.toString()));
        builder.environment().putAll(environment);
        var log = Files.createTempFile("byline", ".log");
        log.toFile().deleteOnExit();
        return new PackagedService(builder.redirectOutput(log.toFile()).start(), log);
    }

    /** Starts the service and waits for its banner. */
    static PackagedService start(Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(APPLICATION, directory, environment);
    }

    /** Starts the service of another folder, such as one of another release, and waits for its banner. */
    static PackagedService start(Path application, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        var packagedService = launch(application, directory, environment);
        var end = System.nanoTime() + TIMEOUT.toNanos();
        while (!API.matcher(packagedService.output()).find()) {
            if (!packagedService.process.isAlive() || System.nanoTime() > end) {
                packagedService.process.destroyForcibly();
                throw new IOException("It did not start:\n" + packagedService.output());
            }
            Thread.sleep(50);
        }
        var banner = API.matcher(packagedService.output());
        banner.find();
        packagedService.url = banner.group(1);
        packagedService.key = printedKey(packagedService.output());
        return packagedService;
    }

    /** Waits for the end of the process and returns its exit code. */
    int exit() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("It does not end:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String printedKey(String output) {
        var found = KEY.matcher(output);
        return found.find() ? found.group() : null;
    }

    String url() {
        return url;
    }

    /** The key that the banner printed, or null. */
    String key() {
        return key;
    }

    /** @param key a key or token, null for none */
    HttpResponse<String> send(String key, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .header("If-Match", "*")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return HTTP.send((body == null ? request : request.header("Content-Type", "application/json")).build(),
                BodyHandlers.ofString());
    }

    /** Posts a view by a reader with the given user agent; another user agent is another reader. */
    HttpResponse<Void> view(String slug, String browser) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url + "/api/v1/articles/" + slug + "/views"))
                .header("Content-Type", "application/json")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) " + browser)
                .POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.discarding());
    }

    JsonPath get(String path) throws IOException, InterruptedException {
        return JsonPath.from(send(null, "GET", path, null).body());
    }

    /** Sends SIGTERM and waits for the end of the process. */
    @Override
    public void close() {
        process.destroy();
        try {
            exit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
