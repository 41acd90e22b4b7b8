package dev.byline.change;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;

/**
 * Follows the changes while several writers change everything at random, some of them in transactions that stay open for
 * a while. In the end each copy equals the site. A failure names its seed; {@code -Dbyline.seed=…} repeats the choices,
 * not their order.
 */
@QuarkusTest
class ChangeReplicaTest extends ServiceTest {
    private static final int WRITERS = 4;
    private static final int STEPS = Integer.getInteger("byline.steps", 120);
    private static final Duration HELD = Duration.ofMillis(400);
    private static final int IMPORTED = 40;

    @Inject
    ChangeCleanup cleanup;

    private final SiteWriter.Known known = new SiteWriter.Known();
    private final AtomicBoolean written = new AtomicBoolean();

    @Test
    void copies_that_only_follow_the_changes_equal_the_site() throws Exception {
        long seed = Long.getLong("byline.seed", new Random().nextLong());
        var where = "-Dbyline.seed=" + seed;
        var random = new Random(seed);
        var url = RestAssured.baseURI + ":" + RestAssured.port;
        var threads = Executors.newCachedThreadPool();
        try {
            new SiteWriter(known, ADMIN_KEY, new Random(random.nextLong())).start(url);
            var followers = new ArrayList<Future<ChangeReplica>>();
            followers.add(threads.submit(follower(url, replica(List.of(), true, random))));
            followers.add(threads.submit(follower(url, replica(List.of(), false, random))));
            for (var type : List.of("article", "page", "tag", "menu", "category")) {
                followers.add(threads.submit(follower(url, replica(List.of(type), false, random))));
            }
            var writers = startWriters(threads, url, random);
            // Copies that begin while everything changes.
            followers.add(threads.submit(follower(url, replica(List.of(), true, random))));
            writers.get(0).get(5, TimeUnit.MINUTES);
            followers.add(threads.submit(follower(url, replica(List.of(), false, random))));
            for (var writer : writers) {
                writer.get(5, TimeUnit.MINUTES);
            }
            Eventually.that(() -> query("""
                    select (select count(*) from article where schedule_at is not null)
                        + (select count(*) from import_job where state in ('uploading', 'queued', 'running'))""") == 0);
            awaitQuietLog();
            written.set(true);
            // Held transactions changed the database behind the back of the caches.
            changeTracker.markAllChanged();
            for (var follower : followers) {
                var replica = follower.get(5, TimeUnit.MINUTES);
                assertEquals(0, replica.startsOver(), where);
                replica.assertEqualsSite(url, where);
            }
            var late = follower(url, replica(List.of(), true, random)).call();
            late.assertEqualsSite(url, where);
            assertTrue(late.size("article") > 0, where);
            assertEquals(ChangeReplica.TYPES.size(), query("select count(distinct type) from change where public"),
                    where);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(where + ": " + e, e);
        } finally {
            written.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void an_article_hears_of_the_new_name_of_a_tag_that_another_transaction_is_about_to_link() throws Exception {
        var url = RestAssured.baseURI + ":" + RestAssured.port;
        var replica = replica(List.of(), true, new Random(1));
        String article;
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            article = draft(Map.of("title", "A tram", "tags", List.of("Trams"), "body", markdown("x"))).getString("id");
            connection.setAutoCommit(false);
            // As the foreign key of a link to the tag does, in a transaction that is not committed yet.
            statement.execute("select 1 from tag for key share");
            publish(article);
            Eventually.that(() -> query("select count(*) from change where type = 'article'") == 1);
            readAll(replica, url);
            execute("update tag set name = 'Trolleys'");
            Eventually.that(() -> query("select count(*) from pending_change where change = 'renamed'") == 0);
            connection.rollback();
        }
        awaitQuietLog();
        readAll(replica, url);
        changeTracker.markAllChanged();
        replica.assertEqualsSite(url, "after the new name of the tag of " + article);
    }

    @Test
    void a_menu_hears_of_what_its_target_was_merged_into() throws Exception {
        var url = RestAssured.baseURI + ":" + RestAssured.port;
        var replica = replica(List.of("menu"), true, new Random(1));
        category("Trams");
        category("Trolleys");
        var drafted = draft(Map.of("title", "One", "tags", List.of("Red"), "body", markdown("x"))).getString("id");
        publish(draft(Map.of("title", "Two", "tags", List.of("Blue"), "body", markdown("x"))).getString("id"));
        sending(Map.of("name", "main", "items", List.of(Map.of("category", "trams"), Map.of("tag", "red"))))
                .post(ADMIN + "/menus").then().statusCode(201);
        awaitQuietLog();
        readAll(replica, url);
        // No reader sees the tag that is merged.
        for (var merge : List.of("tags/red blue", "categories/trams trolleys")) {
            sending(Map.of("into", merge.split(" ")[1])).header("If-Match", "*")
                    .post(ADMIN + "/" + merge.split(" ")[0] + "/merge").then().statusCode(200);
            awaitQuietLog();
            readAll(replica, url);
            replica.assertEqualsSite(url, merge);
        }
        patch("categories/trolleys", "*", "{\"name\": \"Light rail\"}").then().statusCode(200);
        awaitQuietLog();
        readAll(replica, url);
        replica.assertEqualsSite(url, "new name of " + drafted);
    }

    @Test
    void a_token_stays_valid_while_nothing_after_it_was_deleted() throws Exception {
        var first = next(null);
        // As a crash of PostgreSQL does, and counters that change.
        execute("select setval(pg_get_serial_sequence('change', 'position'), 100)");
        assertEquals(first, next(first));
        category("Trams");
        awaitQuietLog();
        var second = next(first);
        execute("select setval(pg_get_serial_sequence('change', 'position'), 200)");
        category("Trolleys");
        awaitQuietLog();
        execute("update change set at = at - interval '31 days' where slug = 'trams'");
        cleanup.deleteExpired();
        assertEquals(0, query("select count(*) from change where slug = 'trams'"));
        next(second);
        get(API + "/changes?since=" + first).then().statusCode(410);
    }

    private static String next(String since) {
        var page = get(API + "/changes" + (since == null ? "" : "?since=" + since)).then().statusCode(200).extract()
                .jsonPath();
        return page.getBoolean("more") ? next(page.getString("next")) : page.getString("next");
    }

    private static void readAll(ChangeReplica replica, String url) throws Exception {
        boolean current = false;
        while (!current) {
            current = replica.readPage(url);
        }
    }

    private static ChangeReplica replica(List<String> types, boolean fixedParts, Random random) {
        return new ChangeReplica(types, fixedParts, new Random(random.nextLong()));
    }

    /** Follows the changes until the writers are done and nothing new comes. */
    private Callable<ChangeReplica> follower(String url, ChangeReplica replica) {
        return () -> {
            boolean last;
            do {
                last = written.get();
            } while (!replica.readPage(url) || !last);
            return replica;
        };
    }

    private List<Future<?>> startWriters(ExecutorService threads, String url, Random random) {
        var writers = new ArrayList<Future<?>>();
        for (int i = 0; i < WRITERS; i++) {
            var writer = new SiteWriter(known, ADMIN_KEY, new Random(random.nextLong()));
            writers.add(threads.submit(() -> {
                for (int step = 0; step < STEPS; step++) {
                    writer.step(url);
                }
                return null;
            }));
        }
        var choices = new Random(random.nextLong());
        var holding = new AtomicBoolean(true);
        var others = List.copyOf(writers);
        writers.add(threads.submit(() -> {
            while (holding.get()) {
                holdTransaction(choices);
                holding.set(others.stream().anyMatch(writer -> !writer.isDone()));
            }
            return null;
        }));
        writers.add(threads.submit(this::importArticles));
        return writers;
    }

    /** Changes an article in a transaction that stays open for a while, or makes all transactions wait before their end. */
    private void holdTransaction(Random choices) throws SQLException, InterruptedException {
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            int choice = choices.nextInt(4);
            if (choice == 0) {
                statement.execute("lock table audit_entry in share mode");
            } else if (choice == 1) {
                statement.execute("select 1 from tag order by random() limit 2 for key share");
            } else {
                statement.execute(
                        "update publication set excerpt = 'Held " + choices.nextInt() + "' where article_id in ("
                                + "select article_id from publication order by random() limit 1)");
            }
            Thread.sleep(choices.nextInt((int) HELD.toMillis()));
            if (choices.nextBoolean()) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
    }

    private Void importArticles() {
        var lines = new StringBuilder();
        for (int i = 0; i < IMPORTED; i++) {
            lines.append("""
                    {"externalId": "imported-%1$d", "state": "live", "article": {"title": "Imported %1$d", \
                    "tags": ["Topic %2$d", "Imported"], "body": {"format": "markdown", "source": "Text %1$d"}}}
                    """.formatted(i, i % 3));
        }
        staff().contentType("application/octet-stream").body(lines.toString().getBytes(StandardCharsets.UTF_8))
                .post(ADMIN + "/imports").then().statusCode(202);
        return null;
    }

    /** Returns when every change that is committed has a position. */
    private void awaitQuietLog() {
        Eventually.that(() -> query("""
                select (select count(*) from pending_change) + (select count(*) from change_expansion)
                    + (select count(*) from pending_stats)""") == 0);
    }
}
