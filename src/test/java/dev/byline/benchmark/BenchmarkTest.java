package dev.byline.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

/** Checks that a benchmark counts what happened and refuses what it cannot measure. No test asserts a time. */
class BenchmarkTest {
    private static final Path PAYLOAD_MAP = Path.of("src/test/resources/payload-map.json");
    private static final Duration SHORT = Duration.ofMillis(200);

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private URI address;
    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var path = exchange.getRequestURI().getPath();
            boolean fails = calls.incrementAndGet() % 3 == 0 && path.startsWith("/third");
            if (fails) {
                failed.incrementAndGet();
            }
            if (fails && path.equals("/third-breaks")) {
                exchange.close();
                return;
            }
            if (path.equals("/304")) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                var text = "0123456789\r\n\r\n".repeat(2000).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(fails ? 500 : 200, path.equals("/chunked") ? 0 : text.length);
                exchange.getResponseBody().write(text);
            }
            exchange.close();
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({ "/third, status 500", "/third-breaks, connection closed" })
    void failures_are_counted_by_kind(String path, String kind) throws IOException {
        var result = Load.run(address, LoadRequest.get(path), 4, SHORT);
        assertTrue(failed.get() > 0);
        assertEquals(Map.of(kind, (long) failed.get()), result.failures());
        assertEquals(failed + " × " + kind, Load.describe(List.of(result)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/length", "/chunked" })
    void the_end_of_each_response_is_found(String path) throws IOException {
        var result = Load.run(address, LoadRequest.get(path), 4, SHORT);
        assertEquals(Map.of(), result.failures());
        assertTrue(result.rate() > 0 && calls.get() > 4, result::toString);
    }

    @Test
    void a_304_is_a_failure_unless_it_is_expected() throws IOException {
        var request = LoadRequest.get("/304");
        assertEquals(Set.of("status 304"), Load.run(address, request, 1, SHORT).failures().keySet());
        assertEquals(Map.of(), Load.run(address, request.with("If-None-Match", "\"a\"", 304), 1, SHORT).failures());
    }

    @Test
    void an_even_rate_sends_each_request_once_with_its_own_number() throws IOException {
        var request = LoadRequest.postJson("/${1-7}", "{\"body\": \"Comment ${n}\"}");
        var result = Load.even(address, request, 4, Duration.ofMillis(500), 100);
        assertEquals(Map.of(), result.failures());
        assertEquals(50, calls.get());
        assertEquals(50, Set.copyOf(bodies).size());
    }

    @Test
    void a_server_that_is_not_there_is_named() throws IOException {
        try (var free = new ServerSocket(0)) {
            address = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        var failure = assertThrows(IOException.class, () -> Load.run(address, LoadRequest.get("/"), 1, SHORT));
        assertTrue(failure.getMessage().startsWith(address + " accepts no connection"), failure::getMessage);
        var peer = new MeasuredServer(address, List.of(), folder.resolve("log"), "/first");
        var managed = new MeasuredServer(URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                List.of("true"), folder.resolve("log"), "/");
        assertTrue(assertThrows(IllegalStateException.class, () -> managed.start(Map.of())).getMessage()
                .contains(" is in use: "));
        var absent = assertThrows(IllegalStateException.class, () -> peer.start(Map.of()));
        assertEquals(address + "/first does not answer with 200: start that server, or give --start.",
                absent.getMessage());
    }

    @Test
    void a_comparison_writes_each_row_as_markdown_and_json() throws IOException {
        var good = new PeerMap("old", Map.of("list", LoadRequest.get("/"), "comment", LoadRequest.postJson("/", "{}")));
        var bad = new PeerMap("new", Map.of("list", LoadRequest.get("/third")));
        var json = folder.resolve("tables.json");
        var peer = new MeasuredServer(address, List.of(), folder.resolve("log"), "/");
        Comparison comparison;
        try (var report = new BenchmarkReport(new PrintWriter(out), new PrintWriter(err), json)) {
            comparison = new Comparison(List.of(new Comparison.Contender(peer, good),
                    new Comparison.Contender(peer, bad)), new Comparison.Plan(1, 2, 3, SHORT, Duration.ofMillis(50)),
                    report);
            comparison.table();
            comparison.measure("list", ", not cached");
            comparison.measure("comment", ", not cached");
        }
        var lines = out.toString().strip().lines().toList();
        assertEquals("|  | old | new |", lines.get(0));
        assertTrue(lines.get(2).matches("\\| list of 20, not cached \\| [0-9,]+/s, p99 [0-9.]+ ms \\| "
                + "[0-9,]+/s, p99 [0-9.]+ ms: [0-9.]+, \\d+ failed \\|"), lines.get(2));
        assertTrue(lines.get(3).matches("\\| post a comment \\| [0-9,]+/s, p99 [0-9.]+ ms \\| – \\|"), lines.get(3));
        var row = new ObjectMapper().readTree(json.toFile()).at("/tables/0/rows/0");
        assertEquals(0, row.at("/old/failed").asLong());
        assertTrue(row.at("/new/failed").asLong() > 0 && row.at("/new/ratio").isNumber(), row::toString);
        assertTrue(!comparison.failed().isEmpty());
        assertTrue(err.toString().contains("list of 20, not cached"), err::toString);
    }

    @Test
    void a_row_is_slower_if_its_ratio_is_below_the_threshold() throws IOException {
        var peer = new MeasuredServer(address, List.of(), folder.resolve("log"), "/");
        var map = new PeerMap("peer", Map.of("list", LoadRequest.get("/")));
        var first = new Comparison.Contender(peer, map);
        var second = new Comparison.Contender(peer, new PeerMap("same", map.requests()));
        var report = new BenchmarkReport(new PrintWriter(out), new PrintWriter(err), null);
        var comparison = new Comparison(List.of(first, second), new Comparison.Plan(1, 1, 1, SHORT, SHORT), report);
        comparison.table();
        comparison.measure("list", "");
        assertEquals(Map.of(), comparison.slower(1));
        assertEquals(Set.of("list of 20"), comparison.slower(-1e9).keySet());
    }

    @Test
    void a_map_names_the_requests_of_a_peer() {
        var map = PeerMap.read(PAYLOAD_MAP);
        assertEquals("Payload", map.name());
        assertEquals(PeerMap.ROWS.keySet(), map.requests().keySet());
        var comment = new String(map.requests().get("comment").bytes("peer:1", 8), StandardCharsets.UTF_8);
        assertTrue(comment.startsWith("POST /api/comments?depth=0 HTTP/1.1\r\nHost: peer:1\r\n"), comment);
        assertTrue(comment.contains("Content-Type: application/json\r\n"), comment);
        assertTrue(comment.endsWith("\r\n\r\n{\"article\":9,\"author\":\"Reader\",\"body\":\"Comment 8\"}"), comment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'requests': {'artikel': '/a'}} | has an unknown name \"artikel\"; known names are [article, category, "
                    + "comment, list, search].",
            "{'requests': {'list': {'path': '/a', 'verb': 'GET'}}} | has an unknown name \"verb\"; known names are "
                    + "[body, headers, method, path, status].",
            "{'requests': {'list': 'api'}} | The path of \"list\" in",
            "{'name': 'Payload'} | has no \"requests\".",
            "list=/a | is not JSON" })
    void a_wrong_map_is_refused(String map, String message) throws IOException {
        var file = Files.writeString(folder.resolve("map.json"), map.replace('\'', '"'));
        assertRefused(message, "compare", "--peer", address.toString(), "--map", file.toString(), "--app",
                application());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "compare | (specify one of these)",
            "compare --peer http://127.0.0.1:1 | --map=FILE",
            "compare --peer http://127.0.0.1:1 --map m.json --old target | mutually exclusive",
            "compare --peer http://127.0.0.1:1 --map m.json --app @app | The map m.json cannot be read.",
            "compare --peer localhost:1 --map @map --app @app | localhost:1 is not an address such as",
            "compare --old @app --app no-such-folder | no-such-folder has no quarkus-run.jar",
            "compare --old no-such-folder --app @app | no-such-folder has no quarkus-run.jar",
            "compare --old @app --app @app --java /no-such-jdk | --java /no-such-jdk has no bin/java",
            "compare --old @app --turns 0 | --turns must be at least 1, but is 0.",
            "compare --old @app --turns many | 'many' is not an int",
            "reads --articles 1000,0 | --articles must be at least 1, but is 0.",
            "import --articles=-1 | --articles must be at least 1, but is -1.",
            "pictures --pairs 0 | --pairs must be at least 1, but is 0.",
            "engagement --steady 0 | --steady must be at least 1, but is 0.",
            "url https://localhost/ | https://localhost/ is not a URL that begins with http://.",
            "load | Unmatched argument at index 0: 'load'",
            "url http://localhost/ --conections 3 | '--conections'" })
    void wrong_arguments_are_refused(String arguments, String message) throws IOException {
        assertRefused(message, arguments.replace("@app", application()).replace("@map", PAYLOAD_MAP.toString())
                .split(" "));
    }

    private String application() throws IOException {
        Files.write(folder.resolve("quarkus-run.jar"), new byte[0]);
        return folder.toString();
    }

    private void assertRefused(String message, String... arguments) {
        assertEquals(2, execute(arguments), err::toString);
        assertTrue(err.toString().contains(message), err::toString);
        assertTrue(err.toString().contains("--help` lists the options."), err::toString);
        assertEquals("", out.toString());
    }

    private int execute(String... arguments) {
        return Benchmark.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void a_url_that_fails_has_the_exit_code_1_and_its_failures() {
        assertEquals(1, execute("url", address + "/third", "--seconds", "1", "--connections", "2"));
        assertTrue(out.toString().contains("Failed: " + failed + " × status 500"), out::toString);
    }

    @Test
    void articles_for_a_peer_are_lines_of_json() throws IOException {
        var file = folder.resolve("articles.ndjson");
        assertEquals(0, execute("articles", file.toString(), "--articles", "45"));
        var lines = Files.readAllLines(file);
        assertEquals(20 + 45, lines.size());
        var article = new ObjectMapper().readTree(lines.get(20 + 7 - 1)).get("article");
        assertEquals("article-7", article.get("slug").asText());
        assertTrue(article.get("title").asText().contains(SampleArticles.SEARCHED_WORD));
        assertTrue(article.at("/body/source").asText().length() > 2500);
    }

    @Test
    void a_revision_that_does_not_exist_is_refused() throws Exception {
        var process = new ProcessBuilder(".ci/bench-compare", "no-such-revision").redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(2, process.waitFor(), output);
        assertEquals("no-such-revision is neither a git revision nor a folder with quarkus-run.jar.", output.strip());
    }
}
