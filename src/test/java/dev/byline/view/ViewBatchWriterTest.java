package dev.byline.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests batches of views of several nodes, each with its own clock, on one database. */
@QuarkusTest
class ViewBatchWriterTest extends ViewTestBase {
    @Test
    void v03_one_visitor_at_two_nodes_at_once_is_one_view() throws Exception {
        var id = published("Two").getString("id");
        var other = new TestNode();
        for (int i = 0; i < 40; i++) {
            var visitor = visitor("Reader " + i);
            var nodes = new ArrayList<>(List.of(testNode, other));
            runConcurrently(2, () -> {
                TestNode mine;
                synchronized (nodes) {
                    mine = nodes.remove(0);
                }
                return mine.count(call(visitor, id));
            });
        }
        assertEquals(40, views(id));
        assertEquals(40, visitorDays(id));
        assertEquals(40, query("select calls from view_drop_day where reason = 'repeat'"));
    }

    @Test
    void v04_the_window_ends_thirty_minutes_after_the_last_counted_view() {
        var id = published("Window").getString("id");
        assertEquals(1, testNode.view(NOON, VISITOR_MAI, id));
        assertEquals(1, testNode.view(NOON.plusSeconds(20 * 60), VISITOR_MAI, id));
        assertEquals(1, testNode.view(NOON.plusSeconds(30 * 60 - 1), VISITOR_MAI, id));
        assertEquals(2, testNode.view(NOON.plusSeconds(30 * 60), VISITOR_MAI, id));
        assertEquals(2, testNode.view(NOON.plusSeconds(60 * 60 - 1), VISITOR_MAI, id));
        assertEquals(3, testNode.view(NOON.plusSeconds(60 * 60), VISITOR_MAI, id));
    }

    @Test
    void a_reader_before_and_after_midnight_is_one_view_and_two_visitor_days() throws SQLException {
        var id = published("Midnight").getString("id");
        assertEquals(1, testNode.view(MIDNIGHT.minusSeconds(60), VISITOR_MAI, id));
        assertEquals(1, testNode.view(MIDNIGHT.plusSeconds(60), VISITOR_MAI, id));
        assertEquals(2, visitorDays(id));
        assertEquals(1, testNode.view(MIDNIGHT.plusSeconds(29 * 60 - 1), VISITOR_MAI, id));
        assertEquals(2, testNode.view(MIDNIGHT.plusSeconds(29 * 60), VISITOR_MAI, id),
                "30 minutes after the last that counted");
        assertEquals(2, visitorDays(id));
        assertEquals(3, testNode.view(MIDNIGHT.plusSeconds(29 * 60), visitor("Linh"), id));
        assertEquals(3, visitorDays(id));
        // A visitor who did not come before midnight is new, and a visitor whose view window has ended counts again.
        assertEquals(4, testNode.view(MIDNIGHT.minusSeconds(30 * 60), visitor("An"), id));
        assertEquals(5, testNode.view(MIDNIGHT, visitor("An"), id));
    }

    @Test
    void v06_a_clock_that_steps_counts_nothing_below_zero_and_no_day_twice() throws SQLException {
        var id = published("Steps").getString("id");
        assertEquals(1, testNode.view(NOON, VISITOR_MAI, id));
        assertEquals(1, testNode.view(NOON.minusSeconds(3600), VISITOR_MAI, id));
        assertEquals(2, testNode.view(NOON.minusSeconds(3600), visitor("Linh"), id));
        assertEquals(3, testNode.view(NOON.plusSeconds(86_400), VISITOR_MAI, id));
        assertEquals(3, testNode.view(NOON, VISITOR_MAI, id));
        assertEquals(3, visitorDays(id));
        assertEquals(2, query("select count(*) from article_view_day"));
        assertEquals(2, query("select count(*) from view_salt"));
        viewCleanup.deleteExpired();
        assertEquals(2, query("select count(*) from view_salt"), "today's and that of the wrong day");
    }

    @Test
    void v07_two_nodes_that_begin_a_day_together_share_one_salt_and_after_two_days_nobody_can_tell() throws Exception {
        var id = published("Salt").getString("id");
        for (int round = 0; round < 10; round++) {
            run("delete from view_salt");
            var visitor = visitor("Round " + round);
            runConcurrently(8, () -> new TestNode().count(call(visitor, id)));
            assertEquals(1, query("select count(*) from view_salt"));
        }
        assertEquals(10, views(id));
        // Moves the salts and visitors to the day before yesterday.
        var known = ids();
        run("update view_salt set day = day - 2");
        run("update view_seen set day = day - 2");
        viewCleanup.deleteExpired();
        assertEquals(0, query("select count(*) from view_salt") + query("select count(*) from view_seen"));
        for (var secret : secrets()) {
            for (int round = 0; round < 10; round++) {
                assertFalse(known.contains(
                        new VisitorIds(secret).idOf(UUID.fromString(id), visitor("Round " + round)).toString()));
            }
        }
    }

    @Test
    void yesterdays_salt_and_visitors_stay_until_the_day_ends() throws SQLException {
        var id = published("Kept").getString("id");
        testNode.view(NOON, VISITOR_MAI, id);
        run("update view_salt set day = day - 1");
        run("update view_seen set day = day - 1");
        viewCleanup.deleteExpired();
        assertEquals(1, query("select count(*) from view_salt"));
        assertEquals(1, query("select count(*) from view_seen"));
    }

    @Test
    void v08_a_visitor_has_another_id_for_each_article_and_each_day() throws Exception {
        var first = published("First").getString("id");
        var second = published("Second").getString("id");
        for (int day = 0; day < 3; day++) {
            testNode.view(NOON.plus(Duration.ofDays(day)), VISITOR_MAI, first);
            testNode.view(NOON.plus(Duration.ofDays(day)), VISITOR_MAI, second);
        }
        assertEquals(6, ids().size());
        assertEquals(0, query("select count(*) from view_seen s, view_salt t"
                + " where position(convert_to('203.0.113.9', 'UTF8') in t.salt) > 0"));
    }

    @Test
    void v12_what_is_not_live_any_more_is_404_and_the_rest_of_the_batch_counts() throws SQLException {
        var live = published("Live").getString("id");
        var unpublished = published("Unpublished").getString("id");
        var purged = published("Purged").getString("id");
        var draft = draft("Draft").getString("id");
        var calls = List.of(call(VISITOR_MAI, live), call(VISITOR_MAI, unpublished), call(VISITOR_MAI, purged),
                call(VISITOR_MAI, draft),
                call(VISITOR_MAI, "unpublished"), call(VISITOR_MAI, "nowhere"), call(VISITOR_MAI, "Ä/'; --"),
                call(visitor("Linh"), live));
        verb("articles/" + unpublished + "/unpublish").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + purged).then().statusCode(204);
        verb("articles/" + purged + "/purge").then().statusCode(204);
        assertTrue(testNode.batch().write(calls));
        for (int i = 0; i < calls.size(); i++) {
            var answer = calls.get(i).result;
            if (i == 0 || i == 7) {
                assertEquals(2, answer.join().count().views());
            } else {
                assertEquals(404, refusal(answer).type.status);
            }
        }
        assertEquals(2, query("select count(*) from view_seen"));
        assertEquals(2, query("select sum(views) from article_view_day"));
    }

    @Test
    void v13_a_purge_and_a_batch_wait_for_each_other_and_leave_no_orphan() throws Exception {
        var kept = published("Kept").getString("id");
        var first = published("Purged before").getString("id");
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(purge(first));
            var calls = List.of(call(VISITOR_MAI, first), call(VISITOR_MAI, kept));
            var batch = CompletableFuture.runAsync(() -> testNode.batch().write(calls));
            awaitLockWait();
            connection.commit();
            batch.join();
            assertEquals(404, refusal(calls.get(0).result).type.status);
            assertEquals(1, calls.get(1).result.join().count().views());
        }
        var second = published("Purged after").getString("id");
        testNode.view(NOON, VISITOR_MAI, second);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("update article_counter set views = views where article_id = '" + second + "'");
            var call = call(visitor("Linh"), second);
            var batch = CompletableFuture.runAsync(() -> testNode.batch().write(List.of(call)));
            awaitLockWait();
            var purge = CompletableFuture
                    .runAsync(() -> run(purge(second)));
            connection.commit();
            batch.join();
            purge.join();
            assertEquals(2, call.result.join().count().views());
        }
        for (var table : List.of("article_counter", "article_view_day", "view_seen")) {
            assertEquals(1, query("select count(*) from " + table), table);
        }
    }

    @Test
    void v14_eight_writers_on_articles_in_any_order_lose_nothing_and_never_deadlock() throws Exception {
        var articles = IntStream.range(0, 20).mapToObj(i -> published("A" + i).getString("id")).toList();
        long deadlocks = query("select deadlocks from pg_stat_database where datname = current_database()");
        var seed = Collections.synchronizedList(new ArrayList<>(IntStream.range(0, 8).boxed().toList()));
        var answered = runConcurrently(8, () -> {
            var random = new Random(seed.remove(0));
            var writer = new TestNode();
            int answers = 0;
            for (int i = 0; i < 60; i++) {
                writer.now = writer.now.plusSeconds(60);
                var calls = IntStream.range(0, 150).mapToObj(n -> call(visitor("Reader " + random.nextInt(60)),
                        articles.get(random.nextInt(articles.size())))).toList();
                assertTrue(writer.batch().write(calls));
                answers += (int) calls.stream().filter(call -> !call.result.isCompletedExceptionally()).count();
            }
            return answers;
        });
        assertEquals(8 * 60 * 150, answered.stream().mapToInt(i -> i).sum());
        assertEquals(query("select sum(views) from article_counter"), query("select sum(views) from article_view_day"));
        assertEquals(8 * 60 * 150, query("select sum(views) from article_counter")
                + query("select sum(calls) from view_drop_day"));
        assertEquals(query("select count(*) from view_seen"), query("select sum(visitor_days) from article_counter"));
        assertEquals(deadlocks, query("select deadlocks from pg_stat_database where datname = current_database()"));
    }

    @Test
    void more_than_thirty_articles_in_a_minute_are_a_flood() throws SQLException {
        var articles = IntStream.range(0, 33).mapToObj(i -> published("F" + i).getString("id")).toList();
        for (var article : articles) {
            testNode.count(call(VISITOR_MAI, article));
            testNode.count(call(VISITOR_MAI, articles.get(0)));
        }
        assertEquals(30, query("select sum(views) from article_counter"));
        assertEquals(3, query("select calls from view_drop_day where reason = 'flood'"));
        testNode.view(NOON.plusSeconds(60), VISITOR_MAI, articles.get(32));
        assertEquals(31, query("select sum(views) from article_counter"));
    }

    /** Returns the statements that delete an article as trashing and purging would. */
    private static String purge(String article) {
        return """
                delete from publication where article_id = '%1$s'; delete from article where id = '%1$s';
                delete from article_identity where id = '%1$s'""".formatted(article);
    }

    private Set<String> ids() throws SQLException {
        var ids = new HashSet<String>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select visitor from view_seen")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** Reads all secrets that are stored in the database. */
    private List<byte[]> secrets() throws SQLException {
        var secrets = new ArrayList<byte[]>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select salt from view_salt union all select convert_to(salt, 'UTF8') from rate_salt
                        union all select hash from api_key""")) {
            while (rows.next()) {
                secrets.add(rows.getBytes(1));
            }
        }
        assertFalse(secrets.isEmpty());
        return secrets;
    }

    private void run(String sql) {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitLockWait() throws Exception {
        while (query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database()") == 0) {
            Thread.sleep(5);
        }
    }
}
