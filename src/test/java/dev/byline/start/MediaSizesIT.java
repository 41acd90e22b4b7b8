package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.image.TestPictures;
import io.restassured.path.json.JsonPath;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Sizes of pictures on two nodes with one database and one folder. */
class MediaSizesIT {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int CLIENTS_PER_NODE = 12;
    private static final int QUEUE = 2;
    private static final int REFUSED = 5;
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path directory;
    private static EmbeddedPostgres postgres;
    private static PackagedService first;
    private static PackagedService second;

    @BeforeAll
    static void startNodes() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
        var environment = Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off", "BYLINE_SAMPLE_CONTENT",
                "false", "BYLINE_MEDIA_SIZES_QUEUE", String.valueOf(QUEUE), "QUARKUS_SHUTDOWN_DELAY", "0s",
                "QUARKUS_DATASOURCE_JDBC_URL", postgres.getJdbcUrl("postgres", "postgres"),
                "QUARKUS_DATASOURCE_USERNAME", "postgres", "QUARKUS_DATASOURCE_PASSWORD", "none",
                // One thread makes sizes, however many processors this machine has.
                "JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=2");
        first = PackagedService.start(directory, environment);
        second = PackagedService.start(directory, environment);
    }

    @AfterAll
    static void stopNodes() throws IOException {
        for (var node : new PackagedService[]{ first, second }) {
            if (node != null) {
                node.close();
            }
        }
        postgres.close();
    }

    @Test
    void many_clients_at_both_nodes_get_equal_bytes_of_a_size_that_one_node_makes_once() throws Exception {
        var path = upload("scene.jpg", TestPictures.jpeg(TestPictures.scene(4_000, 3_000)));
        for (int width : List.of(960, 1280, 1600)) {
            double made = made(first) + made(second);
            var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
            for (int i = 0; i < CLIENTS_PER_NODE; i++) {
                answers.add(ask(first, path + "?v=1&format=jpeg&w=" + width));
                answers.add(ask(second, path + "?v=1&format=jpeg&w=" + width));
            }
            for (var answer : answers) {
                assertEquals(200, answer.get().statusCode(), () -> new String(answer.join().body()));
            }
            assertEquals(width, width(answers.get(0).get()));
            assertEquals(1, answers.stream().map(answer -> ByteBuffer.wrap(answer.join().body()))
                    .collect(Collectors.toSet()).size(), "different bytes");
            var tags = answers.stream().map(answer -> answer.join().headers().firstValue("ETag").orElseThrow())
                    .collect(Collectors.toSet());
            assertEquals(1, tags.size(), tags::toString);
            assertEquals(made + 1, made(first) + made(second));
        }
    }

    @Test
    void a_full_queue_refuses_further_sizes_and_nothing_else_until_it_is_empty() throws Exception {
        var picture = TestPictures.jpeg(TestPictures.scene(1_000, 500));
        var path = upload("other.jpg", picture);
        assertEquals(200, ask(second, path + "?v=1&format=png&w=320").get().statusCode());
        var slow = TestPictures.jpeg(TestPictures.halves(900, 600, false));
        var pipe = replaceByPipe(slow, upload("slow.jpg", slow));
        var blocked = ask(first, pipe.path + "?v=1&format=webp&w=320");
        List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
        var answered = new LinkedBlockingQueue<HttpResponse<byte[]>>();
        // Opens when the node reads the picture: then its one thread is busy until the picture ends.
        try (var source = Files.newOutputStream(pipe.file, StandardOpenOption.WRITE)) {
            for (var size : sizes(path)) {
                waiting.add(ask(first, size));
            }
            waiting.forEach(answer -> answer.thenAccept(answered::add));
            for (int i = 0; i < REFUSED; i++) {
                var refused = answered.poll(1, TimeUnit.MINUTES);
                assertNotNull(refused, i + " refused");
                assertEquals(503, refused.statusCode(), () -> new String(refused.body()));
                assertEquals("5", refused.headers().firstValue("Retry-After").orElse(null));
                assertEquals("no-cache", refused.headers().firstValue("Cache-Control").orElse(null));
            }
            assertEquals(200, first.send(null, "GET", "/articles", null).statusCode());
            assertEquals(picture.length, ask(first, path + "?v=1").get().body().length);
            assertEquals(320, width(ask(first, path + "?v=1&format=png&w=320").get()), "A size that is stored");
            assertEquals(640, width(ask(second, path + "?v=1&format=png&w=640").get()), "A size of the other node");
            source.write(slow);
        }
        assertEquals(200, blocked.get().statusCode(), () -> new String(blocked.join().body()));
        for (var answer : waiting) {
            answer.get();
        }
        assertEquals(QUEUE, waiting.stream().filter(answer -> answer.join().statusCode() == 200).count());
        for (var size : sizes(path)) {
            var answer = ask(first, size).get();
            assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
            assertTrue(answer.body().length > 0, size);
        }
    }

    /** Returns the paths of as many sizes as fit into the queue, and of those that are refused. */
    private static List<String> sizes(String path) {
        var sizes = new ArrayList<String>();
        for (var quality : List.of("low", "medium", "high")) {
            for (int width : List.of(320, 640, 960)) {
                sizes.add(path + "?v=1&format=webp&quality=" + quality + "&w=" + width);
            }
        }
        return sizes.subList(0, QUEUE + REFUSED);
    }

    /** A file of a medium that is read as fast as the test writes it. */
    private record Pipe(String path, Path file) {}

    private static Pipe replaceByPipe(byte[] bytes, String path) throws Exception {
        var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        var file = directory.resolve("media/files").resolve(hash.substring(0, 2)).resolve(hash);
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        return new Pipe(path, file);
    }

    /** Uploads a picture without metadata, whose bytes stay as they are, and returns its path. */
    private static String upload(String filename, byte[] picture) throws Exception {
        var answer = HTTP.send(HttpRequest
                .newBuilder(URI.create(first.url() + "/api/v1/admin/media?filename=" + filename))
                .header("Authorization", "Bearer " + KEY).header("Content-Type", "image/jpeg")
                .POST(BodyPublishers.ofByteArray(picture)).build(), BodyHandlers.ofString());
        assertEquals(201, answer.statusCode(), answer.body());
        return URI.create(JsonPath.from(answer.body()).getString("url")).getPath();
    }

    private static CompletableFuture<HttpResponse<byte[]>> ask(PackagedService node, String path) {
        return HTTP.sendAsync(HttpRequest.newBuilder(URI.create(node.url() + path)).build(),
                BodyHandlers.ofByteArray());
    }

    private static int width(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
        return ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth();
    }

    /** Returns the number of sizes that a node has made. */
    private static double made(PackagedService node) throws Exception {
        var metrics = HTTP.send(HttpRequest.newBuilder(URI.create(node.url() + "/q/metrics"))
                .header("Accept", "text/plain").build(), BodyHandlers.ofString()).body();
        return metrics.lines().filter(line -> line.startsWith("byline_media_sizes_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).findFirst()
                .orElseThrow();
    }
}
