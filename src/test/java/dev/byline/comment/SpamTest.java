package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpServer;

import dev.byline.spam.Akismet;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;

/** Tests the protection against spam: rate limits, trap field, external check, bans; cases A01, A02, A03, A08. */
@QuarkusTest
class SpamTest extends CommentTestBase {
    @Inject
    Akismet akismet;

    @Test
    void a01_one_in_fifteen_seconds_five_in_ten_minutes() throws Exception {
        rateLimiter.enforce(true);
        var first = comment(article, newComment("1", "Mai"));
        assertEquals(202, first.statusCode());
        assertEquals(
                "\"comments-15s\";q=1;w=15, \"comments-600s\";q=5;w=600, \"comments-article-86400s\";q=30;w=86400",
                String.join(", ", first.headers().getValues("RateLimit-Policy")));
        comment(article, newComment("2", "Mai")).then().statusCode(429).header("Retry-After", notNullValue())
                .header("RateLimit", containsString("\"comments-15s\";r=0"))
                .body("type", equalTo("urn:byline:problem:too-many-requests"));
        for (int i = 2; i <= 5; i++) {
            letSecondsPass(15);
            comment(article, newComment("" + i, "Mai")).then().statusCode(202);
        }
        letSecondsPass(15);
        comment(article, newComment("6", "Mai")).then().statusCode(429);
        assertEquals(5, query("select count(*) from comment"));
        // A clock that is set back frees nobody twice, and locks nobody out.
        letSecondsPass(-3_600);
        comment(article, newComment("6", "Mai")).then().statusCode(202);
        comment(article, newComment("7", "Mai")).then().statusCode(429);
        // A refused comment does not count against the limit of the article, and other readers have their own limits.
        letSecondsPass(600);
        comment(article, newComment("7", "Mai")).then().statusCode(202);
    }

    /** Moves the start of all rate limit windows into the past. */
    private void letSecondsPass(int seconds) throws Exception {
        sql("""
                update rate_use set ends_at = ends_at - interval '%1$d seconds',
                    started = array(select s - interval '%1$d seconds' from unnest(started) as s)"""
                .formatted(seconds));
    }

    @Test
    void a02_a_filled_trap_field_gets_a_normal_response_and_stores_nothing() throws Exception {
        rateLimiter.enforce(true);
        var filled = new HashMap<>(newComment("Buy", "Robot"));
        filled.put("website2", "https://pills.example");
        for (int i = 0; i < 3; i++) {
            var answer = comment(article, filled).then().statusCode(202).body("state", equalTo("pending"))
                    .body("body", equalTo("Buy")).body("editToken", notNullValue()).body("version", equalTo(1))
                    .header("Location", notNullValue()).extract().jsonPath();
            var honest = comment(article, newComment("Hello " + i, "Mai"));
            if (honest.statusCode() == 202) {
                assertEquals(honest.jsonPath().getMap("$").keySet(), answer.getMap("$").keySet());
            }
        }
        assertEquals(0, query("select count(*) from comment where body = 'Buy'"));
        filled.put("website2", "");
        rateLimiter.enforce(false);
        comment(article, filled).then().statusCode(202);
        assertEquals(1, query("select count(*) from comment where body = 'Buy'"));
    }

    @Test
    void a03_the_external_check_says_spam_or_a_moderator_decides() throws Exception {
        setPolicy("none");
        var forms = new ConcurrentLinkedQueue<String>();
        var checker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        checker.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        checker.createContext("/1.1/comment-check", exchange -> {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            forms.add(form);
            try {
                if (form.contains("slow")) {
                    Thread.sleep(3_000);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            var answer = (form.contains("pills") || form.contains("slow")
                    ? "true"
                    : form.contains("broken") ? "{\"error\": 1}" : "false").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(form.contains("failing") ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        checker.start();
        var url = URI.create("http://localhost:" + checker.getAddress().getPort() + "/1.1");
        try {
            akismet.configure(url, Optional.of("a-key"));
            assertEquals("approved", postAndReadState("fine"));
            assertTrue(forms.peek().contains("api_key=a-key") && forms.peek().contains("comment_author=Mai")
                    && forms.peek().contains("user_ip=127.0.0.1") && forms.peek().contains("comment_content=fine"),
                    forms.peek());
            assertEquals("spam", postAndReadState("pills"));
            for (var trouble : List.of("failing", "broken", "slow")) {
                assertEquals("pending", postAndReadState(trouble));
            }
            assertEquals("external_unavailable", staff().get(ADMIN + "/comments").jsonPath()
                    .getString("items[0].heldFor[0]"));
            checker.stop(0);
            assertEquals("pending", postAndReadState("refused"));
        } finally {
            akismet.configure(url, Optional.empty());
            checker.stop(0);
        }
        assertEquals("approved", postAndReadState("off again"));
        assertCount(2);
    }

    /** Posts a text and returns its initial state; the author sees spam and held comments as pending. */
    private String postAndReadState(String text) {
        var answer = comment(article, newComment(text, "Mai"));
        var id = answer.jsonPath().getString("id");
        var state = staff().get(ADMIN + "/comments/" + id).jsonPath().getString("state");
        assertEquals(state.equals("approved") ? 201 : 202, answer.statusCode());
        assertEquals(state.equals("approved") ? "approved" : "pending", answer.jsonPath().getString("state"));
        return state;
    }

    @Test
    void a08_a_banned_author_cannot_post_and_existing_comments_become_spam_on_request() throws Exception {
        setPolicy("none");
        var mai = Map.of("name", "Mai", "email", "Mai@Example.com");
        var id = comment(article, Map.of("body", "One", "author", mai)).jsonPath().getString("id");
        comment(article, Map.of("body", "Two", "author", mai)).then().statusCode(201);
        comment(article, newComment("Another's", "Ba")).then().statusCode(201);
        ban(id, "email", "keep").statusCode(200).body("markedAsSpam", equalTo(0));
        comment(article, Map.of("body", "Three", "author", Map.of("name", "M", "email", "mai@EXAMPLE.com "
                .strip()))).then().statusCode(403).body("type", equalTo("urn:byline:problem:forbidden"));
        comment(article, Map.of("body", "Three", "author", Map.of("name", "Mai"))).then().statusCode(201);
        ban(id, "email", "keep").statusCode(409);
        assertCount(4);
        var ban = staff().get(ADMIN + "/bans?kind=email").then().body("items[0].label", equalTo("m…@example.com"))
                .body("items[0].createdBy", equalTo("environment")).extract().jsonPath().getString("items[0].id");
        assertEquals(0, query("select count(*) from ban where position('mai@' in ban::text) > 0"));
        staff().delete(ADMIN + "/bans/" + ban).then().statusCode(204);
        ban(id, "email", "spam").statusCode(200).body("markedAsSpam", equalTo(2));
        assertCount(2);
        ban(id, "address", "keep").statusCode(200);
        comment(article, newComment("From here", "Chi")).then().statusCode(403);
        assertEquals(0, query("select count(*) from ban where position('127.0.0' in ban::text) > 0"));
        sql("update ban set expires_at = now() - interval '1 second'");
        changeTracker.markAllChanged();
        comment(article, newComment("From here", "Chi")).then().statusCode(201);
    }

    private io.restassured.response.ValidatableResponse ban(String id, String by, String existing) {
        return sending(Map.of("by", by, "existing", existing, "note", "Enough."))
                .post(ADMIN + "/comments/" + id + "/ban")
                .then();
    }

    @Test
    void banned_words_match_in_any_case_and_form() {
        setPolicy("none");
        sending(Map.of("kind", "word", "value", "Casino")).post(ADMIN + "/bans").then().statusCode(201)
                .body("effect", equalTo("hold")).header("Location", notNullValue());
        sending(Map.of("kind", "word", "value", "free pills", "effect", "spam")).post(ADMIN + "/bans").then()
                .statusCode(201);
        sending(Map.of("kind", "word", "value", "赌场")).post(ADMIN + "/bans").then().statusCode(201);
        sending(Map.of("kind", "word", "value", "CASINO")).post(ADMIN + "/bans").then().statusCode(409);
        for (var text : List.of("a CASINO!", "ｃａｓｉｎｏ", "the ca\u200bsino", "casino.example", "去赌场吧")) {
            assertEquals("pending", postAndReadState(text), text);
        }
        assertEquals("spam", postAndReadState("Free   PILLS here"));
        assertEquals("approved", postAndReadState("casinos and an occasion"));
        comment(article, newComment("Hello", "casino")).then().statusCode(202);
    }

    @Test
    void invalid_bans_are_refused() {
        for (var wrong : List.of(Map.of("kind", "word", "value", "x", "effect", "refuse"),
                Map.of("kind", "email", "value", "x@y.example", "effect", "hold"),
                Map.of("kind", "email", "value", "x"),
                Map.of("kind", "address", "value", "example.com"), Map.of("kind", "address", "value", "1.2.3"),
                Map.of("kind", "word", "value", " "),
                Map.of("kind", "word", "value", "x", "expiresAt", "2020-01-01T00:00:00Z"),
                Map.of("kind", "fear", "value", "x"))) {
            sending(wrong).post(ADMIN + "/bans").then().statusCode(422);
        }
        sending(Map.of("kind", "address", "value", "2001:db8::1")).post(ADMIN + "/bans").then().statusCode(201)
                .body("label", not(containsString("db8"))).body("expiresAt", notNullValue());
        staff().get(ADMIN + "/bans?kind=fear").then().statusCode(400);
        staff().delete(ADMIN + "/bans/nope").then().statusCode(404);
        get(ADMIN + "/bans").then().statusCode(401);
    }

    @Test
    void a_text_repeated_elsewhere_is_held() {
        setPolicy("none");
        var text = "The very same long text under every article of this blog.";
        assertEquals("approved", postAndReadState(text));
        comment(published("Elsewhere").getString("id"), newComment(text, "Ba")).then().statusCode(202);
        assertEquals("approved", postAndReadState("Thank you!"));
        comment(article, newComment("Thank you!", "Ba")).then().statusCode(201);
    }

    @Test
    void comments_close_after_the_configured_days() throws Exception {
        patch("site", "*", "{\"commentsCloseAfterDays\": 30}").then().statusCode(200)
                .body("commentsCloseAfterDays", equalTo(30));
        get(API + "/site").then().body("commentsCloseAfterDays", equalTo(30));
        comment(article, newComment("In time", "Mai")).then().statusCode(202);
        patch("articles/" + article, "*", "{\"publishedAt\": \"2020-01-01T00:00:00Z\"}").then().statusCode(200);
        publish(article);
        comment(article, newComment("Too late", "Mai")).then().statusCode(403).body("type",
                equalTo("urn:byline:problem:comments-closed"));
        patch("site", "*", "{\"commentsCloseAfterDays\": 0}").then().statusCode(422);
        patch("site", "*", "{\"commentsCloseAfterDays\": null}").then().statusCode(200)
                .body("commentsCloseAfterDays", nullValue());
        comment(article, newComment("Not too late", "Mai")).then().statusCode(202);
    }

    @Test
    void three_reports_bring_a_comment_before_a_moderator() throws Exception {
        var id = approvedComment(article, "Dubious", null);
        for (int i = 0; i < CommentReactions.REPORTS_TO_WAIT; i++) {
            for (int again = 0; again < 2; again++) {
                given().contentType(ContentType.JSON).body(Map.of("reason", "abuse", "note", "Rude."))
                        .post(API + "/comments/" + id + "/reports").then().statusCode(202)
                        .body("commentId", equalTo(id));
            }
            assertEquals(i + 1, query("select open_reports from comment"));
            staff().get(ADMIN + "/comments?waiting=true").then().body("items.size()",
                    equalTo(i + 1 < CommentReactions.REPORTS_TO_WAIT ? 0 : 1));
            // The next one is somebody else.
            sql("update comment_report set reporter = decode(md5(id::text), 'hex')");
        }
        get(API + "/comments/" + id).then().statusCode(200);
        staff().get(ADMIN + "/comments/counts").then().body("reported", equalTo(1));
        verb("comments/" + id + "/approve").then().statusCode(200).body("openReports", equalTo(0));
        staff().get(ADMIN + "/comments/" + id + "/history").then()
                .body("reports.size()", equalTo(CommentReactions.REPORTS_TO_WAIT))
                .body("reports[0].resolvedAt", notNullValue());
        for (var wrong : List.of("{}", "{\"reason\": \"boredom\"}", "{\"reason\": \"spam\", \"note\": \"\"}")) {
            given().contentType(ContentType.JSON).body(wrong).post(API + "/comments/" + id + "/reports").then()
                    .statusCode(422);
        }
        given().contentType(ContentType.JSON).body(Map.of("reason", "spam")).post(API + "/comments/nope/reports")
                .then().statusCode(404);
    }
}
