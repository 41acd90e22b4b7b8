package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.path.json.JsonPath;

/**
 * Uploads pictures and asks for their sizes over many connections while the service is killed again and again. Run by
 * {@code mvn -Pfaults verify}.
 */
class MediaFaults {
    private static final int KILLS = 4;
    private static final int UPLOADERS = 4;
    private static final int READERS = 4;
    private static final int[] WIDTHS = { 320, 640, 960 };
    private static final String KEY = "a-key-that-only-this-test-has";
    /** The number of uploads, and of sizes, that must succeed between two kills. */
    private static final int PROGRESS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    @TempDir
    Path directory;

    private final Queue<Upload> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final AtomicInteger sizes = new AtomicInteger();
    private volatile String url;
    private volatile boolean over;

    /** A picture that the service has acknowledged: the path of its file, and its pixels. */
    private record Upload(String path, BufferedImage picture) {}

    @Test
    void what_was_acknowledged_is_there_and_no_file_is_half_after_kills_during_uploads_and_resizes() throws Exception {
        var clients = Executors.newFixedThreadPool(UPLOADERS + READERS);
        var work = new ArrayList<Future<?>>();
        try {
            for (int kill = 0; kill <= KILLS; kill++) {
                try (var service = start()) {
                    url = service.url();
                    for (int i = work.size(); i < UPLOADERS + READERS; i++) {
                        int seed = i;
                        work.add(clients.submit(() -> {
                            if (seed < UPLOADERS) {
                                upload(new Random(seed));
                            } else {
                                readSizes(new Random(seed));
                            }
                            return null;
                        }));
                    }
                    awaitProgress(work);
                    if (kill < KILLS) {
                        service.process.destroyForcibly().waitFor();
                    } else {
                        over = true;
                        for (var client : work) {
                            client.get(2, TimeUnit.MINUTES);
                        }
                        check();
                    }
                }
            }
        } finally {
            over = true;
            clients.shutdownNow();
        }
        assertTrue(cutOff.get() > 0, "Kills cut requests off");
        assertTrue(sizes.get() > 0, "Sizes were made");
        checkFiles();
        System.out.println(acknowledged.size() + " pictures acknowledged, " + sizes + " sizes read, " + cutOff
                + " requests cut off by " + KILLS + " kills");
    }

    /** Waits until uploads and sizes work, and then for a moment in which the next ones are under way. */
    private void awaitProgress(List<Future<?>> work) throws Exception {
        int uploads = acknowledged.size() + PROGRESS;
        int made = sizes.get() + PROGRESS;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged.size() < uploads || sizes.get() < made) {
            for (var client : work) {
                if (client.isDone()) {
                    client.get();
                }
            }
            assertTrue(System.nanoTime() < end, "Uploads and sizes work again after a kill");
            Thread.sleep(50);
        }
        Thread.sleep(new Random().nextInt(500));
    }

    private PackagedService start() throws IOException, InterruptedException {
        return PackagedService.start(directory, Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off",
                "BYLINE_SAMPLE_CONTENT", "false"));
    }

    private void upload(Random random) throws Exception {
        while (!over) {
            var picture = picture(random);
            try {
                var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/admin/media?filename=a.png"))
                        .timeout(Duration.ofSeconds(30)).header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "image/png").POST(BodyPublishers.ofByteArray(encode(picture)));
                var answer = HTTP.send(request.build(), BodyHandlers.ofString());
                assertEquals(201, answer.statusCode(), answer.body());
                acknowledged
                        .add(new Upload(URI.create(JsonPath.from(answer.body()).getString("url")).getPath(), picture));
            } catch (IOException e) {
                noteCutOff();
            }
        }
    }

    private void readSizes(Random random) throws Exception {
        while (!over) {
            var all = List.copyOf(acknowledged);
            try {
                if (all.isEmpty()) {
                    Thread.sleep(20);
                } else {
                    var upload = all.get(random.nextInt(all.size()));
                    int width = WIDTHS[random.nextInt(WIDTHS.length)];
                    checkSize(get(upload.path + "?v=1&format=png&w=" + width), width);
                }
            } catch (IOException e) {
                noteCutOff();
            }
        }
    }

    private void noteCutOff() throws InterruptedException {
        cutOff.incrementAndGet();
        Thread.sleep(50);
    }

    private void checkSize(HttpResponse<byte[]> answer, int width) {
        // A busy service may ask clients to come back later.
        if (answer.statusCode() != 503) {
            assertEquals(200, answer.statusCode(), () -> new String(answer.body()));
            assertEquals(width, decode(answer.body()).getWidth());
            sizes.incrementAndGet();
        }
    }

    /** Checks that each acknowledged picture is served with its pixels, and in each size. */
    private void check() throws Exception {
        for (var upload : acknowledged) {
            var answer = get(upload.path + "?v=1");
            assertEquals(200, answer.statusCode(), upload.path);
            var served = decode(answer.body());
            assertEquals(upload.picture.getRGB(1, 1), served.getRGB(1, 1));
            assertEquals(upload.picture.getRGB(900, 500), served.getRGB(900, 500));
        }
        for (int width : WIDTHS) {
            checkSize(get(acknowledged.peek().path + "?v=1&format=png&w=" + width), width);
        }
    }

    /** Checks that each file that was uploaded has the hash that is its name, and that no other file is left. */
    private void checkFiles() throws Exception {
        var media = directory.resolve("media");
        Set<String> hashes = new HashSet<>();
        try (var files = Files.walk(media.resolve("files"))) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                assertEquals(file.getFileName().toString(), HexFormat.of().formatHex(digest));
                hashes.add(file.getFileName().toString());
            }
        }
        assertTrue(hashes.size() >= acknowledged.size(), hashes.size() + " files");
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30)).build(),
                BodyHandlers.ofByteArray());
    }

    /** Makes a picture of random pixels, which is large enough that a kill can meet it half written. */
    private static BufferedImage picture(Random random) {
        var picture = new BufferedImage(1_000, 600, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                picture.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return picture;
    }

    private static byte[] encode(BufferedImage picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    /** Decodes a complete picture; an incomplete one is a fault of the service, not of the connection. */
    private static BufferedImage decode(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError("No complete picture", e);
        }
    }
}
