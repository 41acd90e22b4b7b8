package dev.byline.subscription;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.head;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.job.ScheduledJobs;
import dev.byline.mail.MailTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** The S-cases of subscriptions: request, confirmation, end, and responses that reveal nothing. */
@QuarkusTest
class SubscriptionTest extends MailTestBase {
    private static final String SUBSCRIPTIONS = API + "/subscriptions";

    @Inject
    ScheduledJobs scheduledJobs;

    private static Response post(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(SUBSCRIPTIONS + path);
    }

    private static Response subscribe(String email) {
        return post("", Map.of("email", email));
    }

    private String subscribeAndConfirm(String email) {
        subscribe(email).then().statusCode(202);
        post("/confirm", Map.of("token", token(email, "confirm-subscription"))).then().statusCode(200)
                .body("state", equalTo("confirmed"));
        return token(email, "unsubscribe");
    }

    private String manageToken(String email) {
        post("/links", Map.of("email", email)).then().statusCode(202);
        return token(email, "subscription");
    }

    private long countMailsOfKind(String words) throws Exception {
        awaitMailsSent();
        return query("select count(*) from outbox where message_key like '%:" + words + ":%'");
    }

    @Test
    void s01_the_same_address_a_hundred_times_at_once_is_one_row_and_one_mail() throws Exception {
        var statuses = new HashSet<>(runConcurrently(100, () -> subscribe("mai@example.com").statusCode()));
        assertEquals(List.of(202), List.copyOf(statuses));
        awaitMailsSent();
        assertEquals(1, query("select count(*) from subscriber"));
        assertEquals(1, mails("mai@example.com").size());
    }

    @Test
    void s02_one_address_is_one_subscriber_however_it_is_written() throws Exception {
        for (var email : List.of("A@x.vn", "a@X.VN", " a@x.vn ", "a@x.vn")) {
            subscribe(email).then().statusCode(202);
        }
        awaitMailsSent();
        assertEquals(1, query("select count(*) from subscriber"));
        subscribe("a+tag@x.vn").then().statusCode(202);
        subscribe("a.b@x.vn").then().statusCode(202);
        awaitMailsSent();
        assertEquals(3, query("select count(*) from subscriber"));
    }

    @Test
    void s03_the_answer_is_the_same_for_everyone() throws Exception {
        subscribeAndConfirm("known@example.com");
        subscribe("pending@example.com");
        subscribe("blocked@example.com");
        awaitMailsSent();
        report("r1", "complaint", "blocked@example.com");
        awaitMailsSent();
        var answers = new HashSet<String>();
        for (var body : List.of(Map.of("email", "known@example.com"), Map.of("email", "pending@example.com"),
                Map.of("email", "blocked@example.com"), Map.of("email", "new@example.com"),
                Map.of("email", "machine@example.com", "website2", "http://x"))) {
            var answer = post("", body).then().statusCode(202).extract();
            var headers = answer.headers().asList().stream()
                    .filter(h -> !h.getName().equalsIgnoreCase("Request-Id") && !h.getName().equalsIgnoreCase("Date"))
                    .toList();
            answers.add(answer.asString() + headers);
        }
        assertEquals(1, answers.size(), answers::toString);
        awaitMailsSent();
        assertEquals(0, query("select count(*) from subscriber where email = 'machine@example.com'"));
        assertEquals(0, mails("machine@example.com").size());
        assertEquals(1, mails("blocked@example.com").size(), "the one from before the complaint");
    }

    @Test
    void s04_following_a_link_changes_nothing_and_pressing_its_button_does() throws Exception {
        subscribe("mai@example.com");
        var token = token("mai@example.com", "confirm-subscription");
        var page = "/pages/confirm-subscription?locale=vi&token=" + token;
        get(page).then().statusCode(200).header("Content-Type", startsWith("text/html"))
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("Xác nhận")).body(containsString("method=\"post\""));
        head(page).then().statusCode(200);
        get(SUBSCRIPTIONS + "/confirm").then().statusCode(405);
        given().redirects().follow(false).get(SUBSCRIPTIONS + "/unsubscribe?token=" + token).then().statusCode(303);
        assertEquals(0, query("select count(*) from subscriber where state = 'confirmed'"));
        assertEquals(1, query("select count(*) from link_token where used_at is null"));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token).post(page)
                .then().statusCode(200)
                .body(containsString("Bạn đã đăng ký"));
        assertEquals(1, query("select count(*) from subscriber where state = 'confirmed'"));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", "x").post(page)
                .then().statusCode(400)
                .header("Content-Type", startsWith("text/html"));
        get("/pages/nothing").then().statusCode(404);
        get("/pages/unsubscribe?locale=" + "x".repeat(50) + "&token=%22%3E%3Cscript%3E").then().statusCode(200)
                .body(not(containsString("<script>")));
    }

    @Test
    void s05_a_token_is_good_once_for_its_purpose_and_for_a_while() throws Exception {
        subscribe("mai@example.com");
        var token = token("mai@example.com", "confirm-subscription");
        assertEquals(List.of(200, 200),
                runConcurrently(2, () -> post("/confirm", Map.of("token", token)).statusCode()));
        assertEquals(1, query("select count(*) from consent_event where kind = 'confirmed'"));
        assertEquals(1, countMailsOfKind("welcome"));
        post("/confirm", Map.of("token", token)).then().statusCode(200);
        assertEquals(1, query("select count(*) from consent_event where kind = 'confirmed'"));
        execute("update link_token set used_at = used_at - interval '25 hours'");
        post("/confirm", Map.of("token", token)).then().statusCode(410);
        post("/confirm", Map.of("token", manageToken("mai@example.com"))).then().statusCode(400).body("type",
                equalTo("urn:byline:problem:unknown-token"));
        subscribe("linh@example.com");
        var first = token("linh@example.com", "confirm-subscription");
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        subscribe("linh@example.com");
        var second = token("linh@example.com", "confirm-subscription");
        assertFalse(first.equals(second));
        execute("update link_token set expires_at = now() - interval '1 second' where used_at is null");
        post("/confirm", Map.of("token", second)).then().statusCode(410);
        execute("update link_token set expires_at = now() + interval '1 hour' where used_at is null");
        // Whoever asks again cannot take the owner's link away.
        post("/confirm", Map.of("token", first)).then().statusCode(200);
        post("/confirm", Map.of("token", second)).then().statusCode(200);
    }

    @Test
    void s07_one_click_ends_it_and_nothing_else_does() throws Exception {
        var token = subscribeAndConfirm("mai@example.com");
        var url = SUBSCRIPTIONS + "/unsubscribe?token=" + token;
        for (var wrong : List.of("", "List-Unsubscribe=Two-Clicks", "x=y", "List-Unsubscribe=One-Click&x=y")) {
            given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body(wrong).post(url).then()
                    .statusCode(400);
        }
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body("List-Unsubscribe=One-Click")
                .post(SUBSCRIPTIONS + "/unsubscribe")
                .then().statusCode(400);
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body("List-Unsubscribe=One-Click")
                .post(SUBSCRIPTIONS + "/unsubscribe?token=" + "A".repeat(43)).then().statusCode(400);
        assertEquals(1, query("select count(*) from subscriber where state = 'confirmed'"));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body("List-Unsubscribe=One-Click")
                .redirects().follow(false).post(url)
                .then().statusCode(200).header("Set-Cookie", equalTo(null)).body("state", equalTo("unsubscribed"));
        assertEquals(1, query("select count(*) from subscriber where state = 'unsubscribed'"));
        given().multiPart("List-Unsubscribe", "One-Click").post(url).then().statusCode(200);
        given().contentType(ContentType.JSON).body("{\"List-Unsubscribe\": \"One-Click\"}").post(url).then()
                .statusCode(200);
        assertEquals(1, query("select count(*) from consent_event where kind = 'unsubscribed'"));
        // Coming back needs another confirmation.
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        subscribe("mai@example.com");
        awaitMailsSent();
        assertEquals(1, query("select count(*) from subscriber where state = 'unsubscribed'"));
        post("/confirm", Map.of("token", token("mai@example.com", "confirm-subscription"))).then().statusCode(200);
    }

    /** Mail programs without one-click open the address of List-Unsubscribe in a browser. */
    @Test
    void the_address_of_the_header_opens_the_page_with_the_button_and_changes_nothing() throws Exception {
        var token = subscribeAndConfirm("mai@example.com");
        execute("update subscriber set locale = 'vi'");
        given().redirects().follow(false).header("Accept", "text/html")
                .get(SUBSCRIPTIONS + "/unsubscribe?token=" + token)
                .then().statusCode(303).header("Cache-Control", equalTo("no-store"))
                .header("Location", equalTo("../../../pages/unsubscribe?locale=vi&token=" + token));
        given().header("Accept", "text/html").get(SUBSCRIPTIONS + "/unsubscribe?token=" + token).then().statusCode(200)
                .contentType(containsString("text/html")).body(containsString(token))
                .body(containsString("lang=\"vi\""));
        given().head(SUBSCRIPTIONS + "/unsubscribe?token=" + token);
        for (var wrong : List.of("%22%3E%3Cscript%3E", "A".repeat(43))) {
            given().urlEncodingEnabled(false).get(SUBSCRIPTIONS + "/unsubscribe?token=" + wrong).then().statusCode(200)
                    .contentType(containsString("text/html")).body(not(containsString("<script>")));
        }
        given().get(SUBSCRIPTIONS + "/unsubscribe").then().statusCode(400);
        assertEquals(1, query("select count(*) from subscriber where state = 'confirmed'"));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token)
                .post("/pages/unsubscribe?locale=vi").then().statusCode(200);
        assertEquals(1, query("select count(*) from subscriber where state = 'unsubscribed'"));
    }

    @Test
    void s08_nothing_that_is_typed_comes_in_a_mail() {
        post("", Map.of("email", "mai@example.com", "name", "FREE PILLS http://x", "locale", "vi")).then()
                .statusCode(202);
        var mail = mails("mai@example.com").get(0);
        assertFalse(mail.getString("$").contains("PILLS"));
        assertEquals("Xác nhận đăng ký nhận tin từ Byline", mail.getString("subject"));
        assertTrue(mail.getString("html").contains("lang=\"vi\""));
    }

    @Test
    void s09_an_address_gets_three_mails_a_day_and_nobody_is_told() throws Exception {
        for (int i = 0; i < 5; i++) {
            subscribe("mai@example.com").then().statusCode(202);
            awaitMailsSent();
            execute("update outbox set created_at = created_at - interval '11 minutes'");
        }
        assertEquals(3, mails("mai@example.com").size());
        rateLimiter.enforce(true);
        for (int i = 0; i < 5; i++) {
            subscribe("other" + i + "@example.com").then().statusCode(202);
        }
        subscribe("other@example.com").then().statusCode(429).header("Retry-After", not(equalTo(null)));
    }

    @Test
    void s11_a_link_that_ends_can_do_nothing_else_and_a_managing_one_ends_itself() throws Exception {
        var ending = subscribeAndConfirm("mai@example.com");
        for (var path : List.of("/me", "/me/export")) {
            given().header("Subscription-Token", ending).get(SUBSCRIPTIONS + path).then().statusCode(400);
            get(SUBSCRIPTIONS + path).then().statusCode(400);
        }
        given().header("Subscription-Token", ending).delete(SUBSCRIPTIONS + "/me").then().statusCode(400);
        var managing = manageToken("mai@example.com");
        given().header("Subscription-Token", managing).get(SUBSCRIPTIONS + "/me").then().statusCode(200)
                .body("email", equalTo("mai@example.com")).body("topics.everything", equalTo(true));
        execute("update link_token set expires_at = now() - interval '1 second'");
        given().header("Subscription-Token", managing).get(SUBSCRIPTIONS + "/me").then().statusCode(410);
        assertEquals(1, query("select count(*) from subscriber"));
        post("/links", Map.of("email", "unknown@example.com")).then().statusCode(202);
        assertEquals(0, mails("unknown@example.com").size());
    }

    @Test
    void a_subscriber_changes_exports_and_erases_it() throws Exception {
        category("News");
        author("Linh");
        subscribeAndConfirm("mai@example.com");
        var token = manageToken("mai@example.com");
        given().header("Subscription-Token", token).contentType("application/merge-patch+json; charset=UTF-8")
                .body("{\"everything\": false, \"categories\": [\"news\"], \"authors\": [\"linh\"]}")
                .patch(SUBSCRIPTIONS + "/me").then().statusCode(200).body("topics.everything", equalTo(false))
                .body("topics.categories[0].slug", equalTo("news")).body("topics.authors[0].slug", equalTo("linh"));
        given().header("Subscription-Token", token).contentType("application/merge-patch+json; charset=UTF-8")
                .body("{\"email\": \"eve@example.com\", \"state\": \"pending\"}").patch(SUBSCRIPTIONS + "/me").then()
                .statusCode(422);
        given().header("Subscription-Token", token).get(SUBSCRIPTIONS + "/me/export").then().statusCode(200)
                .body("consents.kind", equalTo(List.of("requested", "confirmed", "changed")));
        given().header("Subscription-Token", token).delete(SUBSCRIPTIONS + "/me").then().statusCode(204);
        given().header("Subscription-Token", token).get(SUBSCRIPTIONS + "/me").then().statusCode(400);
        assertEquals(0, countRowsContaining("mai@example.com"));
        assertEquals(0, mails("mai@example.com").size());
    }

    @Test
    void the_page_shows_what_is_stored_and_deletes_it() throws Exception {
        subscribeAndConfirm("mai@example.com");
        var token = manageToken("mai@example.com");
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token)
                .post("/pages/subscription?locale=en").then().statusCode(200).body(containsString("mai@example.com"))
                .body(containsString("action=\"erase-subscription?locale=en\""))
                .body(containsString("Delete my subscription"));
        assertEquals(1, query("select count(*) from subscriber"));
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").formParam("token", token)
                .post("/pages/erase-subscription?locale=en").then().statusCode(200)
                .body(containsString("Everything is deleted"));
        assertEquals(0, countRowsContaining("mai@example.com"));
    }

    @Test
    void s13_whoever_never_confirms_is_forgotten_after_a_week() throws Exception {
        subscribe("pending@example.com");
        subscribeAndConfirm("confirmed@example.com");
        awaitMailsSent();
        execute("update subscriber set created_at = created_at - interval '6 days'");
        scheduledJobs.cleanUp();
        assertEquals(2, query("select count(*) from subscriber"));
        execute("update subscriber set created_at = created_at - interval '2 days'");
        scheduledJobs.cleanUp();
        assertEquals(1, query("select count(*) from subscriber"));
        assertEquals(1, query("select count(*) from subscriber where email = 'confirmed@example.com'"));
    }

    private static Response report(String id, String kind, String email) {
        return sending(Map.of("id", id, "kind", kind, "email", email)).post(ADMIN + "/subscribers/reports");
    }

    @Test
    void s14_bounces_and_complaints_are_taken_in_once() throws Exception {
        subscribeAndConfirm("mai@example.com");
        report("1", "bounce", "MAI@example.com").then().statusCode(200).body("changed", equalTo(true));
        report("1", "bounce", "mai@example.com").then().statusCode(200).body("changed", equalTo(false));
        report("2", "bounce", "unknown@example.com").then().statusCode(200).body("changed", equalTo(false));
        assertEquals(1, query("select count(*) from consent_event where kind = 'bounced'"));
        report("3", "complaint", "mai@example.com").then().statusCode(200).body("changed", equalTo(true));
        assertEquals(1, query("select count(*) from subscriber where state = 'complained'"));
        report("4", "shrug", "mai@example.com").then().statusCode(422);
        int before = mails("mai@example.com").size();
        execute("update outbox set created_at = created_at - interval '11 minutes'");
        subscribe("mai@example.com").then().statusCode(202);
        assertEquals(before, mails("mai@example.com").size());
    }

    @Test
    void s15_addresses_of_the_whole_world_are_addresses_and_nothing_else_is() throws Exception {
        var longest = "a".repeat(64) + "@" + ("b".repeat(59) + ".").repeat(3) + "example";
        assertTrue(longest.length() <= 254);
        for (var good : List.of("đăng.ký@ví-dụ.vn", "\"mai.anh\"@example.com", "mai@bücher.example", longest,
                "用户@例子.广告", "o'brien+news@example.co.uk", "a-b_c@example.com")) {
            subscribe(good).then().statusCode(202);
        }
        awaitMailsSent();
        assertEquals(7, query("select count(*) from subscriber"));
        assertEquals(1, query("select count(*) from subscriber where email_norm = 'mai@xn--bcher-kva.example'"));
        for (var bad : List.of("mai", "@example.com", "mai@", "a@b", "a b@example.com", "\"mai anh\"@example.com",
                "mai@example.com, eve@example.com",
                "mai@exa_mple.com", "mai@-example.com", "Mai <mai@example.com>",
                "mai@example.com\r\nBcc: eve@example.com",
                "mai..anh@example.com", "mai\u200b@example.com", "b".repeat(65) + "@example.com",
                "a@" + ("b".repeat(60) + ".").repeat(4) + "example.com")) {
            subscribe(bad).then().statusCode(422).body("violations[0].field", equalTo("/email"));
        }
        post("", Map.of("email", "a@example.com", "categories", List.of("nothing"))).then().statusCode(422)
                .body("violations[0].field", equalTo("/categories/0"));
        post("", Map.of("email", "a@example.com", "state", "confirmed")).then().statusCode(422);
    }

    @Test
    void s16_no_token_is_in_the_database_but_in_the_mail() throws Exception {
        subscribe("mai@example.com");
        var token = token("mai@example.com", "confirm-subscription");
        var managing = manageToken("mai@example.com");
        assertEquals(0, countRowsContaining(token));
        assertEquals(0, countRowsContaining(managing));
        post("/confirm", Map.of("token", token)).then().statusCode(200);
        assertEquals(0, countRowsContaining(token));
    }

    @Test
    void staff_see_import_and_erase_subscribers() throws Exception {
        subscribeAndConfirm("known@example.com");
        var input = Map.of("subscribers", List.of(
                Map.of("email", "KNOWN@example.com"), Map.of("email", "new@example.com", "name", "New"),
                Map.of("email", "agreed@example.com", "locale", "vi", "consent",
                        Map.of("at", "2024-05-01T00:00:00Z", "source", "old blog")),
                Map.of("email", "nonsense"), Map.of("email", "x@example.com", "categories", List.of("nothing"))));
        int before = mails("new@example.com").size();
        var outcomes = List.of("unchanged", "pending", "confirmed", "invalid", "invalid");
        sending(input).post(ADMIN + "/subscribers/import").then().statusCode(200).body("items.outcome",
                equalTo(outcomes));
        sending(input).post(ADMIN + "/subscribers/import").then().statusCode(200).body("items.outcome",
                equalTo(List.of("unchanged", "unchanged", "unchanged", "invalid", "invalid")));
        assertEquals(before, mails("new@example.com").size());
        staff().get(ADMIN + "/subscribers?state=confirmed&count=exact").then().statusCode(200).body("page.total",
                equalTo(2));
        staff().get(ADMIN + "/subscribers?state=sleeping").then().statusCode(400);
        var id = staff().queryParam("email", "agreed@EXAMPLE.com").get(ADMIN + "/subscribers").then().statusCode(200)
                .body("items", hasSize(1)).extract().jsonPath().getString("items[0].id");
        staff().get(ADMIN + "/subscribers/" + id + "/consents").then().statusCode(200)
                .body("items[0].kind", equalTo("imported")).body("items[0].source", containsString("old blog"));
        staff().delete(ADMIN + "/subscribers/" + id).then().statusCode(204);
        staff().get(ADMIN + "/subscribers/" + id).then().statusCode(404);
        assertEquals(0, countRowsContaining("agreed@example.com"));
        sending(input).post(ADMIN + "/subscribers/import").then().body("items[2].outcome", equalTo("suppressed"));
        // Its owner may come back.
        subscribeAndConfirm("agreed@example.com");
        given().header("Authorization", "Bearer " + editorKey).get(ADMIN + "/subscribers").then().statusCode(403);
    }
}
