package dev.byline.preview;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests preview links. */
@QuarkusTest
class PreviewTest extends ServiceTest {

    @Test
    void a_link_shows_the_working_copy_in_the_published_shape_to_whoever_has_it() {
        author("Linh");
        var id = published("Before").getString("id");
        var made = preview(id, Map.of());
        assertEquals("/api/v1/previews/" + made.getString("token"), made.getString("path"));
        patch("articles/" + id, "*",
                "{\"title\": \"After\", \"authors\": [\"linh\"], \"tags\": [\"new\"], \"body\": {\"source\": \"# *After*\"}}")
                .then().statusCode(200);
        var shown = get(made.getString("path")).then().statusCode(200).header("Cache-Control", "private, no-store")
                .header("X-Robots-Tag", "noindex").header("ETag", nullValue()).body("title", equalTo("After"))
                .body("authors.slug", equalTo(List.of("linh"))).body("tags.name", equalTo(List.of("new")))
                .body("publishedAt", matchesPattern(".*Z")).extract().jsonPath();
        get(API + "/articles/before").then().body("title", equalTo("Before")).body("tags", hasSize(0));
        publish(id);
        var published = get(API + "/articles/before").jsonPath();
        assertEquals(published.getMap("$").keySet(), shown.getMap("$").keySet());
        assertEquals(published.getString("body.html"), shown.getString("body.html"));
        assertEquals(0, get(API + "/articles/before").jsonPath().getInt("stats.views"));
    }

    @Test
    void a_draft_that_lacks_everything_can_be_previewed() {
        var id = draft(Map.of("title", "Only a title")).getString("id");
        get(preview(id, Map.of()).getString("path")).then().statusCode(200).body("title", equalTo("Only a title"))
                .body("body.html", equalTo("")).body("excerpt", equalTo("")).body("categories", hasSize(0));
    }

    @Test
    void a_revoked_link_and_one_of_an_article_in_the_trash_lead_nowhere() {
        var id = draft("Secret").getString("id");
        var first = preview(id, Map.of());
        var second = preview(id, Map.of());
        staff().get(ADMIN + "/articles/" + id + "/previews").then().statusCode(200)
                .body("items.id", equalTo(List.of(second.getString("id"), first.getString("id"))))
                .body("items[0].token", nullValue()).body("items[0].createdBy", equalTo("environment"));
        var other = draft("Other").getString("id");
        staff().delete(ADMIN + "/articles/" + other + "/previews/" + first.getString("id")).then().statusCode(404);
        staff().delete(ADMIN + "/articles/" + id + "/previews/" + first.getString("id")).then().statusCode(204);
        staff().delete(ADMIN + "/articles/" + id + "/previews/" + first.getString("id")).then().statusCode(404);
        get(first.getString("path")).then().statusCode(410).body("type", equalTo("urn:byline:problem:gone"));
        get(second.getString("path")).then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
        get(second.getString("path")).then().statusCode(410);
    }

    @Test
    void a_link_expires_and_cannot_be_prolonged() throws Exception {
        var id = draft("Brief").getString("id");
        var made = preview(id, Map.of("expiresAt", Instant.now().plus(Duration.ofDays(89)).toString()));
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("delete from preview");
        }
        get(made.getString("path")).then().statusCode(410);
        var brief = preview(id, Map.of("expiresAt", Instant.now().plusMillis(300).toString()));
        while (get(brief.getString("path")).statusCode() == 200) {
            Thread.onSpinWait();
        }
        get(brief.getString("path")).then().statusCode(410);
        staff().get(ADMIN + "/articles/" + id + "/previews").then().body("items", hasSize(0));
        for (var wrong : List.of("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "tomorrow")) {
            sending(Map.of("expiresAt", wrong)).post(ADMIN + "/articles/" + id + "/previews").then().statusCode(422)
                    .body("violations[0].field", equalTo("/expiresAt"));
        }
    }

    @Test
    void a_token_that_was_altered_is_no_token() {
        var token = preview(draft("Signed").getString("id"), Map.of()).getString("token");
        for (int i = 0; i < token.length() - 1; i += 7) {
            var altered = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
            get(API + "/previews/" + altered).then().statusCode(404);
        }
        for (var other : List.of("x", token + "A", token.substring(1), "..", "%20", "ä", "A".repeat(3000))) {
            get(API + "/previews/" + other).then().statusCode(404);
        }
    }

    private static JsonPath preview(String article, Map<String, String> input) {
        return sending(input).post(ADMIN + "/articles/" + article + "/previews").then().statusCode(201).extract()
                .jsonPath();
    }
}
