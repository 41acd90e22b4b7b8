package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;

/**
 * Reads from two nodes with a read replica, while one of the nodes publishes a change each second, and while the replica
 * does not replay, goes mute, and is killed. Each read must show what its node must know: the changes of its own node
 * that were acknowledged before the read began, and those of another node from a second before.
 */
class ReplicaFaults {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int CLIENTS_PER_NODE = 4;
    private static final int PUBLICATIONS_PER_PHASE = 4;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Pattern TITLE = Pattern.compile("\"title\":\"V(\\d+)\"");
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    /** The times of the acknowledged publications, in nanoseconds. */
    private final List<Long> publishedAt = new CopyOnWriteArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong readsOfWriter = new AtomicLong();
    private final AtomicLong readsOfOther = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean over;

    @Test
    void nothing_is_outdated_and_nothing_fails_when_the_replica_lags_or_fails() throws Exception {
        var clients = Executors.newFixedThreadPool(2 * CLIENTS_PER_NODE);
        try (var servers = StreamingReplica.start(directory);
                var proxy = new MuteProxy(servers.replicaPort());
                var writer = PackagedService.start(directory, environment(servers, proxy, "64M"));
                var other = PackagedService.start(directory, environment(servers, proxy, "0"))) {
            writer.send(KEY, "POST", "/admin/categories", "{\"name\": \"News\"}");
            assertEquals(201, writer.send(KEY, "POST", "/admin/articles", "{\"title\": \"V0\", \"slug\": \"page\", "
                    + "\"categories\": [\"news\"], \"body\": {\"format\": \"markdown\", \"source\": \"x\"}}")
                    .statusCode());
            publish(writer);
            var reading = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS_PER_NODE; i++) {
                int client = i;
                reading.add(clients.submit(() -> read(writer, client, 0, readsOfWriter)));
                reading.add(clients.submit(() -> read(other, client, SECOND, readsOfOther)));
            }
            phase("streaming", writer, other, () -> null);
            assertTrue(servers.scansOnReplica("publication") > 0, "The reads reach the replica");

            phase("replay paused", writer, other, () -> {
                servers.pauseReplay();
                return null;
            });
            for (var node : List.of(writer, other)) {
                assertEquals(0, metric(node, "byline_replica_usable"), "A replica that lags is left out");
            }
            servers.resumeReplay();
            awaitReplica(other);

            phase("mute", writer, other, () -> {
                proxy.muteOpenConnections();
                return null;
            });
            awaitReplica(other);

            phase("killed", writer, other, () -> {
                servers.killReplica();
                return null;
            });
            assertEquals(200, status(other, "/q/health/ready"));
            servers.restartReplica();
            awaitReplica(other);
            phase("back", writer, other, () -> null);
            assertTrue(servers.scansOnReplica("publication") > 0, "The reads reach the replica again");
            over = true;
            for (var client : reading) {
                client.get(1, TimeUnit.MINUTES);
            }
            assertEquals(List.of(), List.copyOf(failures));
        } finally {
            over = true;
            clients.shutdownNow();
        }
    }

    private static Map<String, String> environment(StreamingReplica servers, MuteProxy proxy, String cacheSize) {
        return new HashMap<>(Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off", "BYLINE_SAMPLE_CONTENT",
                "false", "BYLINE_CACHE_SIZE", cacheSize, "QUARKUS_SHUTDOWN_DELAY", "0s",
                "QUARKUS_DATASOURCE_JDBC_URL", servers.primaryUrl(), "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "none", "BYLINE_REPLICA_JDBC_URL",
                "jdbc:postgresql://localhost:" + proxy.port() + "/postgres"));
    }

    /** Breaks something, publishes a change each second, and prints how many reads went to the replica meanwhile. */
    private void phase(String name, PackagedService writer, PackagedService other, Callable<Void> fault)
            throws Exception {
        long writerBefore = readsOfWriter.get();
        long otherBefore = readsOfOther.get();
        double replicaBefore = replicaReads(other);
        slowestNanos.set(0);
        fault.call();
        for (int i = 0; i < PUBLICATIONS_PER_PHASE; i++) {
            Thread.sleep(1_000);
            publish(writer);
        }
        System.out.printf("Replica, %s: %d reads of the node that publishes; %d of the other one, which has no cache, "
                + "and %.0f of them on the replica; slowest read %d ms, %d failures%n", name,
                readsOfWriter.get() - writerBefore, readsOfOther.get() - otherBefore,
                replicaReads(other) - replicaBefore, Duration.ofNanos(slowestNanos.get()).toMillis(), failures.size());
    }

    private void publish(PackagedService writer) throws Exception {
        var next = "{\"title\": \"V" + publishedAt.size() + "\"}";
        assertEquals(200, HTTP.send(HttpRequest.newBuilder(URI.create(writer.url() + "/api/v1/admin/articles/page"))
                .header("Authorization", "Bearer " + KEY).header("If-Match", "*")
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(next)).build(), BodyHandlers.discarding())
                .statusCode());
        assertEquals(200, writer.send(KEY, "POST", "/admin/articles/page/publish", null).statusCode());
        publishedAt.add(System.nanoTime());
    }

    private Void read(PackagedService node, int client, long allowedNanos, AtomicLong reads) throws Exception {
        var paths = List.of("/articles/page", "/articles?size=5", "/articles/page?include=related,neighbors",
                "/articles?category=news&count=exact");
        for (int i = client; !over; i++) {
            long start = System.nanoTime();
            long expected = publishedAt.stream().filter(at -> at <= start - allowedNanos).count() - 1;
            var response = node.send(null, "GET", paths.get(i % paths.size()), null);
            slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
            reads.incrementAndGet();
            var title = TITLE.matcher(response.body());
            if (response.statusCode() != 200 || !title.find()) {
                failures.add(response.statusCode() + " " + response.body());
            } else if (Long.parseLong(title.group(1)) < expected) {
                failures.add(title.group() + " after " + expected + " at " + node.url());
            }
        }
        return null;
    }

    private static void awaitReplica(PackagedService node) throws Exception {
        double before = replicaReads(node);
        Eventually.that(() -> replicaReads(node) > before);
    }

    private static double replicaReads(PackagedService node) throws Exception {
        return metric(node, "byline_replica_reads_total");
    }

    private static double metric(PackagedService node, String name) throws Exception {
        var metrics = HTTP.send(HttpRequest.newBuilder(URI.create(node.url() + "/q/metrics")).build(),
                BodyHandlers.ofString()).body();
        return metrics.lines().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    private static int status(PackagedService node, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(node.url() + path)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
