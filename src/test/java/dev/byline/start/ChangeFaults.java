package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;
import dev.byline.change.ChangeReplica;
import dev.byline.change.SiteWriter;
import io.restassured.path.json.JsonPath;

/**
 * Changes a site through two services while one of them is killed and started again, and PostgreSQL is stopped without a
 * clean shutdown and started again. Copies that only follow the changes, through any service that answers, have every
 * change that was acknowledged, and equal the site. A receiver of webhooks gets every change at least once, with one id, and
 * in order for each thing.
 */
class ChangeFaults {
    private static final int SECONDS = Integer.getInteger("faults.seconds", 20);
    private static final int WRITERS = 3;
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    @TempDir
    Path directory;

    private final SiteWriter.Known known = new SiteWriter.Known();
    /** The last title of each article that was acknowledged; empty if the article was unpublished. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private volatile List<String> urls;
    private volatile boolean over;
    private volatile boolean logged;

    @Test
    void every_acknowledged_change_is_followed_after_kills_of_a_service_and_of_postgresql() throws Exception {
        long seed = Long.getLong("byline.seed", new Random().nextLong());
        System.out.println("-Dbyline.seed=" + seed);
        var random = new Random(seed);
        var server = new DurablePostgres(directory);
        var postgres = server.start(0);
        var environment = new HashMap<>(Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off",
                "BYLINE_SAMPLE_CONTENT", "false", "BYLINE_WEBHOOK_PRIVATE", "true", "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.getJdbcUrl("postgres", "postgres"), "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "none"));
        var threads = Executors.newCachedThreadPool();
        var killed = PackagedService.start(directory, environment);
        try (var other = PackagedService.start(directory, environment);
                var receiver = new ForgetfulReceiver(new Random(random.nextLong()))) {
            urls = List.of(killed.url(), other.url());
            assertEquals(201, other.send(KEY, "POST", "/admin/webhooks",
                    "{\"url\": \"" + receiver.url() + "\", \"events\": [\"*\"]}").statusCode());
            new SiteWriter(known, KEY, new Random(random.nextLong())).start(other.url());
            var followers = startFollowers(threads, random);
            var writers = startWriters(threads, random);
            pause(4);
            killed.process.destroyForcibly().waitFor();
            pause(4);
            killed = PackagedService.start(directory, environment);
            urls = List.of(killed.url(), other.url());
            int before = acknowledged.size();
            pause(4);
            server.crash();
            pause(8);
            postgres.close();
            postgres = server.start(postgres.getPort());
            pause(2);
            killed.process.destroyForcibly().waitFor();
            killed = PackagedService.start(directory, environment);
            urls = List.of(killed.url(), other.url());
            pause(4);
            over = true;
            for (var writer : writers) {
                writer.get(2, TimeUnit.MINUTES);
            }
            assertTrue(acknowledged.size() > before, "The services came back by themselves");
            awaitQuietLog(postgres.getJdbcUrl("postgres", "postgres"));
            logged = true;
            for (var follower : followers) {
                var replica = follower.get(2, TimeUnit.MINUTES);
                System.out.println(acknowledged.size() + " articles acknowledged; " + replica);
                assertEquals(0, replica.startsOver());
                for (var url : urls) {
                    replica.assertEqualsSite(url, "seed " + seed + ", " + url);
                }
                acknowledged.forEach((article, title) -> assertEquals(title, replica.title(article), article));
            }
            receiver.assertHasEveryChange(postgres.getJdbcUrl("postgres", "postgres"));
            assertEquals(List.of(), List.copyOf(unexpected));
        } finally {
            over = true;
            logged = true;
            threads.shutdownNow();
            killed.process.destroyForcibly();
            postgres.close();
        }
        assertFalse(server.log().contains("deadlock"));
    }

    private List<Future<ChangeReplica>> startFollowers(ExecutorService threads, Random random) {
        var followers = new ArrayList<Future<ChangeReplica>>();
        for (int i = 0; i < 2; i++) {
            followers.add(threads.submit(follower(new ChangeReplica(List.of(), i == 0, new Random(random.nextLong())),
                    new Random(random.nextLong()))));
        }
        return followers;
    }

    private Callable<ChangeReplica> follower(ChangeReplica replica, Random random) {
        return () -> {
            boolean last = false;
            boolean current = false;
            while (!last || !current) {
                last = logged;
                try {
                    current = replica.readPage(any(random));
                } catch (IOException unavailable) {
                    pauseBriefly();
                    current = false;
                }
            }
            return replica;
        };
    }

    private List<Future<?>> startWriters(ExecutorService threads, Random random) {
        var writers = new ArrayList<Future<?>>();
        for (int i = 0; i < WRITERS; i++) {
            var choices = new Random(random.nextLong());
            var anything = new SiteWriter(known, KEY, new Random(random.nextLong()));
            writers.add(threads.submit(() -> {
                while (!over) {
                    try {
                        anything.step(any(choices));
                    } catch (IOException unavailable) {
                        pauseBriefly();
                    }
                }
                return null;
            }));
            writers.add(threads.submit(() -> {
                writeOwnArticles(choices);
                return null;
            }));
        }
        return writers;
    }

    /** Creates articles, and changes some of them later; no other writer knows them. */
    private void writeOwnArticles(Random random) throws InterruptedException {
        var own = new ArrayList<String>();
        for (int number = 0; !over; number++) {
            try {
                if (own.isEmpty() || random.nextBoolean()) {
                    var created = send(random, "POST", "articles", "{\"title\": \"New\", \"tags\": [\"Owned\"]}");
                    if (created != null) {
                        own.add(created.getString("id"));
                        write(random, own.get(own.size() - 1), number);
                    }
                } else {
                    write(random, own.get(random.nextInt(own.size())), number);
                }
            } catch (IOException unavailable) {
                pauseBriefly();
            }
        }
    }

    private void write(Random random, String article, int number) throws IOException, InterruptedException {
        // What is not acknowledged may have happened, or not.
        acknowledged.remove(article);
        if (random.nextInt(4) == 0) {
            if (send(random, "POST", "articles/" + article + "/unpublish", null) != null) {
                acknowledged.put(article, "");
            }
            return;
        }
        var title = "Title " + number;
        if (send(random, "PATCH", "articles/" + article, "{\"title\": \"" + title
                + "\", \"body\": {\"format\": \"markdown\", \"source\": \"x\"}}") != null
                && send(random, "POST", "articles/" + article + "/publish", null) != null) {
            acknowledged.put(article, title);
        }
    }

    /** Sends a request to any service; returns null unless it was done. */
    private JsonPath send(Random random, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(any(random) + "/api/v1/admin/" + path))
                .timeout(Duration.ofMinutes(1)).header("If-Match", "*").header("Authorization", "Bearer " + KEY)
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 500 && response.statusCode() != 503) {
            unexpected.add(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.statusCode() / 100 == 2 ? JsonPath.from(response.body()) : null;
    }

    private String any(Random random) {
        var now = urls;
        return now.get(random.nextInt(now.size()));
    }

    private static void pauseBriefly() throws InterruptedException {
        Thread.sleep(20);
    }

    private static void awaitQuietLog(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
            Eventually.that(() -> {
                try (var found = statement.executeQuery("""
                        select (select count(*) from pending_change) + (select count(*) from change_expansion)
                            + (select count(*) from pending_stats)
                            + (select count(*) from article where schedule_at is not null)""")) {
                    found.next();
                    return found.getLong(1) == 0;
                }
            });
        }
    }

    private static void pause(int part) throws InterruptedException {
        Thread.sleep(SECONDS * 1000L / part);
    }
}
