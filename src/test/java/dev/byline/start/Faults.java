package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.path.json.JsonPath;

/**
 * Posts views and comments over many connections while one of two services is killed and PostgreSQL is stopped without
 * a clean shutdown. Run by {@code mvn -Pfaults verify}, with {@code -Dfaults.seconds=300} for a longer run.
 */
class Faults {
    private static final int SECONDS = Integer.getInteger("faults.seconds", 20);
    private static final int CONNECTIONS = 24;
    private static final int ARTICLES = 20;
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    @TempDir
    Path directory;

    private final List<String> articles = new ArrayList<>();
    private final Queue<Call> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Call> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> comments = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile List<String> urls;
    private volatile boolean over;

    /**
     * A request of one reader that must take effect once: a view by a visitor of its own, or a comment with an
     * idempotency key of its own.
     */
    private record Call(boolean comment, String article, int number) {}

    @Test
    void v15_v16_v17_what_was_acknowledged_is_there_once_after_a_kill_and_a_restart_of_postgresql() throws Exception {
        var server = new DurablePostgres(directory);
        var postgres = server.start(0);
        var environment = new HashMap<>(Map.of("BYLINE_ADMIN_KEY", KEY, "BYLINE_RATE_LIMITS", "off",
                "BYLINE_SAMPLE_CONTENT", "false", "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.getJdbcUrl("postgres", "postgres"), "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "none"));
        var readers = Executors.newFixedThreadPool(CONNECTIONS);
        try (var first = PackagedService.start(directory, environment);
                var second = PackagedService.start(directory, environment)) {
            publish(first);
            urls = List.of(first.url(), second.url());
            var reading = new ArrayList<Future<?>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int seed = i;
                reading.add(readers.submit(() -> read(new Random(seed))));
            }
            pause(4);
            first.process.destroyForcibly().waitFor();
            pause(4);
            urls = List.of(second.url());
            server.crash();
            pause(8);
            postgres.close();
            postgres = server.start(postgres.getPort());
            int before = acknowledged.size();
            pause(4);
            over = true;
            for (var reader : reading) {
                reader.get(2, TimeUnit.MINUTES);
            }
            assertTrue(acknowledged.size() > before, "The service came back by itself");
            assertTrue(refused.get() > 0, "While the database was away there were 503");
            try (var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
                check(connection, second.url());
            }
        } finally {
            over = true;
            readers.shutdownNow();
            postgres.close();
        }
        assertFalse(server.log().contains("deadlock"));
    }

    private static void pause(int part) throws InterruptedException {
        Thread.sleep(SECONDS * 1000L / part);
    }

    private void publish(PackagedService packagedService) throws Exception {
        packagedService.send(KEY, "POST", "/admin/categories", "{\"name\": \"News\"}");
        for (int i = 0; i < ARTICLES; i++) {
            var created = packagedService.send(KEY, "POST", "/admin/articles", "{\"title\": \"Article " + i
                    + "\", \"categories\": [\"news\"], \"body\": {\"format\": \"markdown\", \"source\": \"x\"}}");
            var id = JsonPath.from(created.body()).getString("id");
            assertEquals(200,
                    packagedService.send(KEY, "POST", "/admin/articles/" + id + "/publish", null).statusCode());
            articles.add(id);
        }
        assertEquals(200,
                packagedService.send(KEY, "PATCH", "/admin/site", "{\"commentsPolicy\": \"none\"}").statusCode());
    }

    private void read(Random random) {
        while (!over) {
            var nodes = urls;
            var call = new Call(random.nextInt(5) == 0, articles.get(random.nextInt(ARTICLES)),
                    numbers.incrementAndGet());
            if (!done(nodes.get(random.nextInt(nodes.size())), call)) {
                failed.add(call);
            }
        }
    }

    /** Sends the call and returns whether the service acknowledged it. */
    private boolean done(String url, Call call) {
        try {
            var answer = send(url, call);
            if (answer.statusCode() == 503) {
                refused.incrementAndGet();
                assertTrue(answer.headers().firstValue("Retry-After").isPresent());
                Thread.sleep(20);
            }
            if (answer.statusCode() != 202 && answer.statusCode() != 201) {
                return false;
            }
            acknowledged.add(call);
            if (call.comment) {
                comments.add(JsonPath.from(answer.body()).getString("id"));
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpResponse<String> send(String url, Call call) throws IOException, InterruptedException {
        var request = HttpRequest
                .newBuilder(URI.create(url + "/api/v1/articles/" + call.article
                        + (call.comment ? "/comments" : "/views")))
                .timeout(Duration.ofMinutes(1)).header("Content-Type", "application/json")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Reader/" + call.number);
        if (call.comment) {
            request.header("Idempotency-Key", "comment-" + call.number).POST(BodyPublishers.ofString("""
                    {"body": "Text of number %1$d", "author": {"name": "Reader", "email": "r%1$d@example.com"}}"""
                    .formatted(call.number)));
        } else {
            request.POST(BodyPublishers.ofString("{}"));
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private void check(Connection connection, String url) throws Exception {
        long views = acknowledged.stream().filter(call -> !call.comment).count();
        var open = List.copyOf(failed);
        long openViews = open.stream().filter(call -> !call.comment).count();
        System.out.printf("%d views and %d comments acknowledged, %d calls not, of which %d were told so%n", views,
                comments.size(), open.size(), refused.get());
        long counted = one(connection, "select sum(views) from article_counter");
        assertTrue(counted >= views && counted <= views + openViews, counted + " counted of " + views);
        recount(connection);
        // Whoever was not answered tries again, so that now each visitor and each comment must be there exactly once.
        for (var call : open) {
            while (!done(url, call)) {
                Thread.sleep(50);
            }
        }
        assertEquals(views + openViews, one(connection, "select sum(views) from article_counter"));
        for (var article : articles) {
            assertEquals(acknowledged.stream().filter(call -> !call.comment && call.article.equals(article)).count(),
                    one(connection, "select views from article_counter where article_id = '" + article + "'"));
        }
        assertEquals(comments.size(), new HashSet<>(comments).size());
        assertEquals(comments.size(), one(connection, "select count(*) from comment"));
        assertEquals(comments.size(),
                one(connection, "select count(*) from comment where id in ('" + String.join("', '", comments) + "')"));
        recount(connection);
    }

    private static void recount(Connection connection) throws SQLException {
        assertEquals(0, one(connection, """
                select count(*) from article_counter c
                left join (select article_id, sum(views) as views, sum(visitors) as visitors
                    from article_view_day group by article_id) d on d.article_id = c.article_id
                where c.views <> coalesce(d.views, 0) or c.visitor_days <> coalesce(d.visitors, 0)"""));
        assertEquals(one(connection, "select sum(visitor_days) from article_counter"),
                one(connection, "select count(*) from view_seen"));
        assertEquals(0, one(connection, """
                select count(*) from article_comment_counter c where c.approved <> (
                    select count(*) from comment m
                    where m.article_id = c.article_id and m.state = 'approved' and not m.hidden)"""));
    }

    private static long one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
