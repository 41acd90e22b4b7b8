package dev.byline.web;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** Checks the security headers, CORS, the limits of request sizes, and that the log contains no secrets. */
@QuarkusTest
class HardeningTest extends ServiceTest {
    @TestHTTPResource("/")
    URI server;

    @Test
    void every_answer_tells_browsers_to_do_no_more_than_needed() {
        for (var path : List.of(API + "/articles", API + "/nothing", ADMIN + "/articles", "/q/openapi", "/nothing")) {
            get(path).then().header("X-Content-Type-Options", "nosniff");
        }
        get(ADMIN + "/articles").then().header("X-Frame-Options", "DENY").header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        get("/q/swagger-ui/").then().header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
        get(API + "/articles").then().header("Server", nullValue()).header("X-Powered-By", nullValue());
    }

    @Test
    void any_origin_reads_and_none_works_at_the_staff_door() {
        given().header("Origin", "https://blog.example").header("Access-Control-Request-Method", "DELETE")
                .header("Access-Control-Request-Headers", "authorization,if-match").options(API + "/sessions/current")
                .then().header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", containsString("DELETE"))
                .header("Access-Control-Allow-Headers", containsString("Authorization"))
                .header("Access-Control-Allow-Credentials", nullValue());
        given().header("Origin", "https://blog.example").get(API + "/nothing").then()
                .header("Access-Control-Expose-Headers", containsString("RateLimit-Policy"));
        given().header("Origin", "https://blog.example").header("Access-Control-Request-Method", "POST")
                .options(ADMIN + "/articles").then().header("Access-Control-Allow-Origin", nullValue());
        staff().header("Origin", "https://blog.example").get(ADMIN + "/articles").then().statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    /** Checks that no header is sent twice: browsers refuse such a response, and caches may use either header. */
    @Test
    void no_header_is_there_twice() {
        published("Once");
        var origin = Map.of("Origin", "https://blog.example");
        var answers = List.of(given().headers(origin).get(API + "/articles/once"),
                given().headers(origin).get(API + "/articles/once"), given().headers(origin).get(API + "/articles"),
                given().headers(origin).get(API + "/feeds/atom"), given().headers(origin).get(API + "/nothing"),
                given().headers(origin).contentType(ContentType.JSON)
                        .body("{\"body\": \"First\", \"author\": {\"name\": \"Mai\"}}")
                        .post(API + "/articles/once/comments"),
                staff().headers(origin).get(ADMIN + "/articles"));
        for (var answer : answers) {
            var names = answer.headers().asList().stream().map(header -> header.getName().toLowerCase(Locale.ROOT))
                    .filter(name -> !name.startsWith("ratelimit")).sorted().toList();
            assertEquals(names.stream().distinct().toList(), names, answer.headers().toString());
        }
    }

    /**
     * Checks cross-site forms: browsers send these three content types without a preflight request; the API uses no
     * cookies.
     */
    @Test
    void a_form_of_another_site_changes_nothing() throws Exception {
        var forms = List.<Supplier<RequestSpecification>>of(
                () -> given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body("name=x"),
                () -> given().contentType("text/plain; charset=UTF-8").body("{\"name\": \"x\"}"),
                () -> given().multiPart("name", "x"));
        for (var form : forms) {
            form.get().header("Authorization", "Bearer " + editorKey).header("Origin", "https://evil.example")
                    .post(ADMIN + "/tags").then().statusCode(415);
            form.get().post(API + "/sessions").then().statusCode(415);
        }
        assertEquals(0, query("select count(*) from tag"));
    }

    @Test
    void what_is_too_large_or_too_deep_is_refused() {
        given().contentType(ContentType.JSON).body("{\"email\": \"" + "x".repeat(5000) + "\"}").post(API + "/sessions")
                .then().statusCode(413);
        sending("{\"title\": \"x\", \"metadata\": {\"a\": " + "[".repeat(60) + "]".repeat(60) + "}}")
                .post(ADMIN + "/articles").then().statusCode(400);
        sending("{\"name\": \"" + "x".repeat(3_000_000) + "\"}").post(ADMIN + "/tags").then().statusCode(413);
        staff().header("X-Long", "x".repeat(20_000)).get(ADMIN + "/tags").then().statusCode(431);
        staff().get(ADMIN + "/tags?q=" + "x".repeat(9000)).then().statusCode(414);
    }

    @Test
    void the_log_never_says_a_secret() throws Exception {
        var lines = new LogLines();
        Logger.getLogger("").addHandler(lines);
        try {
            var token = signedIn("An", "admin");
            var key = with(token, Map.of("name", "Script")).post(ADMIN + "/api-keys").jsonPath().getString("key");
            var password = "a password to look for in the log";
            with(token, Map.of("password", password)).put(ADMIN + "/accounts/me/password").then().statusCode(204);
            var signIn = given().contentType(ContentType.JSON)
                    .body(Map.of("email", "an@example.com", "password", password)).post(API + "/sessions").jsonPath();
            given().contentType(ContentType.JSON).body("{\"email\": \"an@example.com\", \"password\": \"" + password)
                    .post(API + "/sessions").then().statusCode(400);
            // A fault of the database while the key is at work.
            execute("alter table tag rename to tag_away");
            try {
                with(key).get(ADMIN + "/tags").then().statusCode(500).body("detail", equalTo(
                        "This is an error of the service, not of the request. Its log has the cause under the request id."));
            } finally {
                execute("alter table tag_away rename to tag");
            }
            execute("alter table tag add constraint refused check (name <> 'told to nobody')");
            try {
                with(key, Map.of("name", "told to nobody")).post(ADMIN + "/tags").then().statusCode(500);
            } finally {
                execute("alter table tag drop constraint refused");
            }
            assertFalse(lines.text().contains("told to nobody"));
            assertFalse(lines.text().isEmpty());
            for (var secret : List.of(token, key, password, signIn.getString("accessToken"),
                    signIn.getString("refreshToken"))) {
                assertFalse(lines.text().contains(secret));
            }
        } finally {
            Logger.getLogger("").removeHandler(lines);
        }
    }

    @Test
    void a_client_that_leaves_while_its_key_is_checked_is_no_error() throws Exception {
        var lines = new LogLines();
        Logger.getLogger("").addHandler(lines);
        try (var blocker = database.getConnection(); var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("lock table api_key");
            try (var socket = new Socket(server.getHost(), server.getPort())) {
                socket.getOutputStream().write(("POST " + ADMIN + "/tags HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + ADMIN_KEY + "\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"
                        + "{\"name\": \"Go\"}").getBytes(StandardCharsets.US_ASCII));
                while (query(
                        "select count(*) from pg_locks where relation = 'api_key'::regclass and not granted") == 0) {
                    Thread.onSpinWait();
                }
            }
            blocker.rollback();
            staff().get(ADMIN + "/tags").then().statusCode(200);
            assertFalse(lines.text().contains("unexpected error"), lines::text);
        } finally {
            Logger.getLogger("").removeHandler(lines);
        }
    }

    /** Keeps everything that is logged. */
    private static final class LogLines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        String text() {
            return String.join("\n", lines);
        }

        @Override
        public void publish(LogRecord message) {
            lines.add(message.getMessage() + " " + Arrays.toString(message.getParameters()) + " "
                    + message.getThrown());
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
