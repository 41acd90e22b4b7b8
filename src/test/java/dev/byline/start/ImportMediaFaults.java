package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.restassured.path.json.JsonPath;

/**
 * Kills the service in the middle of imports that bring pictures, from a web server and from an archive. Run by
 * {@code mvn -Pfaults verify}.
 */
class ImportMediaFaults {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int ARTICLES = 40;
    /** The number of pictures that have come before the kill. */
    private static final int COME_BEFORE_KILL = 12;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final Pattern MEDIUM = Pattern.compile("media:([0-9a-f-]{36})");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private final List<byte[]> pictures = new ArrayList<>();
    private PackagedService service;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        service = PackagedService.start(directory, Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off",
                "BYLINE_SAMPLE_CONTENT", "false", "BYLINE_MEDIA_PRIVATE", "true", "QUARKUS_SHUTDOWN_DELAY", "0s"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void killAndRestart() throws IOException, InterruptedException {
        service.process.destroyForcibly().waitFor();
        start();
    }

    @Test
    void an_import_that_fetches_pictures_goes_on_after_a_kill_in_the_middle_of_them() throws Exception {
        makePictures(200);
        var served = new AtomicInteger();
        var halfSent = new CountDownLatch(1);
        var killed = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            if (served.incrementAndGet() <= COME_BEFORE_KILL || killed.getCount() == 0) {
                answer(exchange);
            } else {
                sendHalf(exchange, halfSent, killed);
            }
        });
        server.start();
        try {
            var site = "http://127.0.0.1:" + server.getAddress().getPort();
            var lines = new StringBuilder();
            for (int i = 0; i < ARTICLES; i++) {
                lines.append("{\"externalId\":\"" + i + "\",\"article\":{\"title\":\"Article " + i + "\",\"slug\":\""
                        + slug(i) + "\",\"body\":{\"format\":\"markdown\",\"source\":\"![Own](" + site + "/" + i
                        + ".png) ![First](" + site + "/0.png)" + (i % 10 == 5
                                ? " ![Gone](" + site + "/gone" + i
                                        + ".png)"
                                : "")
                        + "\"}}}\n");
            }
            var file = lines.toString().getBytes(StandardCharsets.UTF_8);
            var job = send(file, "?format=byline&media=fetch");
            assertTrue(halfSent.await(2, TimeUnit.MINUTES), "The import fetches pictures");
            killAndRestart();
            killed.countDown();
            check(awaitEnd(job), "is answered with the status 404");
            var again = awaitEnd(send(file, "?format=byline&media=fetch"));
            assertEquals(ARTICLES, again.getInt("outcomes.unchanged"), again.prettify());
            checkMedia();
        } finally {
            killed.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void an_import_of_an_archive_goes_on_after_a_kill_in_the_middle_of_its_pictures() throws Exception {
        makePictures(400);
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            put(zip, "hugo.toml", "title = 'x'".getBytes(StandardCharsets.UTF_8));
            put(zip, "static/0.png", pictures.get(0));
            for (int i = 0; i < ARTICLES; i++) {
                var folder = "content/post/" + slug(i) + "/";
                boolean hasBroken = i % 10 == 5;
                put(zip, folder + "index.md", ("---\ntitle: Article " + i + "\ndate: 2023-01-02\n---\n![Own](own.png) "
                        + "![First](/0.png)" + (hasBroken ? " ![Broken](broken" + i + ".png)" : "") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                put(zip, folder + "own.png", pictures.get(i));
                if (hasBroken) {
                    put(zip, folder + "broken" + i + ".png", Arrays.copyOf(pictures.get(i), 5_000));
                }
            }
        }
        var job = send(bytes.toByteArray(), "");
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (storedFiles().size() < COME_BEFORE_KILL) {
            assertTrue(System.nanoTime() < end, () -> "Still " + storedFiles().size() + " pictures");
            Thread.sleep(1);
        }
        service.process.destroyForcibly().waitFor();
        int come = storedFiles().size();
        assertTrue(come < ARTICLES, "All pictures had come before the kill");
        start();
        check(awaitEnd(job), "broken");
        var again = awaitEnd(send(bytes.toByteArray(), ""));
        assertEquals(ARTICLES, again.getInt("outcomes.unchanged"), again.prettify());
        checkMedia();
    }

    private static String slug(int article) {
        return "article-" + article;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var name = exchange.getRequestURI().getPath().substring(1).replace(".png", "");
        if (name.startsWith("gone")) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            var picture = pictures.get(Integer.parseInt(name));
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
        }
        exchange.close();
    }

    /** Sends the half of a picture, and waits until the client is killed. */
    private void sendHalf(HttpExchange exchange, CountDownLatch halfSent, CountDownLatch killed) throws IOException {
        var picture = pictures.get(0);
        exchange.sendResponseHeaders(200, picture.length);
        exchange.getResponseBody().write(picture, 0, picture.length / 2);
        exchange.getResponseBody().flush();
        halfSent.countDown();
        try {
            killed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    /** Makes a picture of random pixels for each article. */
    private void makePictures(int width) throws IOException {
        var random = new Random(width);
        for (int i = 0; i < ARTICLES; i++) {
            var picture = new BufferedImage(width, 200, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < picture.getWidth(); x++) {
                for (int y = 0; y < picture.getHeight(); y++) {
                    picture.setRGB(x, y, random.nextInt(1 << 24));
                }
            }
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", bytes);
            pictures.add(bytes.toByteArray());
        }
    }

    /** Sends a file and returns the path of its job. */
    private String send(byte[] file, String options) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/admin/imports" + options))
                .header("Authorization", "Bearer " + KEY).header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(file)).build(), BodyHandlers.ofString());
        assertEquals(202, answer.statusCode(), answer.body());
        return "/imports/" + JsonPath.from(answer.body()).getString("id");
    }

    private JsonPath awaitEnd(String job) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            var state = get(job);
            if (!state.getString("state").matches("uploading|queued|running")) {
                assertEquals("done", state.getString("state"), state.prettify());
                return state;
            }
            assertTrue(System.nanoTime() < end, state.prettify());
            Thread.sleep(50);
        }
    }

    private JsonPath get(String path) throws Exception {
        var answer = service.send(KEY, "GET", "/admin" + path, null);
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonPath.from(answer.body());
    }

    /** Checks the items of a job, its report, and that each article shows its own picture and the shared one. */
    private void check(JsonPath job, String note) throws Exception {
        assertEquals(ARTICLES, job.getInt("outcomes.created"), job.prettify());
        var report = service.send(KEY, "GET", "/admin/imports/" + job.getString("id") + "/report", null).body();
        var articles = report.lines().filter(line -> line.contains("\"type\":\"article\"")).toList();
        assertEquals(ARTICLES, articles.size(), report);
        assertEquals(ARTICLES, articles.stream().map(line -> JsonPath.from(line).getLong("number")).distinct().count(),
                report);
        var missing = report.lines().filter(line -> line.contains("and was not imported")).toList();
        assertEquals(ARTICLES / 10, missing.size(), report);
        missing.forEach(line -> assertTrue(line.contains(note), line));
        checkMedia();
        for (int i = 0; i < ARTICLES; i++) {
            var source = get("/articles/" + slug(i)).getString("body.source");
            var media = MEDIUM.matcher(source).results().map(found -> found.group(1)).toList();
            assertEquals(2, media.size(), source);
            assertArrayEquals(pictures.get(i), download("/media/" + media.get(0) + "/own.png"), source);
            assertArrayEquals(pictures.get(0), download("/media/" + media.get(1) + "/first.png"), source);
        }
    }

    /** Checks that each picture is a medium once, and that the folder has these files, complete, and no others. */
    private void checkMedia() throws Exception {
        var hashes = new TreeSet<String>();
        for (var picture : pictures) {
            hashes.add(hash(picture));
        }
        var listed = get("/media?size=100").getList("items.url", String.class);
        assertEquals(ARTICLES, listed.size(), listed::toString);
        var served = new TreeSet<String>();
        for (var url : listed) {
            served.add(hash(download(URI.create(url).getPath())));
        }
        assertEquals(hashes, served);
        for (var file : storedFiles()) {
            assertEquals(file.getFileName().toString(), hash(Files.readAllBytes(file)), "A file is not complete");
        }
        assertEquals(hashes, new TreeSet<>(storedFiles().stream().map(file -> file.getFileName().toString()).toList()));
    }

    private byte[] download(String path) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(),
                BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), path);
        return answer.body();
    }

    private List<Path> storedFiles() {
        var folder = directory.resolve("media/files");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
