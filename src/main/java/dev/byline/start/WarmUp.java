package dev.byline.start;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.jboss.logging.Logger;

import dev.byline.web.Paths;

/**
 * Sends the node the frequent requests of readers before it is ready, so that its first clients need not wait until
 * classes are loaded and statements parsed: on a busy machine that took up to 28 seconds. The requests change nothing.
 * Those that would write name an article that does not exist.
 */
final class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final String UNKNOWN_ARTICLE = "/articles/warm-up-of-a-node";
    private static final String COMMENT = "{\"body\": \"Warm.\", \"author\": {\"name\": \"Node\"}}";
    private static final List<String> READS = List.of("/articles", "/articles?include=body&count=exact",
            UNKNOWN_ARTICLE, UNKNOWN_ARTICLE + "/comments", "/categories", "/site", "/search?q=warm",
            "/search/suggestions?q=wa", "/feeds/atom");

    private WarmUp() {
    }

    /** Sends the requests one after the other; ends early if the node or the database does not answer. */
    static void run(URI node) throws InterruptedException {
        var client = HttpClient.newBuilder().connectTimeout(REQUEST_TIMEOUT).build();
        try {
            for (var read : READS) {
                send(client, request(node, read).GET());
            }
            send(client, request(node, UNKNOWN_ARTICLE + "/views").POST(BodyPublishers.ofString("{}")));
            send(client, request(node, UNKNOWN_ARTICLE + "/comments").POST(BodyPublishers.ofString(COMMENT)));
        } catch (IOException e) {
            LOG.debug("The node was not warmed up", e);
        }
    }

    private static HttpRequest.Builder request(URI node, String path) {
        return HttpRequest.newBuilder(node.resolve(Paths.PUBLIC_API + path)).timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json");
    }

    private static void send(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        client.send(request.build(), BodyHandlers.discarding());
    }
}
