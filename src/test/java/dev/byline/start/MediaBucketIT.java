package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;
import dev.byline.media.S3Server;
import io.restassured.path.json.JsonPath;

/** A large file in a bucket, downloaded over HTTP from the packaged service. */
class MediaBucketIT {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int FILE_BYTES = 50_000_000;
    /** Several times the connections that the client of the bucket keeps open for its next requests. */
    private static final int CLIENTS_THAT_BREAK_OFF = 20;
    private static final int MAX_IDLE_CONNECTIONS = 5;
    /** The longest time without a byte; a download that stalls fails the test. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path directory;
    private static int port;
    private static S3Server bucket;
    private static MuteProxy proxy;
    private static PackagedService service;
    private static byte[] file;
    private static String path;

    @BeforeAll
    static void uploadFile() throws Exception {
        port = PackagedService.freePort();
        bucket = new S3Server(Files.createDirectory(directory.resolve("bucket")), port);
        proxy = new MuteProxy(port);
        service = PackagedService.start(directory, environment(proxy.port()));
        file = new byte[FILE_BYTES];
        new Random(1).nextBytes(file);
        path = upload(service, "a.bin", file) + "?v=1";
    }

    private static Map<String, String> environment(int portOfBucket) {
        var environment = new HashMap<>(Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off",
                "BYLINE_SAMPLE_CONTENT", "false", "QUARKUS_SHUTDOWN_DELAY", "0s"));
        environment.putAll(S3Server.environment(portOfBucket));
        return environment;
    }

    /** Uploads a file and returns its path. */
    private static String upload(PackagedService node, String name, byte[] bytes) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(node.url() + "/api/v1/admin/media?filename=" + name))
                .header("Authorization", "Bearer " + KEY).header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)).build(), BodyHandlers.ofString());
        assertEquals(201, answer.statusCode(), answer.body());
        return URI.create(JsonPath.from(answer.body()).getString("url")).getRawPath();
    }

    @AfterAll
    static void stopAll() throws IOException {
        if (service != null) {
            service.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        bucket.close();
    }

    @Test
    void a_file_is_sent_whole_and_in_parts() throws Exception {
        var whole = send("GET", null);
        assertEquals(200, whole.statusCode());
        assertArrayEquals(file, whole.body());
        assertPart("bytes=1000000-1999999", 1_000_000, 2_000_000);
        assertPart("bytes=49999000-", 49_999_000, FILE_BYTES);
        assertPart("bytes=-700", FILE_BYTES - 700, FILE_BYTES);
        assertEquals(416, send("GET", "bytes=50000000-").statusCode());
        var head = send("HEAD", null);
        assertEquals(200, head.statusCode());
        assertEquals(String.valueOf(FILE_BYTES), head.headers().firstValue("Content-Length").orElse(null));
        assertEquals(whole.headers().firstValue("ETag"), head.headers().firstValue("ETag"));
        Eventually.that(() -> proxy.openConnections() <= MAX_IDLE_CONNECTIONS);
    }

    private static void assertPart(String range, int from, int to) throws Exception {
        var part = send("GET", range);
        assertEquals(206, part.statusCode(), range);
        assertEquals("bytes " + from + "-" + (to - 1) + "/" + FILE_BYTES,
                part.headers().firstValue("Content-Range").orElse(null));
        assertArrayEquals(Arrays.copyOfRange(file, from, to), part.body(), range);
    }

    @Test
    void readers_get_large_files_from_the_bucket_itself_if_its_public_address_is_set() throws Exception {
        var environment = environment(port);
        environment.put("BYLINE_MEDIA_S3_PUBLIC_ENDPOINT", "http://localhost:" + port);
        try (var redirecting = PackagedService.start(Files.createDirectory(directory.resolve("redirecting")),
                environment)) {
            var name = "Film ü 1.bin";
            var film = Arrays.copyOf(file, 1_000_000);
            var address = upload(redirecting, URLEncoder.encode(name, StandardCharsets.UTF_8), film);
            var redirect = send(redirecting, "GET", address + "?v=1", null);
            assertEquals(307, redirect.statusCode());
            assertEquals("public, max-age=600", redirect.headers().firstValue("Cache-Control").orElse(null));
            assertTrue(redirect.headers().firstValue("ETag").isEmpty(), "The answer is not the file");
            assertEquals("no-cache", send(redirecting, "GET", address, null).headers().firstValue("Cache-Control")
                    .orElse(null));
            var signed = URI.create(redirect.headers().firstValue("Location").orElseThrow());
            assertEquals(port, signed.getPort());
            var whole = HTTP.send(HttpRequest.newBuilder(signed).build(), BodyHandlers.ofByteArray());
            assertEquals(200, whole.statusCode());
            assertArrayEquals(film, whole.body());
            assertEquals("application/octet-stream", whole.headers().firstValue("Content-Type").orElse(null));
            assertEquals("attachment; filename*=UTF-8''Film%20%C3%BC%201.bin",
                    whole.headers().firstValue("Content-Disposition").orElse(null));
            var part = HTTP.send(HttpRequest.newBuilder(signed).header("Range", "bytes=10-19").build(),
                    BodyHandlers.ofByteArray());
            assertEquals(206, part.statusCode());
            assertArrayEquals(Arrays.copyOfRange(film, 10, 20), part.body());
            var other = URI.create(signed.toString().replace(".bin", ".exe"));
            assertEquals(403, HTTP.send(HttpRequest.newBuilder(other).build(), BodyHandlers.discarding())
                    .statusCode());
            assertEquals(307, send(redirecting, "GET", address, "bytes=0-9").statusCode());
            assertEquals(416, send(redirecting, "GET", address, "bytes=1000000-").statusCode());
            var head = send(redirecting, "HEAD", address, null);
            assertEquals(200, head.statusCode());
            assertEquals("1000000", head.headers().firstValue("Content-Length").orElse(null));
            var small = upload(redirecting, "small.bin", Arrays.copyOf(file, 1000));
            assertArrayEquals(Arrays.copyOf(file, 1000), send(redirecting, "GET", small, null).body());
        }
    }

    @Test
    void clients_that_break_off_in_the_middle_leave_no_connection_to_the_bucket() throws Exception {
        for (int i = 0; i < CLIENTS_THAT_BREAK_OFF; i++) {
            try (var client = new Download()) {
                assertEquals(200, client.status());
                assertEquals(file[0], (byte) client.input.read());
                assertTrue(proxy.openConnections() > 0, "The file is being sent");
            }
        }
        Eventually.that(() -> proxy.openConnections() <= MAX_IDLE_CONNECTIONS);
        assertPart("bytes=-700", FILE_BYTES - 700, FILE_BYTES);
    }

    @Test
    void a_download_ends_with_the_bucket_and_works_again_with_the_next() throws Exception {
        try (var client = new Download()) {
            assertEquals(200, client.status());
            assertEquals(FILE_BYTES, client.contentLength());
            bucket.close();
            long received = client.readToEnd();
            assertTrue(received < FILE_BYTES, "All bytes were sent before the bucket was gone");
        }
        var refused = send("GET", null);
        assertEquals(503, refused.statusCode());
        assertEquals("10", refused.headers().firstValue("Retry-After").orElse(null));
        assertEquals("no-cache", refused.headers().firstValue("Cache-Control").orElse(null));
        assertTrue(refused.headers().firstValue("ETag").isEmpty(), "The answer is not the file");
        assertEquals(503, JsonPath.from(new String(refused.body(), StandardCharsets.UTF_8)).getInt("status"));
        assertEquals(503, send("GET", "bytes=0-99").statusCode());
        assertEquals(200, service.send(null, "GET", "/articles", null).statusCode());
        bucket = new S3Server(directory.resolve("bucket"), port);
        assertPart("bytes=0-99", 0, 100);
    }

    private static HttpResponse<byte[]> send(String method, String range) throws Exception {
        return send(service, method, path, range);
    }

    private static HttpResponse<byte[]> send(PackagedService node, String method, String address, String range)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url() + address)).timeout(PATIENCE).method(method,
                BodyPublishers.noBody());
        if (range != null) {
            request.header("Range", range);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** A client that reads as slowly as the test does: little more than it has read is under way. */
    private static final class Download implements AutoCloseable {
        private static final int RECEIVE_BUFFER = 64 * 1024;
        private final Socket socket = new Socket();
        private final String head;
        private final InputStream input;

        Download() throws IOException {
            var url = URI.create(service.url());
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            input = socket.getInputStream();
            var lines = new StringBuilder();
            while (lines.indexOf("\r\n\r\n") < 0) {
                lines.append((char) input.read());
            }
            head = lines.toString();
        }

        int status() {
            return Integer.parseInt(head.split(" ")[1]);
        }

        int contentLength() {
            return Integer.parseInt(head.replaceAll("(?is).*\r\ncontent-length: (\\d+).*", "$1"));
        }

        /** Reads until the service closes the connection, and returns the number of bytes. */
        long readToEnd() throws IOException {
            var bytes = new byte[RECEIVE_BUFFER];
            long received = 0;
            try {
                for (int read = input.read(bytes); read >= 0; read = input.read(bytes)) {
                    received += read;
                }
            } catch (SocketException reset) {
                // The end of a connection that is reset.
                return received;
            }
            return received;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
