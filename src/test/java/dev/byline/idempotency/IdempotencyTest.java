package dev.byline.idempotency;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/** Checks that a repeated creation with an {@code Idempotency-Key} happens once. */
@QuarkusTest
class IdempotencyTest extends ServiceTest {
    @Inject
    IdempotentResponseStore responses;

    @Test
    void the_same_request_with_the_same_key_gets_the_first_answer_and_creates_nothing_again() throws Exception {
        var key = key();
        var first = create(key, "Once").then().statusCode(201).header("Idempotent-Replayed", nullValue()).extract();
        patch("articles/" + first.path("id"), "*", "{\"title\": \"Changed since\"}").then().statusCode(200);
        var second = create(key, "Once").then().statusCode(201).header("Idempotent-Replayed", "true")
                .contentType("application/json").extract();
        assertEquals(first.body().jsonPath().getMap("$"), second.body().jsonPath().getMap("$"));
        for (var header : List.of("Location", "ETag")) {
            assertEquals(first.header(header), second.header(header));
        }
        assertEquals(1, query("select count(*) from article"));
    }

    @Test
    void another_body_is_refused_and_another_key_route_or_caller_is_another_request() throws Exception {
        var key = key();
        create(key, "One").then().statusCode(201);
        create(key, "Two").then().statusCode(422).body("type",
                equalTo("urn:byline:problem:idempotency-key-reused"));
        create(key(), "One").then().statusCode(201);
        keyed(staff(), key).body(Map.of("name", "One")).post(ADMIN + "/tags").then().statusCode(201);
        keyed(given().header("Authorization", "Bearer " + editorKey), key).body(Map.of("title", "One"))
                .post(ADMIN + "/articles").then().statusCode(201);
        keyed(staff(), key).body(Map.of("title", "One")).post(ADMIN + "/articles?takeOverSlug=false").then()
                .statusCode(201);
        assertEquals(4, query("select count(*) from article"));
    }

    @Test
    void of_many_at_once_one_creates_and_the_others_wait_or_get_its_answer() throws Exception {
        for (int round = 0; round < 5; round++) {
            var key = key();
            var title = "Race " + round;
            var answers = runConcurrently(20, () -> create(key, title));
            var ids = new HashSet<String>();
            for (var answer : answers) {
                assertTrue(answer.statusCode() == 201 || answer.statusCode() == 409, answer.asString());
                if (answer.statusCode() == 201) {
                    ids.add(answer.path("id"));
                } else {
                    answer.then().body("type", equalTo("urn:byline:problem:still-running")).header("Retry-After", "1");
                }
            }
            assertEquals(1, ids.size());
            assertEquals(round + 1, query("select count(*) from article"));
            create(key, title).then().statusCode(201).body("id", equalTo(ids.iterator().next()));
        }
    }

    @Test
    void what_fails_is_not_kept_and_fails_alike_with_and_without_a_key() throws Exception {
        draft(Map.of("title", "Holder", "slug", "taken"));
        var key = key();
        for (int i = 0; i < 2; i++) {
            keyed(staff(), key).body(Map.of("title", "T", "slug", "taken")).post(ADMIN + "/articles").then()
                    .statusCode(409).body("type", equalTo("urn:byline:problem:slug-taken"));
        }
        keyed(staff(), key).body("{\"title\": 3}").post(ADMIN + "/articles").then().statusCode(422)
                .body("violations[0].field", equalTo("/title"));
        keyed(staff(), key).body(Map.of("title", "T", "authors", List.of("nobody"))).post(ADMIN + "/articles").then()
                .statusCode(422).body("violations[0].field", equalTo("/authors/0"));
        keyed(given(), key).body(Map.of("title", "T")).post(ADMIN + "/articles").then().statusCode(401);
        create(key, "Free").then().statusCode(201);
        assertEquals(1, query("select count(*) from idempotent_answer"));
    }

    @Test
    void a_key_counts_for_a_day() throws Exception {
        var key = key();
        var first = create(key, "Old").path("id");
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("update idempotent_answer set created_at = created_at - interval '23 hours 59 minutes'");
            create(key, "Old").then().body("id", equalTo(first));
            statement.execute("update idempotent_answer set created_at = created_at - interval '2 minutes'");
        }
        var second = create(key, "Old").then().statusCode(201).extract().path("id");
        assertNotEquals(first, second);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("insert into idempotent_answer (scope, body_hash, status, body, created_at)"
                    + " select decode(lpad(to_hex(n), 16, '0'), 'hex'), '', 201, '{}', now() - interval '2 days'"
                    + " from generate_series(1, 15) n");
        }
        responses.deleteExpired();
        assertEquals(1, query("select count(*) from idempotent_answer"));
    }

    @Test
    void a_key_that_is_none_is_named() {
        for (var wrong : List.of("ä", "a b", "x".repeat(256))) {
            create(wrong, "T").then().statusCode(400).body("violations[0].field", equalTo("Idempotency-Key"))
                    .body("violations[0].in", equalTo("header"));
        }
        keyed(staff(), "a").header("Idempotency-Key", "b").body(Map.of("title", "T")).post(ADMIN + "/articles").then()
                .statusCode(400);
        create("x".repeat(255), "T").then().statusCode(201);
    }

    @Test
    void guests_comment_once_and_verbs_without_a_body_count_too() throws Exception {
        var id = published("Discussed").getString("id");
        var key = key();
        for (int i = 0; i < 2; i++) {
            keyed(given(), key).body(Map.of("body", "Hello", "author", Map.of("name", "Mai")))
                    .post(API + "/articles/discussed/comments").then().statusCode(202);
            staff().header("Idempotency-Key", key).post(ADMIN + "/articles/" + id + "/duplicate").then()
                    .statusCode(201).body("slug", equalTo("discussed-2"));
        }
        assertEquals(1, query("select count(*) from comment"));
        assertEquals(2, query("select count(*) from article"));
        given().header("Origin", "https://blog.example").header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "idempotency-key").options(API + "/articles/x/comments")
                .then().statusCode(204).header("Access-Control-Allow-Headers", containsString("Idempotency-Key"));
    }

    @Test
    void a_secret_is_shown_once() throws Exception {
        var id = draft("Secret").getString("id");
        var key = key();
        var path = ADMIN + "/articles/" + id + "/previews";
        var token = staff().header("Idempotency-Key", key).post(path).then().statusCode(201).extract().path("token");
        staff().header("Idempotency-Key", key).post(path).then().statusCode(201).body("token", nullValue())
                .body("path", nullValue());
        assertEquals(0, query("select count(*) from idempotent_answer where position('" + token + "' in body) > 0"));
    }

    @Test
    void the_contract_says_for_how_long_a_key_is_valid() {
        get("/q/openapi?format=json").then().body(containsString(
                "same key within " + IdempotentResponseStore.RETENTION_HOURS + " hours"));
    }

    private static Response create(String key, String title) {
        return keyed(staff(), key).body(Map.of("title", title)).post(ADMIN + "/articles");
    }

    private static RequestSpecification keyed(RequestSpecification request, String key) {
        return request.header("Idempotency-Key", key).contentType(ContentType.JSON);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
