package dev.byline.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.mail.MailTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;

/** Tests links to choose a password by mail, for a forgotten password and for a first one. */
@QuarkusTest
class PasswordLinkServiceTest extends MailTestBase {
    private static final String PASSWORD = "a sentence that only you know";

    @Test
    void a_link_in_a_mail_sets_a_password_once_and_ends_all_sessions() throws SQLException {
        var session = signedIn("An", "editor");
        ask("AN@example.com").then().statusCode(204);
        var token = token("An@example.com", "staff-password");
        reset(token, "short").then().statusCode(422);
        with(session).get(ADMIN + "/articles").then().statusCode(200);
        reset(token, PASSWORD).then().statusCode(204);
        with(session).get(ADMIN + "/articles").then().statusCode(401);
        signIn(PASSWORD).then().statusCode(200);
        // The link works once: a second use does not change the password.
        reset(token, "another sentence, as long").then().statusCode(410);
        signIn("another sentence, as long").then().statusCode(401);
        reset("no-token", PASSWORD).then().statusCode(400);
    }

    @Test
    void the_page_behind_the_link_does_nothing_until_its_button_is_pressed() throws SQLException {
        account("An", "editor");
        ask("an@example.com");
        var token = token("An@example.com", "staff-password");
        given().get("/pages/staff-password?locale=en&token=" + token).then().statusCode(200)
                .body(containsString("password"));
        assertEquals(1, query("select count(*) from account where password_hash is null"));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .body("token=" + token + "&password=short")
                .post("/pages/staff-password?locale=en").then().statusCode(422);
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .body("token=" + token + "&password=" + PASSWORD.replace(' ', '+'))
                .post("/pages/staff-password?locale=en").then().statusCode(200);
        signIn(PASSWORD).then().statusCode(200);
    }

    @Test
    void nobody_learns_who_has_an_account_and_nobody_inactive_gets_a_mail() throws SQLException {
        account("An", "editor");
        execute("update account set active = false");
        for (var email : new String[]{ "an@example.com", "nobody@example.com" }) {
            ask(email).then().statusCode(204);
        }
        awaitMailsSent();
        assertEquals(0, query("select count(*) from mailbox_message"));
    }

    @Test
    void what_a_provider_calls_an_email_may_be_none() throws SQLException {
        account("An", "editor");
        execute("update account set email = 'an@here', email_norm = 'an@here'");
        ask("no address").then().statusCode(422);
        ask("an@here").then().statusCode(422).body("detail", containsString("/email"));
    }

    @Test
    void a_token_ends() throws SQLException {
        account("An", "editor");
        ask("an@example.com");
        var token = token("An@example.com", "staff-password");
        execute("update link_token set expires_at = now() - interval '1 second'");
        reset(token, PASSWORD).then().statusCode(410);
        signIn(PASSWORD).then().statusCode(401);
    }

    private static Response ask(String email) {
        return post("/accounts/password-links", Map.of("email", email));
    }

    private static Response reset(String token, String password) {
        return post("/accounts/password", Map.of("token", token, "password", password));
    }

    private static Response signIn(String password) {
        return post("/sessions", Map.of("email", "an@example.com", "password", password));
    }

    private static Response post(String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON).body(body).post(API + path);
    }
}
