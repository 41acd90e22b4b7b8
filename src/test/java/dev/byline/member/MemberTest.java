package dev.byline.member;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.job.ScheduledJobs;
import dev.byline.mail.MailTestBase;
import dev.byline.security.CredentialStore;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/** Member accounts: sign-up, verification by mail, links, changes, export and erasure. */
@QuarkusTest
class MemberTest extends MailTestBase {
    private static final String MEMBERS = API + "/members";
    private static final String EMAIL = "mai@example.com";
    private static final String PASSWORD = "a sentence that nobody knows";

    @Inject
    @All
    List<CredentialStore> credentials;
    @Inject
    ScheduledJobs scheduledJobs;

    private static Response post(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(MEMBERS + path);
    }

    private static Response signUp(String name, String email, String password) {
        return post("", Map.of("name", name, "email", email, "password", password));
    }

    /** Signs up, proves the address and signs in by a link. */
    private RequestSpecification signUpAndSignIn(String email) throws Exception {
        signUp("Mai", email, PASSWORD).then().statusCode(202);
        post("/verify", Map.of("token", token(email, "verify-email"))).then().statusCode(200);
        return signedIn(email);
    }

    private RequestSpecification signedIn(String email) throws Exception {
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        post("/sign-in-links", Map.of("email", email)).then().statusCode(202);
        var token = post("/sign-in", Map.of("token", token(email, "sign-in"))).then().statusCode(200).extract()
                .jsonPath().getString("accessToken");
        return given().header("Authorization", "Bearer " + token);
    }

    private boolean canSignIn(String email, String password) {
        return credentials.stream().flatMap(of -> of.findByEmail(email).stream())
                .anyMatch(storedCredentials -> storedCredentials.canSignIn()
                        && passwordHasher.matches(password, storedCredentials.passwordHash()));
    }

    @Inject
    dev.byline.security.PasswordHasher passwordHasher;

    @Test
    void an_account_exists_when_its_address_is_proved() throws Exception {
        signUp("  Mai   Anh ", "Mai@Example.com", PASSWORD).then().statusCode(202).body("message", notNullValue());
        var token = token(EMAIL, "verify-email");
        assertFalse(canSignIn(EMAIL, PASSWORD));
        get("/pages/verify-email?locale=en&token=" + token).then().statusCode(200).body(containsString(token));
        assertFalse(canSignIn(EMAIL, PASSWORD));
        post("/verify", Map.of("token", token)).then().statusCode(200);
        post("/verify", Map.of("token", token)).then().statusCode(200);
        assertTrue(canSignIn("MAI@example.com", PASSWORD));
        assertFalse(canSignIn(EMAIL, "another sentence"));
        signedIn(EMAIL).get(MEMBERS + "/me").then().statusCode(200).header("ETag", notNullValue())
                .header("Cache-Control", "private, no-store").body("name", equalTo("Mai Anh"))
                .body("email", equalTo("Mai@example.com")).body("hasPassword", equalTo(true))
                .body("passwordHash", nullValue());
        assertEquals(0, countRowsContaining(PASSWORD));
    }

    @Test
    void an_answer_never_tells_whether_an_address_is_known() throws Exception {
        signUpAndSignIn(EMAIL);
        var answers = new HashSet<String>();
        for (var email : List.of(EMAIL, "new@example.com")) {
            answers.add(signUp("Mai", email, PASSWORD).then().statusCode(202).extract().asString());
            answers.add(post("/sign-in-links", Map.of("email", email)).then().statusCode(202).extract().asString());
            answers.add(post("/password-links", Map.of("email", email)).then().statusCode(202).extract().asString());
        }
        assertEquals(1, answers.size());
        assertTrue(mails(EMAIL).stream().anyMatch(m -> m.getString("subject").startsWith("You have an account")));
        assertEquals(1, mails("new@example.com").size());
        assertEquals(0, mails("never@example.com").size());
        assertEquals(2, query("select count(*) from member"));
    }

    @Test
    void whoever_signs_up_anothers_address_gets_nothing_by_it() throws Exception {
        signUp("Eve", EMAIL, "the password of somebody else").then().statusCode(202);
        var evil = token(EMAIL, "verify-email");
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        signUp("Mai", EMAIL, PASSWORD).then().statusCode(202);
        post("/verify", Map.of("token", token(EMAIL, "verify-email"))).then().statusCode(200);
        assertTrue(canSignIn(EMAIL, PASSWORD));
        assertFalse(canSignIn(EMAIL, "the password of somebody else"));
        // What was asked for before is not done any more.
        post("/verify", Map.of("token", evil)).then().statusCode(200);
        assertTrue(canSignIn(EMAIL, PASSWORD));
        assertFalse(canSignIn(EMAIL, "the password of somebody else"));
    }

    @Test
    void a_link_signs_in_once() throws Exception {
        signUpAndSignIn(EMAIL);
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        post("/sign-in-links", Map.of("email", EMAIL)).then().statusCode(202);
        var token = token(EMAIL, "sign-in");
        var statuses = new java.util.ArrayList<>(
                runConcurrently(5, () -> post("/sign-in", Map.of("token", token)).statusCode()));
        statuses.sort(null);
        assertEquals(List.of(200, 410, 410, 410, 410), statuses);
        post("/sign-in", Map.of("token", "x")).then().statusCode(400);
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        post("/sign-in-links", Map.of("email", EMAIL)).then().statusCode(202);
        var late = token(EMAIL, "sign-in");
        execute("update link_token set expires_at = now() - interval '1 second'");
        post("/sign-in", Map.of("token", late)).then().statusCode(410);
        post("/verify", Map.of("token", late)).then().statusCode(400);
        // The built-in page leads to the page of readers, and never signs in itself.
        execute("update link_token set expires_at = now() + interval '1 hour'");
        given().queryParam("token", late).get("/pages/sign-in?locale=en").then().statusCode(200)
                .body(containsString("href=\"../read/sign-in#token=" + late + "\""), not(containsString("<form")));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", late)
                .post("/pages/sign-in?locale=en").then().statusCode(404).body(not(containsString("byline_at_")));
        post("/sign-in", Map.of("token", late)).then().statusCode(200);
    }

    @Test
    void a_member_opens_nothing_editorial() throws Exception {
        var mai = signUpAndSignIn(EMAIL);
        for (var path : List.of("/articles", "/subscribers", "/mailbox", "/site")) {
            given().spec(mai).get(ADMIN + path).then().statusCode(403);
        }
        get(MEMBERS + "/me").then().statusCode(401);
        staff().get(MEMBERS + "/me").then().statusCode(403);
    }

    @Test
    void a_new_address_counts_when_it_is_proved() throws Exception {
        var mai = signUpAndSignIn(EMAIL);
        given().spec(mai).contentType("application/merge-patch+json; charset=UTF-8").body("{\"name\": \"Mai\"}")
                .patch(MEMBERS + "/me")
                .then().statusCode(428);
        given().spec(mai).header("If-Match", "\"99\"").contentType("application/merge-patch+json; charset=UTF-8")
                .body("{\"name\": \"Mai\"}").patch(MEMBERS + "/me").then().statusCode(412);
        var change = given().spec(mai).header("If-Match", "*")
                .contentType("application/merge-patch+json; charset=UTF-8");
        given().spec(change).body("{\"email\": \"new@example.com\", \"locale\": \"vi\"}").patch(MEMBERS + "/me").then()
                .statusCode(200).body("email", equalTo(EMAIL)).body("locale", equalTo("vi"));
        for (var field : List.of("id", "verifiedAt", "version", "hasPassword", "role")) {
            given().spec(change).body("{\"" + field + "\": \"x\"}").patch(MEMBERS + "/me").then().statusCode(422);
        }
        post("/email", Map.of("token", token("new@example.com", "change-email"))).then().statusCode(200);
        given().spec(mai).get(MEMBERS + "/me").then().body("email", equalTo("new@example.com"));
        assertTrue(mails(EMAIL).get(0).getString("subject").contains("đã thay đổi"));
        assertTrue(canSignIn("new@example.com", PASSWORD));
        assertFalse(canSignIn(EMAIL, PASSWORD));
        // Another's address is not to be had, and asking for it tells nothing.
        signUpAndSignIn("linh@example.com");
        given().spec(mai).header("If-Match", "*").contentType("application/merge-patch+json; charset=UTF-8")
                .body("{\"email\": \"linh@example.com\"}").patch(MEMBERS + "/me").then().statusCode(200);
        post("/email", Map.of("token", token("linh@example.com", "change-email"))).then().statusCode(409);
        assertEquals(1, query("select count(*) from member where email_norm = 'linh@example.com'"));
    }

    @Test
    void passwords_change_with_the_former_one_or_a_link_and_end_all_sessions() throws Exception {
        var mai = signUpAndSignIn(EMAIL);
        given().spec(mai).contentType(ContentType.JSON).body(Map.of("currentPassword", "wrong", "password",
                "the next sentence of all")).post(MEMBERS + "/me/password").then().statusCode(422)
                .body("violations[0].field", equalTo("/currentPassword"));
        var fresh = given().spec(mai).contentType(ContentType.JSON)
                .body(Map.of("currentPassword", PASSWORD, "password", "the next sentence of all"))
                .post(MEMBERS + "/me/password").then().statusCode(200).extract().jsonPath().getString("accessToken");
        given().spec(mai).get(MEMBERS + "/me").then().statusCode(401);
        given().header("Authorization", "Bearer " + fresh).get(MEMBERS + "/me").then().statusCode(200);
        assertTrue(canSignIn(EMAIL, "the next sentence of all"));
        post("/password-links", Map.of("email", EMAIL)).then().statusCode(202);
        var token = token(EMAIL, "reset-password");
        post("/password", Map.of("token", token, "password", "short")).then().statusCode(422);
        get("/pages/reset-password?locale=vi&token=" + token).then().statusCode(200)
                .body(containsString("type=\"password\""));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token)
                .formParam("password", "short")
                .post("/pages/reset-password?locale=vi").then().statusCode(422)
                .body(containsString("Hãy chọn ít nhất 12 ký tự")).body(containsString("type=\"password\""))
                .body(containsString(token));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token)
                .formParam("password", "aaaaaaaaaaaaaaaa").post("/pages/reset-password").then().statusCode(422);
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token)
                .formParam("password", "câu thứ ba của tôi")
                .post("/pages/reset-password?locale=vi").then().statusCode(200);
        post("/password", Map.of("token", token, "password", "the fourth sentence")).then().statusCode(400);
        given().header("Authorization", "Bearer " + fresh).get(MEMBERS + "/me").then().statusCode(401);
        assertTrue(canSignIn(EMAIL, "câu thứ ba của tôi"));
        assertFalse(canSignIn(EMAIL, "the next sentence of all"));
        assertTrue(mails(EMAIL).stream().anyMatch(m -> m.getString("subject").contains("was changed")));
    }

    @Test
    void a_member_takes_everything_along_and_leaves_nothing() throws Exception {
        var mai = signUpAndSignIn(EMAIL);
        sending(Map.of("subscribers", List.of(Map.of("email", EMAIL)))).post(ADMIN + "/subscribers/import").then()
                .statusCode(200);
        given().spec(mai).get(MEMBERS + "/me/export").then().statusCode(200).body("member.email", equalTo(EMAIL))
                .body("parts.subscription.subscription.email", equalTo(EMAIL)).body("parts.sessions", hasSize(1));
        given().spec(mai).delete(MEMBERS + "/me").then().statusCode(204);
        given().spec(mai).get(MEMBERS + "/me").then().statusCode(401);
        assertEquals(0, countRowsContaining(EMAIL));
        assertEquals(0, mails(EMAIL).size());
        assertEquals(0, query("select count(*) from session where member_id is not null"));
    }

    @Test
    void what_nobody_proves_is_forgotten_and_what_is_wrong_is_refused() throws Exception {
        signUp("Mai", EMAIL, PASSWORD).then().statusCode(202);
        awaitMailsSent();
        execute("update member set created_at = created_at - interval '8 days'");
        scheduledJobs.cleanUp();
        assertEquals(0, query("select count(*) from member"));
        signUp("Mai", "nonsense", PASSWORD).then().statusCode(422);
        signUp("Mai", EMAIL, "short").then().statusCode(422);
        signUp("\u200b", EMAIL, PASSWORD).then().statusCode(422);
        post("", Map.of("name", "Mai", "email", EMAIL, "verifiedAt", "2024-01-01T00:00:00Z")).then().statusCode(422);
        rateLimiter.enforce(true);
        for (int i = 0; i < 5; i++) {
            post("/sign-in-links", Map.of("email", "x" + i + "@example.com")).then().statusCode(202);
        }
        post("/sign-in-links", Map.of("email", "x@example.com")).then().statusCode(429);
    }
}
