package dev.byline.outbound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;
import dev.byline.outbound.PublicAddressCheck.PrivateHosts;
import dev.byline.outbound.PublicDownload.DownloadException;
import dev.byline.outbound.PublicDownload.DownloadLimits;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SelfSignedCertificate;

/** Downloads from a server on this machine, and the servers that a download must not be led to. */
class PublicDownloadTest {
    private static final byte[] FILE = randomBytes(3_000_000);
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final DownloadLimits LIMITS = new DownloadLimits(FILE.length, Duration.ofSeconds(20), WAIT);
    private static final Vertx VERTX = Vertx.vertx();
    private static final List<String> HOSTS = new CopyOnWriteArrayList<>();
    private static HttpServer server;
    private static PublicDownload download;

    @TempDir
    Path folder;

    /** Resolves names of the tests to this machine, and the name rebinding.example first to a public address. */
    private static final class TestAddresses extends HostAddresses {
        private boolean asked;

        @Override
        public List<InetAddress> find(String host) throws UnknownHostException {
            if (host.equals("rebinding.example")) {
                var address = asked ? "127.0.0.1" : "203.0.114.1";
                asked = true;
                return List.of(InetAddress.getByName(address));
            }
            if (host.equals("unknown.example")) {
                throw new UnknownHostException(host);
            }
            return host.endsWith(".example") ? List.of(InetAddress.getByName("127.0.0.1")) : super.find(host);
        }
    }

    @BeforeAll
    static void startServer() {
        server = VERTX.createHttpServer().requestHandler(PublicDownloadTest::answer).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
        download = new PublicDownload(VERTX);
    }

    @AfterAll
    static void stopServer() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void answer(HttpServerRequest request) {
        HOSTS.add(request.getHeader("Host"));
        var response = request.response();
        switch (request.path()) {
            case "/picture" -> response.putHeader("Content-Type", "image/png").end(Buffer.buffer(FILE));
            case "/chunked" -> response.setChunked(true).end(Buffer.buffer(FILE));
            case "/endless" -> sendForever(request);
            case "/silent" -> response.setChunked(true).write("a");
            case "/short" -> response.putHeader("Content-Length", "100").write("a")
                    .onComplete(written -> request.connection().close());
            case "/missing" -> response.setStatusCode(404).end();
            case "/partial" -> response.setStatusCode(206).end("a");
            case "/zipped" -> response.putHeader("Content-Encoding", "gzip").end("a");
            case "/relative" -> redirect(request, "picture#part");
            case "/loop" -> redirect(request, "/loop");
            case "/inside" -> redirect(request, "http://192.168.0.1/");
            case "/file" -> redirect(request, "file:///etc/passwd");
            case "/broken" -> redirect(request, "http://[");
            default -> redirect(request, "/" + (Integer.parseInt(request.path().substring(1)) - 1));
        }
    }

    private static void redirect(HttpServerRequest request, String location) {
        var target = location.equals("/0") ? "/picture" : location;
        request.response().setStatusCode(302).putHeader("Location", target).end("moved");
    }

    private static void sendForever(HttpServerRequest request) {
        var response = request.response();
        response.setChunked(true);
        VERTX.setPeriodic(1, timer -> {
            if (response.ended() || response.closed()) {
                VERTX.cancelTimer(timer);
            } else if (!response.writeQueueFull()) {
                response.write(Buffer.buffer(new byte[200_000]));
            }
        });
    }

    private static byte[] randomBytes(int length) {
        var bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static PublicAddressCheck check(boolean privateHosts) {
        return new PublicAddressCheck(new TestAddresses(), new PrivateHosts(privateHosts, "BYLINE_TEST_PRIVATE"));
    }

    private static String url(String path) {
        return "http://pictures.example:" + server.actualPort() + path;
    }

    private DownloadException fail(String url) {
        return fail(url, check(true), LIMITS);
    }

    private DownloadException fail(String url, PublicAddressCheck check, DownloadLimits limits) {
        return assertThrows(DownloadException.class, () -> download.fetch(url, folder.resolve("file"), check, limits));
    }

    @Test
    void a_download_that_must_wait_for_others_says_so_and_has_its_whole_time_afterwards() throws Exception {
        var slow = new DownloadLimits(FILE.length, Duration.ofSeconds(4), WAIT);
        var threads = Executors.newFixedThreadPool(PublicDownload.MAX_CONNECTIONS_OF_HOST);
        HOSTS.clear();
        for (int i = 0; i < PublicDownload.MAX_CONNECTIONS_OF_HOST; i++) {
            var target = folder.resolve("slow" + i);
            threads.submit(() -> download.fetch(url("/silent"), target, check(true), slow));
        }
        threads.shutdown();
        Eventually.that(() -> HOSTS.size() == PublicDownload.MAX_CONNECTIONS_OF_HOST);
        var busy = fail(url("/picture"), check(true),
                new DownloadLimits(FILE.length, Duration.ofSeconds(20), Duration.ofMillis(100)));
        assertTrue(busy.isBusy() && busy.isUnreachable() && !busy.isRefused());
        assertTrue(busy.getMessage().contains("4 other files were being fetched from its host"), busy.getMessage());
        // Longer than the time of the download itself.
        var target = folder.resolve("file");
        assertEquals(FILE.length,
                download.fetch(url("/picture"), target, check(true),
                        new DownloadLimits(FILE.length, Duration.ofMillis(2000), WAIT)).bytes());
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }

    @Test
    void a_file_is_downloaded_completely_and_its_host_is_named() throws Exception {
        for (var path : List.of("/picture", "/chunked", "/picture#part", "/relative", "/5")) {
            var target = folder.resolve("file");
            HOSTS.clear();
            var file = download.fetch(url(path), target, check(true), LIMITS);
            assertArrayEquals(FILE, Files.readAllBytes(target), path);
            assertEquals(FILE.length, file.bytes());
            assertEquals(url(path.equals("/chunked") ? path : "/picture"), file.url());
            assertEquals(path.equals("/chunked") ? null : "image/png", file.contentType());
            assertEquals(List.of("pictures.example:" + server.actualPort()), HOSTS.stream().distinct().toList());
        }
    }

    @Test
    void a_file_of_more_bytes_than_allowed_is_refused_whether_or_not_the_server_says_so() {
        var limits = new DownloadLimits(FILE.length - 1, Duration.ofSeconds(20), WAIT);
        for (var path : List.of("/picture", "/chunked", "/endless")) {
            assertEquals("is larger than 2999999 bytes, the maximum size",
                    fail(url(path), check(true), limits).getMessage());
        }
    }

    @Test
    void only_the_status_200_is_a_file() {
        assertEquals("is answered with the status 404", fail(url("/missing")).getMessage());
        assertEquals("is answered with the status 206", fail(url("/partial")).getMessage());
        assertTrue(fail(url("/zipped")).getMessage().contains("compressed"));
    }

    @Test
    void redirects_are_counted_and_each_target_is_checked() {
        assertEquals("redirects more than 5 times", fail(url("/loop")).getMessage());
        assertEquals("redirects more than 5 times", fail(url("/6")).getMessage());
        assertTrue(fail(url("/file")).isRefused());
        assertEquals("redirects to what is no URL", fail(url("/broken")).getMessage());
    }

    @Test
    void a_redirect_into_a_private_network_is_refused() {
        // A check for which this machine is public, as the server of an attacker is, and other networks are not.
        var addresses = new HostAddresses() {
            private boolean asked;

            @Override
            public List<InetAddress> find(String host) throws UnknownHostException {
                var found = asked ? "192.168.0.1" : "127.0.0.1";
                asked = true;
                return List.of(InetAddress.getByName(found));
            }
        };
        HOSTS.clear();
        var failure = fail(url("/inside"), new PublicAddressCheck(addresses,
                address -> address.getHostAddress().startsWith("127."), "BYLINE_TEST_PRIVATE"), LIMITS);
        assertTrue(failure.isRefused());
        assertTrue(failure.getMessage().contains("BYLINE_TEST_PRIVATE=true"), failure.getMessage());
        assertEquals(1, HOSTS.size());
    }

    @Test
    void the_connection_goes_to_the_address_that_was_checked() {
        var check = check(false);
        assertTrue(fail("http://this-machine.example:" + server.actualPort() + "/picture", check, LIMITS).isRefused());
        var briefly = new DownloadLimits(FILE.length, Duration.ofMillis(300), WAIT);
        HOSTS.clear();
        // The first answer of the name service is public, and the only one that is asked for.
        assertFalse(fail("http://rebinding.example:" + server.actualPort() + "/picture", check, briefly).isRefused());
        assertEquals(List.of(), HOSTS);
    }

    @Test
    void a_server_that_says_nothing_costs_a_bounded_time() throws Exception {
        var limits = new DownloadLimits(FILE.length, Duration.ofSeconds(1), WAIT);
        assertEquals("was not complete within 1 seconds", fail(url("/silent"), check(true), limits).getMessage());
        try (var silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals("was not complete within 1 seconds",
                    fail("http://silent.example:" + silent.getLocalPort(), check(true), limits).getMessage());
        }
    }

    @Test
    void failures_of_the_network_are_told_apart() throws Exception {
        assertTrue(fail(url("/short")).getMessage().startsWith("was not complete: the server closed the connection"));
        assertEquals("has a host without an address", fail("http://unknown.example/").getMessage());
        int closedPort;
        try (var closed = new ServerSocket(0)) {
            closedPort = closed.getLocalPort();
        }
        assertEquals("has a host that refuses the connection",
                fail("http://closed.example:" + closedPort + "/").getMessage());
        assertTrue(fail("ftp://pictures.example/").isRefused());
        assertTrue(fail("http://user:password@pictures.example/").isRefused());
        assertTrue(fail("no URL").isRefused());
    }

    @Test
    void a_certificate_of_another_authority_is_not_accepted() {
        var certificate = SelfSignedCertificate.create("pictures.example");
        var secure = VERTX.createHttpServer(new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(certificate.keyCertOptions())).requestHandler(PublicDownloadTest::answer)
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        try {
            assertEquals("has a certificate or an encryption that is not accepted",
                    fail("https://pictures.example:" + secure.actualPort() + "/picture").getMessage());
        } finally {
            secure.close().toCompletionStage().toCompletableFuture().join();
            certificate.delete();
        }
    }
}
