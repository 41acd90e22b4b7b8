package dev.byline.webhook;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import dev.byline.image.TestPictures;
import dev.byline.webhook.TestReceiver.ReceivedRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;

/** Tests which changes receivers hear of, and what is sent. */
@QuarkusTest
class WebhookEventTest extends DeliveryTestBase {
    private List<String> events() {
        return receiver.received.stream().map(request -> request.json().getString("type")).toList();
    }

    /** Waits for the first event with this name. */
    private JsonPath event(String name) {
        Eventually.that(() -> events().contains(name));
        return receiver.received.stream().map(ReceivedRequest::json).filter(json -> json.getString("type").equals(name))
                .findFirst().orElseThrow();
    }

    @Test
    void the_life_of_an_article_arrives_in_order_with_what_a_frontend_needs() {
        patch("site", "*", "{\"articleUrl\": \"https://blog.example/{locale}/{slug}\"}").then().statusCode(200);
        webhook(receiver.url(), "article.*");
        var id = draft("First title").getString("id");
        publish(id);
        var published = event("article.published");
        assertEquals(id, published.getString("data.id"));
        assertEquals("first-title", published.getString("data.slug"));
        assertEquals("en", published.getString("data.locale"));
        assertEquals("https://blog.example/en/first-title", published.getString("data.url"));
        assertEquals("manual", published.getString("data.cause"));
        assertNotNull(published.getString("data.actor"));
        assertEquals(List.of(), published.getList("data.formerSlugs"));
        assertEquals(List.of("articles", id, "first-title"), published.getList("data.surrogateKeys"));
        assertEquals("First title", published.getString("data.article.title"));
        assertNull(published.get("data.article.body"));
        patch("articles/" + id, "*", "{\"title\": \"Second title\", \"slug\": \"second\"}").then().statusCode(200);
        publish(id);
        Eventually.that(() -> receiver.received.size() == 2);
        var updated = receiver.received.get(1).json();
        assertEquals("second", updated.getString("data.slug"));
        assertEquals(List.of("first-title"), updated.getList("data.formerSlugs"));
        assertEquals(List.of("articles", id, "second", "first-title"), updated.getList("data.surrogateKeys"));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        var unpublished = event("article.unpublished");
        assertEquals("second", unpublished.getString("data.slug"));
        assertEquals("https://blog.example/en/second", unpublished.getString("data.url"));
        assertNull(unpublished.get("data.article"));
        assertEquals(3, receiver.received.size());
        assertEquals(3, receiver.ids().stream().distinct().count());
    }

    @Test
    void a_change_of_a_picture_is_one_of_everything_that_shows_it() throws Exception {
        var picture = staff().contentType("image/jpeg").body(TestPictures.jpeg(TestPictures.halves(30, 20, false)))
                .post(ADMIN + "/media?filename=p.jpg")
                .then().statusCode(201).extract().path("id");
        sending(Map.of("name", "Linh", "avatarUrl", "media:" + picture)).post(ADMIN + "/authors").then()
                .statusCode(201);
        patch("site", "*", "{\"icon\": \"media:" + picture + "\"}").then().statusCode(200);
        var shown = publish(draft(Map.of("title", "Shown", "body", markdown("![Alt](media:" + picture + ")")))
                .getString("id")).getString("id");
        published("Without a picture");
        Eventually.that(() -> query("select count(*) from pending_change") == 0);
        webhook(receiver.url(), "*");
        patch("media/" + picture, "*", "{\"caption\": \"A caption\"}").then().statusCode(200);
        var article = event("article.updated");
        assertEquals(shown, article.getString("data.id"));
        assertEquals("manual", article.getString("data.cause"));
        assertNotNull(article.getString("data.actor"));
        assertTrue(article.getList("data.surrogateKeys").contains(shown));
        event("author.updated");
        event("site.updated");
        assertEquals(3, receiver.received.size());
    }

    @Test
    void a_body_is_sent_to_those_who_ask_for_it() {
        try (var other = new TestReceiver()) {
            webhook(other.url(), "article.*");
            sending(Map.of("url", receiver.url(), "events", List.of("article.published"), "include", List.of("body")))
                    .post(WEBHOOKS).then().statusCode(201);
            published("With a body");
            assertTrue(event("article.published").getString("data.article.body").contains("Text of With a body."));
            Eventually.that(() -> other.received.size() == 1);
            assertNull(other.received.get(0).json().get("data.article.body"));
        }
    }

    @Test
    void a_webhook_hears_of_its_events_only_and_of_nothing_while_it_is_off() {
        var id = webhook(receiver.url(), "author.published", "site.*").getString("id");
        category("Machines");
        author("Linh Trần");
        var author = event("author.published");
        assertEquals("Linh Trần", author.getString("data.author.name"));
        assertEquals("taxonomy", author.getString("data.surrogateKeys[0]"));
        patch("site", "*", "{\"title\": \"Another title\"}").then().statusCode(200);
        assertEquals("Another title", event("site.updated").getString("data.site.title"));
        assertNull(event("site.updated").get("data.id"));
        patch("webhooks/" + id, "*", "{\"active\": false}").then().statusCode(200);
        author("Owen Hale");
        published("Later");
        Eventually.that(() -> query("select count(*) from pending_change") == 0
                && query("select count(*) from change where type = 'article'") > 0);
        patch("webhooks/" + id, "*", "{\"active\": true}").then().statusCode(200);
        staff().post(WEBHOOKS + "/" + id + "/replay?since=2000-01-01T00:00:00Z").then().statusCode(202)
                .body("deliveries", equalTo(3));
        Eventually.that(() -> receiver.received.size() == 5);
        assertEquals(1, receiver.received.stream().filter(r -> "owen-hale".equals(r.json().getString("data.slug")))
                .count());
    }

    @Test
    void comments_and_readers_are_told_by_their_ids_alone() {
        webhook(receiver.url(), "comment.*", "member.*", "subscriber.*");
        var article = published("Discussed").getString("id");
        var comment = approvedComment(article, "A word of praise", null);
        var approved = event("comment.approved");
        assertEquals(comment, approved.getString("data.id"));
        assertEquals(article, approved.getString("data.articleId"));
        assertEquals("approved", approved.getString("data.state"));
        assertEquals(List.of(article), approved.getList("data.surrogateKeys"));
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + comment).then().statusCode(204);
        event("comment.deleted");
        given().contentType(ContentType.JSON).body(Map.of("email", "reader@example.com")).post(API + "/subscriptions")
                .then().statusCode(202);
        assertEquals("pending", event("subscriber.created").getString("data.state"));
        given().contentType(ContentType.JSON)
                .body(Map.of("name", "Mai", "email", "mai@example.com", "password", "a sentence that only you know"))
                .post(API + "/members").then().statusCode(202);
        event("member.created");
        for (var request : receiver.received) {
            var body = request.body().toString();
            assertTrue(!body.contains("example.com") && !body.contains("praise") && !body.contains("Mai"), body);
        }
    }

    @Test
    void an_import_is_one_event_unless_a_webhook_asks_for_each_change() {
        try (var all = new TestReceiver()) {
            webhook(receiver.url(), "*");
            sending(Map.of("url", all.url(), "events", List.of("article.*"), "imports", true)).post(WEBHOOKS).then()
                    .statusCode(201);
            var lines = "{\"externalId\":\"%1$s\",\"state\":\"live\",\"article\":{\"title\":\"Number %1$s\",\"publishedAt\":\"2026-01-01T00:00:00Z\",\"body\":{\"format\":"
                    + "\"markdown\",\"source\":\"x\"}}}\n";
            staff().contentType("application/octet-stream")
                    .body((lines.formatted("1") + lines.formatted("2")).getBytes(StandardCharsets.UTF_8))
                    .post(ADMIN + "/imports?source=old").then().statusCode(202);
            var finished = event("import.finished");
            assertEquals("done", finished.getString("data.state"));
            assertEquals("import", finished.getString("data.cause"));
            Eventually.that(() -> all.received.size() >= 2);
            assertEquals(List.of("article.published number-1", "article.published number-2"),
                    all.received.stream().map(ReceivedRequest::json)
                            .map(json -> json.getString("type") + " " + json.getString("data.slug")).sorted().toList());
            assertEquals("import", all.received.get(0).json().getString("data.cause"));
            assertEquals(List.of("import.finished"), events());
        }
    }
}
