package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.path.json.JsonPath;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Reads and comments while all connections to PostgreSQL go mute: they stay open, and nothing arrives any more. New
 * connections work, so the service must give the old ones up by itself.
 */
class MuteDatabaseFaults {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int CLIENTS = 16;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean over;

    @Test
    void the_service_gives_mute_connections_up_and_loses_nothing() throws Exception {
        var clients = Executors.newFixedThreadPool(CLIENTS);
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var proxy = new MuteProxy(postgres.getPort());
                var service = PackagedService.start(directory,
                        Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off", "QUARKUS_SHUTDOWN_DELAY", "0s",
                                "QUARKUS_DATASOURCE_JDBC_URL",
                                "jdbc:postgresql://localhost:" + proxy.port() + "/postgres",
                                "QUARKUS_DATASOURCE_USERNAME", "postgres", "QUARKUS_DATASOURCE_PASSWORD", "none"))) {
            service.send(KEY, "POST", "/admin/categories", "{\"name\": \"News\"}");
            service.send(KEY, "POST", "/admin/articles", "{\"title\": \"Popular\", \"categories\": [\"news\"], "
                    + "\"body\": {\"format\": \"markdown\", \"source\": \"x\"}}");
            assertEquals(200, service.send(KEY, "POST", "/admin/articles/popular/publish", null).statusCode());
            var working = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                working.add(clients.submit(() -> work(service)));
            }
            awaitAcknowledged(50);
            proxy.muteOpenConnections();
            long muteSince = System.nanoTime();
            int before = acknowledged.size();
            awaitAcknowledged(before + 50);
            System.out.printf("Mute connections: comments were accepted again after %d s%n",
                    Duration.ofNanos(System.nanoTime() - muteSince).toSeconds());
            assertEquals(200, status(service, "/q/health/live"));
            while (status(service, "/q/health/ready") != 200) {
                Thread.onSpinWait();
            }
            System.out.printf("Mute connections: the node was ready again after %d s%n",
                    Duration.ofNanos(System.nanoTime() - muteSince).toSeconds());
            over = true;
            for (var client : working) {
                client.get(2, TimeUnit.MINUTES);
            }
            try (var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select count(*), count(distinct body) from comment")) {
                row.next();
                assertEquals(row.getInt(1), row.getInt(2), "No comment is stored twice");
                assertTrue(row.getInt(1) >= acknowledged.size(), "No acknowledged comment is lost");
            }
        } finally {
            over = true;
            clients.shutdownNow();
        }
    }

    private void awaitAcknowledged(int count) throws InterruptedException {
        while (acknowledged.size() < count) {
            Thread.sleep(20);
        }
    }

    /** Posts each comment until the service acknowledges it, and reads between two posts. */
    private Void work(PackagedService service) throws Exception {
        while (!over) {
            var text = "Text of number " + numbers.incrementAndGet();
            var body = "{\"body\": \"" + text + "\", \"author\": {\"name\": \"Mai\"}}";
            int status = 0;
            while (status != 201 && status != 202 && !over) {
                var response = HTTP.send(HttpRequest
                        .newBuilder(URI.create(service.url() + "/api/v1/articles/popular/comments"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", text.replace(' ', '-'))
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
                status = response.statusCode();
                assertTrue(status == 201 || status == 202 || status == 503 || status == 409, response::body);
                if (status >= 400) {
                    assertTrue(response.headers().firstValue("Retry-After").isPresent(), response::body);
                    Thread.sleep(200);
                }
            }
            if (status == 201 || status == 202) {
                acknowledged.put(text, true);
            }
            var read = service.send(null, "GET", "/articles?size=" + (1 + numbers.get() % 100), null);
            assertTrue(read.statusCode() == 200 || read.statusCode() == 503, read::body);
            if (read.statusCode() == 200) {
                assertEquals(1, JsonPath.from(read.body()).getList("items").size());
            }
        }
        return null;
    }

    private static int status(PackagedService service, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
