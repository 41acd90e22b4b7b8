package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Reads while PostgreSQL is stopped: cached responses are served for the time that {@code BYLINE_SERVE_STALE} says. */
class StaleFaults {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int READERS = 32;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    @Test
    void cached_responses_are_served_until_the_database_is_back() throws Exception {
        int port = PackagedService.freePort();
        var postgres = start(port);
        try (var service = service(port, "PT1H")) {
            publish(service, "Kept");
            publish(service, "Withdrawn");
            var etag = read(service, "GET", "kept", null).headers().firstValue("ETag").orElseThrow();
            assertEquals(200, read(service, "GET", "withdrawn", null).statusCode());
            assertEquals(200, service.send(KEY, "POST", "/admin/articles/withdrawn/unpublish", null).statusCode());

            postgres.close();
            Eventually.that(() -> isStale(read(service, "GET", "kept", null)));
            readAtOnce(service);
            var stale = read(service, "GET", "kept", null);
            assertTrue(stale.body().contains("Kept"), stale.body());
            assertTrue(stale.headers().firstValue("Age").orElse("").matches("\\d+"), stale.headers().toString());
            assertTrue(stale.headers().firstValue("Cache-Control").orElse("").endsWith(", stale-if-error=3600"),
                    stale.headers().toString());
            assertEquals(304, read(service, "GET", "kept", etag).statusCode());
            assertEquals(200, read(service, "HEAD", "kept", null).statusCode());
            assertEquals(503, read(service, "GET", "withdrawn", null).statusCode());
            assertEquals(503, read(service, "GET", "kept?fields=title", null).statusCode());
            assertEquals(503, service.send(KEY, "PATCH", "/admin/articles/kept", "{\"title\": \"New\"}").statusCode());

            postgres = start(port);
            Eventually.that(() -> service.send(KEY, "PATCH", "/admin/articles/kept", "{\"title\": \"New\"}")
                    .statusCode() == 200);
            assertEquals(200, service.send(KEY, "POST", "/admin/articles/kept/publish", null).statusCode());
            var fresh = read(service, "GET", "kept", null);
            assertFalse(isStale(fresh), fresh.headers().toString());
            assertTrue(fresh.body().contains("New"), fresh.body());
        } finally {
            postgres.close();
        }
    }

    @Test
    void no_stale_response_is_served_for_longer_than_the_setting_says() throws Exception {
        int port = PackagedService.freePort();
        var postgres = start(port);
        try (var service = service(port, "PT8S")) {
            publish(service, "Kept");
            assertEquals(200, read(service, "GET", "kept", null).statusCode());
            postgres.close();
            Eventually.that(() -> isStale(read(service, "GET", "kept", null)));
            Eventually.that(() -> read(service, "GET", "kept", null).statusCode() == 503);
        } finally {
            postgres.close();
        }
    }

    /** Checks that many readers at once get the stale response, and none of them a failure. */
    private static void readAtOnce(PackagedService service) throws Exception {
        Callable<Boolean> reader = () -> isStale(read(service, "GET", "kept", null));
        var readers = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < READERS; i++) {
            readers.add(reader);
        }
        var threads = Executors.newFixedThreadPool(READERS);
        try {
            for (var stale : threads.invokeAll(readers)) {
                assertTrue(stale.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static boolean isStale(HttpResponse<String> response) {
        return response.statusCode() == 200
                && response.headers().firstValue("Cache-Status").orElse("").startsWith("Byline; hit; ttl=");
    }

    private static HttpResponse<String> read(PackagedService service, String method, String article, String etag)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/articles/" + article)).method(method,
                HttpRequest.BodyPublishers.noBody());
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void publish(PackagedService service, String title) throws Exception {
        service.send(KEY, "POST", "/admin/categories", "{\"name\": \"News\"}");
        assertEquals(201, service.send(KEY, "POST", "/admin/articles", "{\"title\": \"" + title
                + "\", \"categories\": [\"news\"], \"body\": {\"format\": \"markdown\", \"source\": \"x\"}}")
                .statusCode());
        assertEquals(200, service.send(KEY, "POST", "/admin/articles/" + title.toLowerCase() + "/publish", null)
                .statusCode());
    }

    private PackagedService service(int port, String serveStale) throws Exception {
        return PackagedService.start(directory.resolve("data"),
                Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off", "QUARKUS_SHUTDOWN_DELAY", "0s",
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:" + port + "/postgres",
                        "QUARKUS_DATASOURCE_USERNAME", "postgres", "QUARKUS_DATASOURCE_PASSWORD", "none",
                        "BYLINE_SERVE_STALE", serveStale));
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder().setPort(port).setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
    }
}
