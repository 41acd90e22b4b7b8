package dev.byline.media;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.byline.Eventually;

/** S3Proxy, a server that speaks S3, in a process of its own; its files lie in a folder. */
public final class S3Server implements AutoCloseable {
    static final String BUCKET = "pictures";
    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";

    private final Process process;
    private final int port;

    /** @param folder an existing folder for the server */
    S3Server(Path folder) throws IOException {
        this(folder, freePort());
    }

    /** Starts a server on a port, such as that of a former one with this folder. */
    public S3Server(Path folder, int port) throws IOException {
        this.port = port;
        Files.createDirectories(folder.resolve("data").resolve(BUCKET));
        var settings = Files.writeString(folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.identity=local
                jclouds.credential=local
                jclouds.filesystem.basedir=%s
                """.formatted(port, KEY, SECRET, folder.resolve("data")));
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-jar", Path.of("target", "s3proxy.jar").toAbsolutePath().toString(), "--properties",
                settings.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile()).start();
        Eventually.that(this::accepts);
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private boolean accepts() {
        if (!process.isAlive()) {
            throw new IllegalStateException("S3Proxy has ended with " + process.exitValue());
        }
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the settings of a service that reaches the server at a port, such as that of a proxy. */
    public static Map<String, String> environment(int port) {
        return Map.of("BYLINE_MEDIA_S3_BUCKET", BUCKET, "BYLINE_MEDIA_S3_ENDPOINT", "http://127.0.0.1:" + port,
                "BYLINE_MEDIA_S3_KEY", KEY, "BYLINE_MEDIA_S3_SECRET", SECRET);
    }

    /** The settings of a client with the key of the server. */
    S3Settings settings(String prefix) {
        return settings(prefix, SECRET);
    }

    S3Settings settings(String prefix, String secret) {
        return new TestSettings(URI.create("http://127.0.0.1:" + port), prefix, secret);
    }

    private record TestSettings(URI address, String start, String secretKey) implements S3Settings {
        @Override
        public Optional<String> bucket() {
            return Optional.of(BUCKET);
        }

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(address);
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public Optional<String> key() {
            return Optional.of(KEY);
        }

        @Override
        public Optional<String> prefix() {
            return Optional.of(start);
        }

        @Override
        public Optional<String> secret() {
            return Optional.of(secretKey);
        }

        @Override
        public Optional<URI> publicEndpoint() {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> pathStyle() {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
