package dev.byline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A packaged Byline with the embedded PostgreSQL and a data directory of its own. */
final class BylineServer extends MeasuredServer {
    static final String ADMIN_KEY = "the-key-of-the-benchmark-and-of-nothing-else";
    static final String API = "/api/v1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> java;
    private final Path application;
    private final Path home;
    private final int port;

    /** A Byline in the folder {@code application} that keeps its data in {@code home}. */
    BylineServer(List<String> java, Path application, Path home, int port) throws IOException {
        super(URI.create("http://127.0.0.1:" + port), command(java, application),
                Files.createDirectories(home).resolve("service.log"), API + "/articles");
        this.java = java;
        this.application = application;
        this.home = home;
        this.port = port;
    }

    private static List<String> command(List<String> java, Path application) {
        return Stream.concat(java.stream(),
                Stream.of("-jar", application.resolve("quarkus-run.jar").toAbsolutePath().toString())).toList();
    }

    /** Starts with a cache of that size ({@code 0} for none) and without rate limits and sample content. */
    double start(String cacheSize) throws IOException, InterruptedException {
        return start(Map.of("BYLINE_CACHE_SIZE", cacheSize));
    }

    @Override
    double start(Map<String, String> environment) throws IOException, InterruptedException {
        var all = new HashMap<>(Map.of("BYLINE_DATA_DIR", home.resolve("data").toAbsolutePath().toString(),
                "QUARKUS_HTTP_PORT", String.valueOf(port), "BYLINE_SAMPLE_CONTENT", "false", "BYLINE_RATE_LIMITS",
                "off",
                "BYLINE_ADMIN_KEY", ADMIN_KEY));
        all.putAll(environment);
        return super.start(all);
    }

    /** Starts and stops a second node that uses the PostgreSQL of this running one, and returns its seconds. */
    double startBeside() throws IOException, InterruptedException {
        try (var node = new BylineServer(java, application, home.resolve("node"), port + 1)) {
            return node.start(Map.of("QUARKUS_DATASOURCE_JDBC_URL", databaseUrl(), "QUARKUS_DATASOURCE_USERNAME",
                    "postgres", "QUARKUS_DATASOURCE_PASSWORD", password(), "QUARKUS_SHUTDOWN_DELAY", "0s"));
        }
    }

    Connection database() throws IOException, SQLException {
        return DriverManager.getConnection(databaseUrl(), "postgres", password());
    }

    private String databaseUrl() throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + databasePort() + "/byline";
    }

    String databasePort() throws IOException {
        try (var files = Files.walk(home.resolve("data"), 2)) {
            return Files.readAllLines(files.filter(f -> f.endsWith("postmaster.pid")).findFirst().orElseThrow()).get(3)
                    .strip();
        }
    }

    String password() throws IOException {
        return Files.readString(home.resolve("data/postgres.password")).strip();
    }

    Path databaseLog() {
        return home.resolve("data/postgres.log");
    }

    /** Runs src/scripts/seed.sql, which makes a million articles faster than an import does. */
    void seed(int articles, int words, boolean textsAreSearched, int comments) throws IOException, SQLException {
        var sql = Files.readString(Path.of("src/scripts/seed.sql")).replace("${articles}", String.valueOf(articles))
                .replace("${words}", String.valueOf(words)).replace("${searched}", textsAreSearched ? "text" : "''")
                .replace("${comments}", String.valueOf(comments));
        var statements = Stream.of(sql.split(";;")).map(String::strip).filter(s -> !s.isEmpty()).toList();
        try (var connection = database(); var statement = connection.createStatement()) {
            for (int i = 0; i < statements.size(); i++) {
                System.err.printf("\rSeeding %,d articles: %d of %d statements", articles, i + 1, statements.size());
                statement.execute(statements.get(i));
            }
            System.err.println();
        }
    }

    /** Sends a request of the admin API and returns the body of the response. */
    String admin(String method, String path, String body, int expected) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").header("If-Match", "*").method(method,
                BodyPublishers.ofString(body)), expected);
    }

    /** Uploads a file to the admin API and returns the body of the response. */
    String upload(String path, String type, Path file) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofFile(file)), 201);
    }

    /** Loads this service; fails if a request does. */
    Load.Result load(LoadRequest request, int connections, int seconds) throws IOException {
        var result = Load.run(address, request, connections, Duration.ofSeconds(seconds));
        if (result.failed() > 0) {
            throw new IllegalStateException(request.path + ": " + Load.describe(List.of(result)));
        }
        return result;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(API + "/admin" + path)).header("Authorization",
                "Bearer " + ADMIN_KEY);
    }

    boolean isEmpty() throws IOException, InterruptedException {
        return get(API + "/articles").contains("\"items\":[]");
    }

    String etag(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.discarding()).headers()
                .firstValue("ETag").orElseThrow();
    }

    /** Publishes each comment at once. */
    void openComments() throws IOException, InterruptedException {
        admin("PATCH", "/site", "{\"commentsPolicy\": \"none\"}", 200);
    }

    /** Imports a file, runs {@code meanwhile} again and again until that is done, and returns the job. */
    JsonNode importFile(Path file, Runnable meanwhile) throws IOException, InterruptedException {
        var response = HTTP.send(request("/imports?source=benchmark").header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofFile(file)).build(), BodyHandlers.ofString());
        var location = response.headers().firstValue("Location")
                .orElseThrow(() -> new IllegalStateException(response.body())).replaceFirst(".*/admin", "");
        while (true) {
            var job = JSON.readTree(send(request(location), 200));
            var state = job.path("state").asText();
            if (!state.equals("queued") && !state.equals("running")) {
                if (!state.equals("done") || job.path("failed").asLong() > 0) {
                    throw new IllegalStateException("The import failed: " + job);
                }
                return job;
            }
            meanwhile.run();
            Thread.sleep(100);
        }
    }
}
