package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Tests traces, the management port and the name of the node with the packaged service. */
class ObservabilityIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    @TempDir
    Path directory;

    /** Traces that were received: the bytes of Protocol Buffers contain their texts as they are. */
    private final Queue<String> traces = new ConcurrentLinkedQueue<>();

    @Test
    void a_named_node_sends_traces_and_has_a_management_port() throws Exception {
        int managementPort = PackagedService.freePort();
        var collector = startCollector();
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var service = PackagedService.start(directory, Map.of("QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                        "QUARKUS_DATASOURCE_USERNAME", "postgres", "QUARKUS_DATASOURCE_PASSWORD", "none", "BYLINE_NODE",
                        "node-7", "BYLINE_MANAGEMENT_PORT", String.valueOf(managementPort), "BYLINE_TRACES",
                        "http://localhost:" + collector.getAddress().getPort(),
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))) {
            var management = "http://localhost:" + managementPort;
            assertTrue(service.output().contains("Swagger UI  " + management + "/q/swagger-ui/"), service.output());
            assertManagementPathsAreOnlyAt(management, service.url());
            assertEquals(201, send(management + "/api/v1/admin/tags", service.key(), "{\"name\": \"Red\"}"));
            // A tag without articles is not public.
            assertEquals(404, service.send(null, "GET", "/tags/red", null).statusCode());
            assertSessionsAreNamed(postgres);
            for (var text : List.of("GET /api/v1/tags/{tag}", "POST /api/v1/admin/tags", "from tag", "node-7")) {
                while (traces.stream().noneMatch(trace -> trace.contains(text))) {
                    assertTrue(service.process.isAlive(), service.output());
                    Thread.onSpinWait();
                }
            }
            assertFalse(traces.stream().anyMatch(trace -> trace.contains("/q/health")));
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void a_setting_that_cannot_be_used_keeps_the_service_from_starting_and_is_named() throws Exception {
        for (var wrong : Map.of("BYLINE_NODE", "node 7", "BYLINE_TRACES", "collector").entrySet()) {
            var refused = PackagedService.launch(directory, Map.of(wrong.getKey(), wrong.getValue()));
            assertEquals(1, refused.exit());
            assertTrue(refused.output().startsWith(wrong.getKey() + " is '" + wrong.getValue() + "'; it must be "),
                    refused.output());
        }
    }

    private static void assertManagementPathsAreOnlyAt(String management, String url) throws Exception {
        for (var path : List.of("/q/metrics", "/q/health", "/q/health/ready", "/q/openapi", "/q/openapi/editors",
                "/q/swagger-ui/",

                "/%71/metrics", "//q/metrics", "/q/../q/metrics")) {
            assertEquals(404, send(url + path, null, null), path);
            assertEquals(200, send(management + path, null, null), path);
        }
        assertEquals(200, send(url + "/api/v1/tags", null, null));
        assertEquals(200, send(management + "/api/v1/tags", null, null));
        // The page at the root links only to what its own port answers.
        assertFalse(read(url + "/").contains("/q/"));
        assertFalse(read(url + "/api/v1").contains("/q/"));
        assertTrue(read(management + "/").contains("/q/swagger-ui/"));
        var metrics = read(management + "/q/metrics");
        assertTrue(metrics.contains("node=\"node-7\""), metrics);
    }

    private static String read(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void assertSessionsAreNamed(EmbeddedPostgres postgres) throws Exception {
        try (var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
                var sessions = connection.createStatement().executeQuery("""
                        select count(*) filter (where query like '%byline_heartbeat%'),
                            count(*) filter (where query not like '%byline_heartbeat%')
                        from pg_stat_activity where application_name = 'byline node-7'""")) {
            sessions.next();
            assertEquals(1, sessions.getInt(1));
            assertTrue(sessions.getInt(2) > 0);
        }
    }

    private HttpServer startCollector() throws Exception {
        var collector = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            traces.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }

    private static int send(String url, String key, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url));
        if (body != null) {
            request.header("Authorization", "Bearer " + key).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
