package dev.byline.limit;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** Checks that requests of one kind neither block each other nor take the database from requests of other kinds. */
@QuarkusTest
class ShareTest extends ServiceTest {
    @Inject
    ShareFilter shares;

    @Test
    void many_comments_at_once_are_all_accepted_and_reads_beside_them_answer() throws Exception {
        published("Popular");
        var clients = Executors.newFixedThreadPool(80);
        try {
            var comments = new ArrayList<Future<Response>>();
            for (int i = 0; i < 64; i++) {
                int number = i;
                comments.add(clients.submit(() -> comment("Text " + number)));
            }
            var reads = new ArrayList<Future<Response>>();
            for (int i = 0; i < 16; i++) {
                int number = i;
                reads.add(clients.submit(() -> get(API + "/articles?size=" + (number + 1))));
            }
            for (var comment : comments) {
                assertTrue(isAccepted(comment.get(1, TimeUnit.MINUTES)));
            }
            for (var read : reads) {
                assertEquals(200, read.get(1, TimeUnit.MINUTES).statusCode());
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void a_full_queue_rejects_at_once_and_leaves_the_other_shares_alone() throws Exception {
        published("Popular");
        int requests = Share.WRITES.concurrentRequests + Share.WRITES.maxWaiting + 10;
        var clients = Executors.newFixedThreadPool(requests);
        var answers = new ArrayList<Future<Response>>();
        try (var blocker = database.getConnection()) {
            lockAllArticles(blocker);
            for (int i = 0; i < requests; i++) {
                int number = i;
                answers.add(clients.submit(() -> commentUnlessLocked("Text " + number)));
            }
            var first = firstDone(answers);
            assertEquals(503, first.statusCode());
            assertEquals("1", first.header("Retry-After"));
            assertEquals("urn:byline:problem:unavailable", first.jsonPath().getString("type"));
            get(API + "/articles?size=7").then().statusCode(200);
            given().contentType(ContentType.JSON).body(Map.of("email", "mai@example.com", "password", "wrong password"))
                    .post(API + "/sessions").then().statusCode(401);
            blocker.rollback();
        } finally {
            clients.shutdown();
        }
        int accepted = 0;
        for (var answer : answers) {
            var response = answer.get(1, TimeUnit.MINUTES);
            assertTrue(isAccepted(response) || response.statusCode() == 503, response::asString);
            accepted += isAccepted(response) ? 1 : 0;
        }
        assertTrue(accepted > 0);
        assertEquals(accepted, query("select count(*) from comment"));
        assertEquals(0, shares.countRunningLongerThan(Duration.ZERO));
    }

    @Test
    void a_write_that_waits_too_long_for_a_lock_is_a_503_and_changes_nothing() throws Exception {
        published("Popular");
        try (var blocker = database.getConnection()) {
            lockAllArticles(blocker);
            comment("Too late").then().statusCode(503).header("Retry-After", equalTo("2"));
            blocker.rollback();
        }
        assertEquals(0, query("select count(*) from comment"));
        assertTrue(isAccepted(comment("In time")));
    }

    @Test
    void a_transaction_that_conflicts_with_others_is_repeated() throws Exception {
        for (var trigger : List.of("create trigger fail before insert on tag for each row execute function fail()",
                // Fails the commit, whose reason the transaction manager only attaches to its exception.
                "create constraint trigger fail after insert on tag deferrable initially deferred"
                        + " for each row execute function fail()")) {
            execute("create sequence attempts");
            execute("""
                    create function fail() returns trigger language plpgsql as $$ begin
                        if nextval('attempts') = 1 then raise exception 'conflict' using errcode = '40001'; end if;
                        return new;
                    end $$""");
            execute(trigger);
            try {
                with(ADMIN_KEY, Map.of("name", "Once")).post(ADMIN + "/tags").then().statusCode(201);
                execute("alter sequence attempts restart");
                with(ADMIN_KEY, Map.of("name", "Keyed")).header("Idempotency-Key", "k-1").post(ADMIN + "/tags").then()
                        .statusCode(201);
                assertEquals(2, query("select count(*) from tag"));
                assertEquals(2, query("select last_value from attempts"));
            } finally {
                execute("drop trigger fail on tag");
                execute("drop function fail");
                execute("drop sequence attempts");
                execute("delete from tag");
                execute("delete from idempotent_answer");
            }
        }
    }

    @Test
    void a_commit_that_the_database_does_not_confirm_is_a_503() throws Exception {
        // The second state is that of a server that takes no writes, because another one became the leader.
        for (var state : List.of("08006", "25006")) {
            execute("""
                    create function fail() returns trigger language plpgsql as $$ begin
                        raise exception 'connection lost' using errcode = '%s';
                    end $$""".formatted(state));
            execute("create constraint trigger fail after insert on tag deferrable initially deferred"
                    + " for each row execute function fail()");
            try {
                with(ADMIN_KEY, Map.of("name", "Lost")).post(ADMIN + "/tags").then().statusCode(503)
                        .header("Retry-After", equalTo("2"));
                with(ADMIN_KEY, Map.of("name", "Lost")).header("Idempotency-Key", "k-1").post(ADMIN + "/tags").then()
                        .statusCode(503).header("Retry-After", equalTo("2"));
            } finally {
                execute("drop trigger fail on tag");
                execute("drop function fail");
            }
        }
        assertEquals(0, query("select count(*) from tag"));
    }

    @Test
    void a_write_whose_statement_is_canceled_is_a_503_and_not_a_fault_of_its_filters() throws Exception {
        execute("""
                create function cancel() returns trigger language plpgsql as $$ begin
                    raise exception 'canceled' using errcode = '57014';
                end $$""");
        execute("create trigger cancel before insert on tag for each row execute function cancel()");
        try {
            with(ADMIN_KEY, Map.of("name", "Slow")).post(ADMIN + "/tags").then().statusCode(503)
                    .header("Retry-After", equalTo("2"));
        } finally {
            execute("drop trigger cancel on tag");
            execute("drop function cancel");
        }
    }

    private static void lockAllArticles(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("select 1 from article_counter for update");
            statement.execute("select 1 from article_identity for update");
        }
    }

    private static Response firstDone(List<Future<Response>> answers) throws Exception {
        while (true) {
            for (var answer : answers) {
                if (answer.isDone()) {
                    return answer.get();
                }
            }
            Thread.onSpinWait();
        }
    }

    /** 202: a moderator decides. */
    private static boolean isAccepted(Response response) {
        return response.statusCode() == 201 || response.statusCode() == 202;
    }

    /** Sends a comment again while its article is locked: on a slow machine locks time out before the queue is full. */
    private static Response commentUnlessLocked(String text) {
        var response = comment(text);
        return "2".equals(response.header("Retry-After")) ? commentUnlessLocked(text) : response;
    }

    private static Response comment(String text) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("body", text, "author", Map.of("name", "Mai", "email", "mai@example.com")))
                .post(API + "/articles/popular/comments");
    }
}
