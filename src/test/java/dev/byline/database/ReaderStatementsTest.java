package dev.byline.database;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.mail.MailTestBase;
import dev.byline.security.SessionStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/**
 * Counts the statements of what readers write, over HTTP, while the settings, salts and bans are kept in memory. The
 * numbers do not contain the statement that finds the session of an access token, and the one of each rate limit. A
 * number that grows costs every reader a round trip: look for a value to keep or a statement to merge first.
 */
@QuarkusTest
class ReaderStatementsTest extends MailTestBase {
    private static final String PASSWORD = "a sentence that only you know";
    private static final String SUBSCRIPTIONS = API + "/subscriptions";
    private static final String MEMBERS = API + "/members";

    @Inject
    SessionStore sessions;

    private final Map<String, String> differences = new LinkedHashMap<>();
    private String article;

    @BeforeEach
    void publishArticle() {
        patch("site", "*", "{\"commentsPolicy\": \"none\"}").then().statusCode(200);
        article = published("Talked about").getString("id");
        comment(article, guest("A comment that fills the caches of salts and bans")).then().statusCode(201);
    }

    private void assertStatements(int expected, int status, String what, Supplier<Response> request) {
        long counted = statements(() -> request.get().then().statusCode(status));
        if (counted != expected) {
            differences.put(what, counted + " instead of " + expected);
        }
    }

    @AfterEach
    void all_numbers_are_as_expected() {
        assertEquals(Map.of(), differences);
    }

    private static Map<String, Object> guest(String body) {
        return Map.of("body", body, "author", Map.of("name", "Mai"));
    }

    private static RequestSpecification json(RequestSpecification request, Object body) {
        return request.contentType(ContentType.JSON).body(body);
    }

    private static Response post(String path, Object body) {
        return json(given(), body).post(path);
    }

    private RequestSpecification member(String name) throws Exception {
        var id = UUID.randomUUID();
        execute("insert into member (id, name, email, email_norm, created_at, verified_at, version) values ('" + id
                + "', '" + name + "', '" + name + "@example.com', '" + name + "@example.com', now(), now(), 1)");
        return given().header("Authorization",
                "Bearer " + sessions.open(SessionStore.SubjectKind.member, id).accessToken());
    }

    private static RequestSpecification author(JsonPath posted) {
        return given().header("Comment-Token", posted.getString("editToken")).header("If-Match", "*");
    }

    @Test
    void comments() throws Exception {
        var path = API + "/articles/" + article + "/comments";
        assertStatements(4, 201, "comment", () -> post(path, guest("Short")));
        assertStatements(5, 201, "comment that may be a repeat",
                () -> post(path, guest("A text that is long enough to be found again.")));
        var root = post(path, guest("Root")).jsonPath();
        assertStatements(5, 201, "reply", () -> post(path, Map.of("body", "Reply", "parentId", root.getString("id"),
                "author", Map.of("name", "Mai"))));
        var linh = member("linh");
        assertStatements(5, 201, "comment of a member", () -> json(linh, Map.of("body", "Mine")).post(path));
        var edited = post(path, guest("Edited soon")).jsonPath();
        var of = API + "/comments/" + edited.getString("id");
        assertStatements(8, 200, "edit", () -> json(author(edited), Map.of("body", "Edited")).patch(of));
        assertStatements(9, 204, "withdrawal", () -> author(edited).delete(of));
        assertStatements(2, 204, "repeated withdrawal", () -> author(edited).delete(of));
    }

    @Test
    void likes_and_reports() throws Exception {
        var of = API + "/comments/"
                + post(API + "/articles/" + article + "/comments", guest("Root")).jsonPath().getString("id");
        var linh = member("linh");
        assertStatements(2, 200, "like", () -> linh.put(of + "/like"));
        assertStatements(2, 200, "repeated like", () -> linh.put(of + "/like"));
        assertStatements(2, 200, "end of a like", () -> linh.delete(of + "/like"));
        assertStatements(2, 202, "report", () -> post(of + "/reports", Map.of("reason", "spam")));
        assertStatements(2, 202, "report of a member",
                () -> json(linh, Map.of("reason", "spam")).post(of + "/reports"));
    }

    @Test
    void subscriptions_of_any_number_of_topics() {
        category("Art");
        category("Music");
        author("Linh");
        author("Mai");
        post(SUBSCRIPTIONS, Map.of("email", "first@example.com"));
        post(SUBSCRIPTIONS + "/confirm", Map.of("token", token("first@example.com", "confirm-subscription")));
        assertSubscription("everything", 1, 0, Map.of("email", "all@example.com"));
        assertSubscription("one", 3, 2,
                Map.of("email", "one@example.com", "categories", List.of("art"), "authors", List.of("linh")));
        assertSubscription("two", 3, 2, Map.of("email", "two@example.com", "categories", List.of("art", "music"),
                "authors", List.of("linh", "mai")));
    }

    /**
     * @param names
     *            the statements that read the names of categories and of authors, for the mail and the response
     */
    private void assertSubscription(String what, int start, int names, Map<String, ?> input) {
        var email = input.get("email").toString();
        assertStatements(start, 202, "start of " + what, () -> post(SUBSCRIPTIONS, input));
        var token = Map.of("token", token(email, "confirm-subscription"));
        assertStatements(7 + names, 200, "confirmation of " + what, () -> post(SUBSCRIPTIONS + "/confirm", token));
        assertStatements(3 + names, 200, "repeated confirmation of " + what,
                () -> post(SUBSCRIPTIONS + "/confirm", token));
        var end = SUBSCRIPTIONS + "/unsubscribe?token=" + token(email, "unsubscribe");
        assertStatements(6, 200, "end of " + what, () -> post(end, Map.of("List-Unsubscribe", "One-Click")));
        assertStatements(1, 200, "repeated end of " + what,
                () -> post(end, Map.of("List-Unsubscribe", "One-Click")));
    }

    @Test
    void members() {
        var address = Map.of("email", "mai@example.com");
        assertStatements(1, 202, "sign-up",
                () -> post(MEMBERS, Map.of("name", "Mai", "email", "mai@example.com", "password", PASSWORD)));
        var token = token("mai@example.com", "verify-email");
        assertStatements(3, 200, "verification", () -> post(MEMBERS + "/verify", Map.of("token", token)));
        var credentials = Map.of("email", "mai@example.com", "password", PASSWORD);
        var signIn = API + "/sessions";
        assertStatements(5, 200, "sign-in", () -> post(signIn, credentials));
        var refreshToken = post(signIn, credentials).jsonPath().getString("refreshToken");
        assertStatements(2, 200, "refresh", () -> post(signIn + "/refresh", Map.of("refreshToken", refreshToken)));
        assertStatements(3, 401, "wrong password",
                () -> post(signIn, Map.of("email", "mai@example.com", "password", "not this one")));
        assertStatements(1, 202, "sign-in link", () -> post(MEMBERS + "/sign-in-links", address));
        var link = token("mai@example.com", "sign-in");
        assertStatements(3, 200, "sign-in by link", () -> post(MEMBERS + "/sign-in", Map.of("token", link)));
    }
}
