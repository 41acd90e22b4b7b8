package dev.byline.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.security.PasswordHasher;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** Sign-in, sign-out, sessions and the rate limits against password guessing. */
@QuarkusTest
class SignInTest extends ServiceTest {
    private static final String PASSWORD = "a sentence that only you know";
    private static String hash;

    @Inject
    PasswordHasher passwordHasher;

    @BeforeEach
    void createAccount() throws SQLException {
        hash = hash == null ? passwordHasher.hash(PASSWORD) : hash;
        account("Mai", "editor");
        execute("update account set password_hash = '" + hash + "' where name = 'Mai'");
    }

    @Test
    void whoever_signs_in_works_refreshes_and_signs_out() {
        var tokens = signIn("mai@example.com", PASSWORD).then().statusCode(200)
                .header("Cache-Control", "private, no-store").body("accessToken", startsWith("byline_at_"))
                .body("refreshToken", startsWith("byline_rt_")).body("expiresAt", notNullValue()).extract()
                .jsonPath();
        with(tokens.getString("accessToken")).get(ADMIN + "/articles").then().statusCode(200);
        var next = refresh(tokens.getString("refreshToken")).then().statusCode(200).extract().jsonPath();
        with(next.getString("accessToken")).get(API + "/sessions").then().statusCode(200).body("items", hasSize(1))
                .body("items[0].current", equalTo(true)).header("Cache-Control", "private, no-store");
        with(next.getString("accessToken")).delete(API + "/sessions/current").then().statusCode(204);
        with(next.getString("accessToken")).get(API + "/sessions").then().statusCode(401);
        refresh(next.getString("refreshToken")).then().statusCode(401);
    }

    @Test
    void a_replayed_refresh_token_ends_the_session() {
        var first = signIn("mai@example.com", PASSWORD).jsonPath().getString("refreshToken");
        var second = refresh(first).jsonPath();
        refresh(first).then().statusCode(401);
        with(second.getString("accessToken")).get(ADMIN + "/articles").then().statusCode(401);
        refresh(second.getString("refreshToken")).then().statusCode(401);
    }

    @Test
    void two_who_exchange_one_token_at_once_do_not_both_get_on() throws Exception {
        var token = signIn("mai@example.com", PASSWORD).jsonPath().getString("refreshToken");
        var answers = runConcurrently(4, () -> refresh(token).statusCode());
        assertTrue(answers.stream().filter(status -> status == 200).count() <= 1, answers.toString());
        assertEquals(0, query("select count(*) from session"));
    }

    @Test
    void all_that_is_wrong_gets_the_same_answer() throws SQLException {
        account("Out", "editor");
        execute("update account set password_hash = '" + hash + "', active = false where name = 'Out'");
        account("New", "editor");
        var wrong = signIn("mai@example.com", "not the password").then().statusCode(401).extract();
        for (var other : new Response[]{ signIn("nobody@example.com", PASSWORD), signIn("out@example.com", PASSWORD),
                signIn("new@example.com", PASSWORD), signIn("new@example.com", ""), signIn("", PASSWORD) }) {
            other.then().statusCode(401);
            assertEquals(wrong.path("detail").toString(), other.path("detail"));
            assertEquals(wrong.headers().asList().stream().map(h -> h.getName()).sorted().toList(),
                    other.headers().asList().stream().map(h -> h.getName()).sorted().toList());
        }
        signIn("mai@example.com", "x".repeat(201)).then().statusCode(422);
    }

    @Test
    void sessions_of_others_are_not_there() throws SQLException {
        var mine = signIn("mai@example.com", PASSWORD).jsonPath().getString("accessToken");
        var id = with(mine).get(API + "/sessions").jsonPath().getString("items[0].id");
        var stranger = signedIn("Binh", "admin");
        with(stranger).delete(API + "/sessions/" + id).then().statusCode(404);
        with(stranger).delete(API + "/sessions/nothing").then().statusCode(404);
        var other = signIn("mai@example.com", PASSWORD).jsonPath().getString("accessToken");
        with(other).delete(API + "/sessions/" + id).then().statusCode(204);
        with(mine).get(API + "/sessions").then().statusCode(401);
    }

    @Test
    void whoever_guesses_is_slowed_down_and_locks_nobody_out() throws SQLException {
        rateLimiter.enforce(true);
        execute("insert into known_network (hash, until) select sha256(convert_to('mai@example.com' || chr(10) ||"
                + " '127.0.0.1', 'UTF8')), now() + interval '1 day'");
        for (int i = 0; i < 5; i++) {
            signIn("mai@example.com", "guess number " + i).then().statusCode(401);
        }
        signIn("mai@example.com", "guess number 6").then().statusCode(429).header("Retry-After", notNullValue())
                .header("RateLimit", notNullValue());
        // Somebody else, behind the same address, is not concerned.
        account("An", "author");
        execute("update account set password_hash = '" + hash + "' where name = 'An'");
        signIn("an@example.com", PASSWORD).then().statusCode(200);
    }

    @Test
    void many_places_against_one_email_do_not_shut_out_where_its_owner_is_known() throws SQLException {
        rateLimiter.enforce(true);
        signIn("mai@example.com", PASSWORD).then().statusCode(200);
        execute("insert into rate_use select sha256(convert_to((select salt from rate_salt) || 'sign-in-strangers'"
                + " || chr(10) || 'mai@example.com', 'UTF8')), array[now(), now()], array[1000, 1000],"
                + " now() + interval '1 day' on conflict (key) do update set used = excluded.used");
        signIn("mai@example.com", PASSWORD).then().statusCode(200);
        execute("delete from known_network");
        signIn("mai@example.com", PASSWORD).then().statusCode(429);
    }

    @Test
    void swagger_ui_and_others_sign_in_as_oauth_has_it() {
        var token = form("grant_type=password&username=mai%40example.com&password=a+sentence+that+only+you+know")
                .then().statusCode(200).body("token_type", equalTo("Bearer")).body("expires_in", equalTo(900))
                .extract().jsonPath();
        with(token.getString("access_token")).get(ADMIN + "/articles").then().statusCode(200);
        form("grant_type=refresh_token&refresh_token=" + token.getString("refresh_token")).then().statusCode(200);
        form("grant_type=password&username=mai%40example.com&password=wrong").then().statusCode(401);
        form("grant_type=client_credentials").then().statusCode(422);
        form("grant_type=password&username=a&username=b&password=x").then().statusCode(422);
        form("grant_type=password&username=%00&password=x").then().statusCode(422);
        form("").then().statusCode(415);
        given().contentType(ContentType.JSON).body("{}").post(API + "/sessions/token").then().statusCode(415);
    }

    private static Response signIn(String email, String password) {
        return given().contentType(ContentType.JSON).body(Map.of("email", email, "password", password))
                .post(API + "/sessions");
    }

    private static Response refresh(String token) {
        return given().contentType(ContentType.JSON).body(Map.of("refreshToken", token))
                .post(API + "/sessions/refresh");
    }

    private static Response form(String body) {
        return given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body(body)
                .post(API + "/sessions/token");
    }
}
