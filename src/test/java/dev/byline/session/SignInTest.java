package dev.byline.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
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
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
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
    }

    @Test
    void the_token_endpoint_rejects_as_oauth_has_it() throws SQLException {
        account("Out", "editor");
        execute("update account set password_hash = '" + hash + "', active = false where name = 'Out'");
        for (var wrong : new String[]{ "username=mai%40example.com&password=wrong",
                "username=nobody%40example.com&password=wrong", "username=out%40example.com&password=" + PASSWORD,
                "username=&password=", "username=mai%40example.com&password=" + "x".repeat(201) }) {
            assertRejected(form("grant_type=password&" + wrong), "invalid_grant",
                    "The email or the password is wrong, or the account cannot sign in.");
        }
        var used = signIn("mai@example.com", PASSWORD).jsonPath().getString("refreshToken");
        refresh(used).then().statusCode(200);
        var expired = signIn("mai@example.com", PASSWORD).jsonPath().getString("refreshToken");
        execute("update session set refresh_until = now() - interval '1 second'");
        for (var token : new String[]{ used, expired, "byline_rt_unknown", "", "x".repeat(5000) }) {
            assertRejected(form("grant_type=refresh_token&refresh_token=" + token), "invalid_grant",
                    "The refresh token is invalid or has expired. Sign in again.");
        }
        assertRejected(form("grant_type=client_credentials"), "unsupported_grant_type",
                "The grant_type must be password or refresh_token.");
    }

    @Test
    void the_token_endpoint_explains_a_malformed_form() {
        var malformed = Map.of("grant_type=password&username=a&username=b&password=x",
                "The form must contain username exactly once.", "username=a&password=x",
                "The form must contain grant_type exactly once.", "grant_type=refresh_token",
                "The form must contain refresh_token exactly once.", "grant_type=password&username=%00&password=x",
                "The field username contains a NUL character.", "grant_type=password&username=%zz&password=x",
                "The form contains a percent sign that two hexadecimal digits do not follow.");
        malformed.forEach((body, description) -> assertRejected(form(body), "invalid_request", description));
        var needsForm = "Send a form with Content-Type: application/x-www-form-urlencoded.";
        assertRejected(form(""), "invalid_request", needsForm);
        for (var other : new String[]{ "application/json", "text/plain; charset=UTF-8", "multipart/form-data" }) {
            assertRejected(given().config(RestAssured.config().encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                    .contentType(other).body("{}").post(API + "/sessions/token"), "invalid_request", needsForm);
        }
        assertRejected(given().contentType("application/x-www-form-urlencoded; charset=ISO-8859-1").body("a=b")
                .post(API + "/sessions/token"), "invalid_request", "UTF-8");
        assertRejected(given().config(RestAssured.config().encoderConfig(EncoderConfig.encoderConfig()
                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.BINARY)))
                .contentType("application/x-www-form-urlencoded").body(new byte[]{ (byte) 0xff })
                .post(API + "/sessions/token"), "invalid_request", "UTF-8");
        assertRejected(given().contentType("application/x-www-form-urlencoded").body("grant_type=password")
                .queryParam("größe", "\"").post(API + "/sessions/token"), "invalid_request", "gr??");
    }

    @Test
    void the_token_endpoint_keeps_problems_that_are_not_about_the_grant() throws SQLException {
        form("grant_type=password&username=" + "x".repeat(9000)).then().statusCode(413)
                .contentType("application/problem+json");
        given().get(API + "/sessions/token").then().statusCode(405).header("Allow", containsString("POST"));
        rateLimiter.enforce(true);
        for (int i = 0; i < 5; i++) {
            form("grant_type=password&username=mai%40example.com&password=guess").then().statusCode(400);
        }
        form("grant_type=password&username=mai%40example.com&password=guess").then().statusCode(429)
                .contentType("application/problem+json").header("Retry-After", notNullValue())
                .header("Cache-Control", containsString("no-store")).body("detail", containsString("Try again in"));
    }

    private static void assertRejected(Response response, String error, String description) {
        response.then().statusCode(400).contentType("application/json").header("Cache-Control", "private, no-store")
                .header("Pragma", "no-cache").body("error", equalTo(error))
                .body("error_description", containsString(description)).body("size()", equalTo(2));
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
