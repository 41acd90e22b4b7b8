package dev.byline.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Tests accounts: creation, changes and deletion, and that a caller cannot grant more than the caller has. */
@QuarkusTest
class AccountTest extends ServiceTest {
    private static final String ACCOUNTS = ADMIN + "/accounts";
    private static final String PASSWORD = "a sentence that only you know";

    @Test
    void an_account_is_made_changed_listed_and_deleted() {
        var id = create("Mai Phạm", "Mai.Pham@example.com", "author").then().statusCode(201)
                .header("ETag", "\"1\"").body("hasPassword", equalTo(false)).body("active", equalTo(true))
                .body("email", equalTo("Mai.Pham@example.com")).body("passwordHash", nullValue()).extract()
                .<String>path("id");
        patch("accounts/" + id, "1", "{\"role\": \"editor\"}").then().statusCode(200).body("role", equalTo("editor"))
                .body("version", equalTo(2));
        patch("accounts/" + id, "1", "{\"role\": \"admin\"}").then().statusCode(412);
        patch("accounts/" + id, "2", "{\"role\": \"king\"}").then().statusCode(422);
        for (var wrong : List.of("no address", "mai@here")) {
            // An email that cannot receive mails cannot receive a link for a forgotten password.
            patch("accounts/" + id, "2", "{\"email\": \"" + wrong + "\"}").then().statusCode(422);
        }
        create("An", "an@example.com", "admin").then().statusCode(201);
        staff().get(ACCOUNTS + "?count=exact").then().body("items.name", equalTo(List.of("An", "Mai Phạm")))
                .body("page.total", equalTo(2));
        staff().get(ACCOUNTS + "?sort=-name&size=1").then().body("items[0].name", equalTo("Mai Phạm"));
        staff().header("If-Match", "2").delete(ACCOUNTS + "/" + id).then().statusCode(204);
        staff().get(ACCOUNTS + "/" + id).then().statusCode(404);
        staff().get(ACCOUNTS + "/nobody").then().statusCode(404);
    }

    @Test
    void an_email_belongs_to_one_account_however_it_is_written() {
        create("Mai", "mai@example.com", "author").then().statusCode(201);
        create("Other", " MAI@Example.com ", "author").then().statusCode(409)
                .body("detail", containsString("has the email"));
    }

    @Test
    void articles_of_a_deleted_account_stay() throws SQLException {
        var token = signedIn("An", "author");
        var article = with(token, Map.of("title", "Mine")).post(ADMIN + "/articles").then().statusCode(201).extract()
                .<String>path("id");
        staff().header("If-Match", "*").delete(ACCOUNTS + "/" + account("An", "author")).then().statusCode(204);
        with(token).get(ADMIN + "/articles").then().statusCode(401);
        staff().get(ADMIN + "/articles/" + article).then().statusCode(200);
    }

    @Test
    void whoever_is_deactivated_has_neither_sessions_nor_keys_until_they_are_active_again() throws SQLException {
        var token = signedIn("An", "editor");
        var key = with(token, Map.of("name", "Script")).post(ADMIN + "/api-keys").then().statusCode(201).extract()
                .<String>path("key");
        patch("accounts/" + account("An", "editor"), "*", "{\"active\": false}").then().statusCode(200);
        with(token).get(ADMIN + "/articles").then().statusCode(401);
        with(key).get(ADMIN + "/articles").then().statusCode(401);
        patch("accounts/" + account("An", "editor"), "*", "{\"active\": true}").then().statusCode(200);
        with(token).get(ADMIN + "/articles").then().statusCode(401);
        with(key).get(ADMIN + "/articles").then().statusCode(200);
    }

    @Test
    void a_role_counts_at_once_for_sessions_and_keys() throws SQLException {
        var token = signedIn("An", "editor");
        with(token, Map.of("name", "News")).post(ADMIN + "/categories").then().statusCode(201);
        patch("accounts/" + account("An", "editor"), "*", "{\"role\": \"author\"}").then().statusCode(200);
        with(token, Map.of("name", "More")).post(ADMIN + "/categories").then().statusCode(403);
    }

    @Test
    void the_last_admin_stays_also_when_two_leave_at_once() throws Exception {
        var first = account("An", "admin");
        var second = account("Binh", "admin");
        var answers = runConcurrently(2, new java.util.concurrent.Callable<Integer>() {
            private final java.util.concurrent.atomic.AtomicInteger turn = new java.util.concurrent.atomic.AtomicInteger();

            @Override
            public Integer call() {
                var id = turn.getAndIncrement() == 0 ? first : second;
                return patch("accounts/" + id, "*", "{\"role\": \"editor\"}").statusCode();
            }
        });
        assertEquals(List.of(200, 409), answers.stream().sorted().toList());
        assertEquals(1, query("select count(*) from account where role = 'admin'"));
        var last = query("select count(*) from account where role = 'admin' and id = '" + first + "'") == 1
                ? first
                : second;
        staff().header("If-Match", "*").delete(ACCOUNTS + "/" + last).then().statusCode(409);
        patch("accounts/" + last, "*", "{\"active\": false}").then().statusCode(409);
        patch("accounts/" + last, "*", "{\"name\": \"Still here\"}").then().statusCode(200);
    }

    @Test
    void a_profile_is_ones_own_and_has_no_role_to_set() throws SQLException {
        var token = signedIn("An", "author");
        with(token).get(ACCOUNTS + "/me").then().statusCode(200).body("name", equalTo("An"))
                .body("role", equalTo("author"));
        merge(token, "{\"name\": \"An Tran\"}").then().statusCode(200).body("name", equalTo("An Tran"));
        merge(token, "{\"role\": \"admin\"}").then().statusCode(422);
        merge(token, "{\"email\": \"other@example.com\"}").then().statusCode(422);
    }

    @Test
    void a_key_without_an_account_says_what_it_is_and_has_nothing_to_change() throws SQLException {
        var token = signedIn("An", "author");
        with(token).get(ACCOUNTS + "/me").then().statusCode(200).header("ETag", "\"1\"")
                .body("kind", equalTo("account")).body("id", equalTo(account("An", "author").toString()))
                .body("scopes", equalTo(List.of("articles:read", "articles:write", "media:write", "own")));
        staff().get(ACCOUNTS + "/me").then().statusCode(200).header("ETag", nullValue())
                .body("kind", equalTo("environment")).body("name", equalTo("environment"))
                .body("role", equalTo("admin")).body("scopes", hasItem("accounts:manage")).body("id", nullValue())
                .body("email", nullValue()).body("hasPassword", nullValue());
        with(editorKey).get(ACCOUNTS + "/me").then().statusCode(200).body("kind", equalTo("key"))
                .body("name", equalTo("editor")).body("role", equalTo("editor"));
        merge(ADMIN_KEY, "{\"name\": \"Root\"}").then().statusCode(409)
                .body("detail", containsString("BYLINE_ADMIN_KEY belongs to no account"));
        password(ADMIN_KEY, Map.of("password", PASSWORD)).then().statusCode(409)
                .body("detail", containsString("no password to change"));
        merge(editorKey, "{\"name\": \"Root\"}").then().statusCode(409)
                .body("detail", containsString("This API key belongs to no account"));
    }

    @Test
    void a_password_is_changed_by_whoever_knows_it_and_ends_all_sessions() throws SQLException {
        var token = signedIn("An", "author");
        password(token, Map.of("password", "too short")).then().statusCode(422);
        password(token, Map.of("password", "aaaaaaaaaaaaaaaa")).then().statusCode(422);
        password(token, Map.of("password", PASSWORD)).then().statusCode(204);
        with(token).get(ACCOUNTS + "/me").then().statusCode(401);
        token = signedIn("An", "author");
        password(token, Map.of("password", "another sentence, as long")).then().statusCode(422)
                .body("violations[0].field", equalTo("/current"));
        password(token, Map.of("current", PASSWORD, "password", "another sentence, as long")).then().statusCode(204);
        signIn("An@example.com", PASSWORD).then().statusCode(401);
        signIn("an@EXAMPLE.com", "another sentence, as long").then().statusCode(200);
    }

    @Test
    void a_password_of_an_account_that_is_deleted_meanwhile_is_not_found() throws Exception {
        var token = signedIn("An", "author");
        try (var deletion = database.getConnection(); var statement = deletion.createStatement()) {
            deletion.setAutoCommit(false);
            statement.execute("delete from account where email_norm = 'an@example.com'");
            var answer = CompletableFuture.supplyAsync(() -> password(token, Map.of("password", PASSWORD)));
            while (query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and datname = current_database()") == 0) {
                assertFalse(answer.isDone(), "the change did not wait");
                Thread.onSpinWait();
            }
            deletion.commit();
            answer.get().then().statusCode(404);
        }
    }

    @Test
    void whoever_may_less_does_not_make_or_touch_those_who_may_more() throws SQLException {
        var admin = account("Root", "admin");
        execute("insert into api_key (id, name, role, scopes, hash, created_at) values (gen_random_uuid(), 'narrow',"
                + " 'admin', array['accounts:manage', 'own'], sha256('byline_narrow'), now())");
        with("byline_narrow", Map.of("name", "Me", "email", "me@example.com", "role", "admin")).post(ACCOUNTS).then()
                .statusCode(403).body("detail", containsString("articles:publish"));
        given().header("Authorization", "Bearer byline_narrow").header("If-Match", "*")
                .contentType("application/merge-patch+json; charset=UTF-8").body("{\"email\": \"me@example.com\"}")
                .patch(ACCOUNTS + "/" + admin).then().statusCode(403);
        given().header("Authorization", "Bearer byline_narrow").header("If-Match", "*").delete(ACCOUNTS + "/" + admin)
                .then().statusCode(403);
        with("byline_narrow", Map.of("name", "All")).post(ADMIN + "/api-keys").then().statusCode(403);
        with("byline_narrow").get(ACCOUNTS).then().statusCode(200).body("items.name", not(nullValue()));
    }

    private static Response create(String name, String email, String role) {
        return sending(Map.of("name", name, "email", email, "role", role)).post(ACCOUNTS);
    }

    private static Response merge(String token, String patch) {
        return with(token).header("If-Match", "*").contentType("application/merge-patch+json; charset=UTF-8")
                .body(patch).patch(ACCOUNTS + "/me");
    }

    private static Response password(String token, Map<String, String> change) {
        return with(token, change).put(ACCOUNTS + "/me/password");
    }

    private static Response signIn(String email, String password) {
        return given().contentType(ContentType.JSON).body(Map.of("email", email, "password", password))
                .post(API + "/sessions");
    }
}
