package dev.byline.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void the_first_mail_to_a_new_account_is_an_invitation() throws SQLException {
        patch("site", "*", "{\"title\": \"Night News\"}").then().statusCode(200);
        var root = signedIn("Root", "admin");
        with(root, Map.of("name", "Binh", "email", "binh@example.com", "role", "editor")).post(ADMIN + "/accounts")
                .then().statusCode(201);
        ask("binh@example.com");
        var mail = mails("binh@example.com").get(0);
        assertEquals("Root invites you to Night News", mail.getString("subject"));
        assertTrue(mail.getString("text").contains("Hello Binh"), mail.getString("text"));
        assertTrue(mail.getString("text").contains("Root made an account for you at Night News"),
                mail.getString("text"));
        assertTrue(mail.getString("text").contains("choose a password, then sign in"), mail.getString("text"));
        assertTrue(mail.getString("text").contains("72 hours"), mail.getString("text"));
        reset(token("binh@example.com", "staff-password"), PASSWORD).then().statusCode(204);
        // One such mail is sent in ten minutes.
        execute("update outbox set created_at = created_at - interval '1 hour'");
        ask("binh@example.com");
        assertEquals("A new password for Night News", mails("binh@example.com").get(0).getString("subject"));
    }

    @Test
    void an_invitation_by_a_key_without_an_account_comes_from_the_administrators() throws SQLException {
        sending(Map.of("name", "Chi", "email", "chi@example.com", "role", "author")).post(ADMIN + "/accounts").then()
                .statusCode(201);
        ask("chi@example.com");
        var mail = mails("chi@example.com").get(0);
        assertEquals("You are invited to Byline", mail.getString("subject"));
        assertTrue(mail.getString("text").contains("the administrators of Byline"), mail.getString("text"));
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"], \"defaultLocale\": \"vi\"}").then().statusCode(200);
        execute("update outbox set created_at = created_at - interval '1 hour'");
        ask("chi@example.com");
        assertEquals("Lời mời tham gia Byline", mails("chi@example.com").get(0).getString("subject"));
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
