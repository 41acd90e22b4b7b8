package dev.byline.start;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import dev.byline.database.ConnectionSettings;
import dev.byline.web.Paths;

/**
 * The command {@code train}: runs the service for some seconds on a database of its own, which is removed, and sends it
 * the requests of frontends and staff. Java records meanwhile what the service needs, so that later starts are faster:
 * with {@code -XX:AOTCacheOutput=app.aot} (Java 25) or with {@code -XX:ArchiveClassesAtExit=app.jsa} (from Java 17 on).
 */
final class Training {
    private static final int ROUNDS = 100;
    private static final String PROPERTY = "byline.training";
    private static final String ADMIN_KEY = "training-" + UUID.randomUUID();
    private static final List<String> READS = List.of("/articles", "/articles?include=body&count=exact",
            "/articles/two-copies-of-every-article",
            "/articles/two-copies-of-every-article?include=related,neighbors,comments,jsonLd",
            "/articles/two-copies-of-every-article/comments", "/categories", "/tags", "/authors", "/site",
            "/search?q=article",
            "/search/suggestions?q=ho", "/feeds/atom", "/admin/articles", "/admin/accounts/me");

    private Training() {
    }

    /**
     * Keeps the training away from the database and the port of the service.
     *
     * @param directory
     *            the directory of the database of the training
     */
    static void prepare(Path directory) {
        System.setProperty(PROPERTY, "true");
        System.setProperty("byline.data-dir", directory.toString());
        System.setProperty(ConnectionSettings.JDBC_URL, "");
        System.setProperty("quarkus.http.host", "127.0.0.1");
        System.setProperty("quarkus.http.port", "0");
        System.setProperty("byline.admin-key", ADMIN_KEY);
        System.setProperty("byline.rate-limits", "off");
        // Each request reads its response anew.
        System.setProperty("byline.cache.refresh", "0s");
    }

    /** Whether the service was started for the training. */
    static boolean isWanted() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Sends the requests to the service that has started. */
    static void run(int port) throws IOException, InterruptedException {
        var api = "http://127.0.0.1:" + port + Paths.PUBLIC_API;
        var client = HttpClient.newHttpClient();
        for (int round = 0; round < ROUNDS; round++) {
            for (var path : READS) {
                var request = HttpRequest.newBuilder(URI.create(api + path)).header("Authorization",
                        "Bearer " + ADMIN_KEY);
                client.send(request.build(), BodyHandlers.ofByteArray());
            }
        }
        System.out.println("The training is done: " + ROUNDS * READS.size() + " requests.");
    }
}
