package dev.byline.preview;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
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
        for (var other : List.of("x", token + "A", token.substring(1), "%20", "ä", "A".repeat(3000))) {
            get(API + "/previews/" + other).then().statusCode(404);
        }
    }

    @Test
    void a_site_without_a_frontend_for_previews_gets_a_page() {
        author("Linh Trần");
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"], \"timeZone\": \"Asia/Ho_Chi_Minh\"}").then()
                .statusCode(200);
        var id = draft(Map.of("title", "Chào <bạn>", "locale", "vi", "authors", List.of("linh-tran"), "cover",
                Map.of("url", "https://x.example/cover.jpg", "alt", "Một \"ảnh\"", "width", 1200), "body",
                markdown("Đoạn *đầu*.\n\n<script>x</script>"), "publishedAt", "2023-11-22T20:00:00Z"))
                .getString("id");
        var made = preview(id, Map.of());
        var url = made.getString("url");
        assertTrue(url.matches("http://localhost:[0-9]+/pages/preview\\?token=" + made.getString("token")), url);
        var page = get(url).then().statusCode(200).contentType("text/html; charset=UTF-8")
                .header("Cache-Control", "no-store").header("X-Robots-Tag", "noindex")
                .header("Referrer-Policy", "no-referrer").header("X-Content-Type-Options", "nosniff").extract();
        var policy = page.header("Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; style-src 'nonce-") && !policy.contains("script-src")
                && policy.contains("form-action 'none'; frame-ancestors 'none'; base-uri 'none'"), policy);
        var html = page.asString();
        for (var part : List.of("<html lang=\"vi\" dir=\"ltr\">", "<h1>Chào &lt;bạn&gt;</h1>",
                "<p class=\"about\">Linh Trần</p>", "Đây là bản xem trước", "<p>Đoạn <em>đầu</em>.</p>",
                "<time datetime=\"2023-11-22T20:00:00Z\">23 tháng 11, 2023</time>",
                "<img src=\"https://x.example/cover.jpg\" alt=\"Một &quot;ảnh&quot;\" width=\"1200\">")) {
            assertTrue(html.contains(part), part + "\n" + html);
        }
        assertFalse(html.contains("<script") || html.contains(made.getString("token")), html);
        patch("articles/" + id, "*", "{\"title\": \"Sau\", \"cover\": null, \"authors\": []}").then()
                .statusCode(200);
        get(url).then().statusCode(200).body(containsString("<h1>Sau</h1>")).body(not(containsString("<img")));
        given().head(url).then().statusCode(200);
        assertEquals(0, get(API + "/articles").jsonPath().getList("items").size());
    }

    @Test
    void the_page_follows_the_direction_of_the_article_and_shows_an_article_without_a_body() {
        patch("site", "*", "{\"locales\": [\"en\", \"ar\", \"de\"]}").then().statusCode(200);
        var arabic = draft(Map.of("title", "مرحبا", "locale", "ar")).getString("id");
        get(preview(arabic, Map.of()).getString("url")).then().statusCode(200)
                .body(containsString("<html lang=\"ar\" dir=\"rtl\">"))
                .body(containsString("<header class=\"note\" lang=\"en\" dir=\"ltr\">This is a preview."))
                .body(not(containsString("Updated")));
        var german = draft(Map.of("title", "Hallo", "locale", "de", "publishedAt", "2023-11-23T08:00:00Z",
                "updatedAt", "2023-11-24T08:00:00Z")).getString("id");
        get(preview(german, Map.of()).getString("url")).then().body(containsString(">23. November 2023</time>"))
                .body(containsString(">Updated: November 24, 2023</time>"))
                .body(containsString("<html lang=\"de\" dir=\"ltr\">"));
    }

    @Test
    void a_link_that_leads_nowhere_has_a_readable_page() throws SQLException {
        var made = preview(draft("Brief").getString("id"), Map.of());
        var page = made.getString("url");
        for (var unknown : List.of(page + "x", page.replaceAll("=.*", "="), page.replaceAll("[?].*", ""),
                page.replaceAll("=.*", "=%00"), page + "&token=x&utm_source=mail")) {
            var refused = get(unknown).then().contentType("text/html; charset=UTF-8")
                    .header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
            if (unknown.contains("utm_source")) {
                // The first token counts, and other parameters do not.
                refused.statusCode(200);
            } else {
                refused.statusCode(404).body(containsString("<h1>There is no such preview</h1>"));
            }
        }
        execute("delete from preview");
        get(page).then().statusCode(410).contentType("text/html; charset=UTF-8")
                .header("X-Robots-Tag", "noindex").body(containsString("<h1>This preview has ended</h1>"));
        patch("site", "*", "{\"locales\": [\"vi\"], \"defaultLocale\": \"vi\"}").then().statusCode(200);
        get(page).then().statusCode(410).body(containsString("<html lang=\"vi\""))
                .body(containsString("Bản xem trước đã kết thúc"));
        given().post("/pages/preview").then().statusCode(405);
    }

    @Test
    void the_template_of_the_site_leads_to_the_frontend() {
        var id = draft("Đăng ký").getString("id");
        patch("site", "*", "{\"previewUrl\": \"https://blog.example/{locale}/preview/{slug}?t={token}\"}").then()
                .statusCode(200)
                .body("previewUrl", equalTo("https://blog.example/{locale}/preview/{slug}?t={token}"));
        var made = preview(id, Map.of());
        assertEquals("https://blog.example/en/preview/dang-ky?t=" + made.getString("token"), made.getString("url"));
        staff().get(ADMIN + "/articles/" + id + "/previews").then().body("items[0].url", nullValue());
        for (var wrong : List.of("https://blog.example/preview", "javascript:{token}", "https://x y/{token}")) {
            patch("site", "*", "{\"previewUrl\": \"" + wrong + "\"}").then().statusCode(422)
                    .body("violations[0].field", equalTo("/previewUrl"));
        }
        patch("site", "*", "{\"title\": \"Kept\"}").then().statusCode(200)
                .body("previewUrl", containsString("{token}"));
        patch("site", "*", "{\"previewUrl\": null}").then().statusCode(200).body("previewUrl", nullValue());
        assertTrue(preview(id, Map.of()).getString("url").contains("/pages/preview?token="));
    }

    @Test
    void a_repeated_request_gets_no_address_again() {
        var id = draft("Once").getString("id");
        for (int i = 0; i < 2; i++) {
            sending(Map.of()).header("Idempotency-Key", "preview-of-once")
                    .post(ADMIN + "/articles/" + id + "/previews").then().statusCode(201)
                    .body("url", i == 0 ? containsString("/pages/preview?token=") : nullValue());
        }
    }

    private static JsonPath preview(String article, Map<String, String> input) {
        return sending(input).post(ADMIN + "/articles/" + article + "/previews").then().statusCode(201).extract()
                .jsonPath();
    }
}
