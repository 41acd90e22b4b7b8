package dev.byline.article;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** Tests that a body renders without being saved as it would after saving. */
@QuarkusTest
class RenderTest extends ServiceTest {
    private static final String MARKDOWN = """
            ## Why *anchors*?

            A "quoted" paragraph with <script>alert(1)</script> a [link](#why-anchors) and ~~nothing~~.

            https://www.youtube.com/watch?v=dQw4w9WgXcQ

            > [!NOTE]
            > A note.[^1]

            [^1]: A footnote.
            """;

    @Test
    void rendering_shows_what_saving_and_publishing_show() {
        for (var body : List.of(markdown(MARKDOWN), Map.of("format", "html", "source",
                "<h2 id=a>A</h2><p onclick=\"x()\">Text</p><img src=\"/x.jpg\" alt=\"A picture\">"))) {
            var title = "Rendered " + body.get("format");
            var article = draft(Map.of("title", title, "body", body));
            var id = article.getString("id");
            var rendered = render(body, "?article=" + id).then().statusCode(200).extract().jsonPath();
            assertEquals(article.getString("body.html"), rendered.getString("html"));
            publish(id);
            var published = get(API + "/articles/" + id).jsonPath();
            assertEquals(published.getString("body.html"), rendered.getString("html"));
            assertEquals(published.<Object>get("body.contents"), rendered.<Object>get("contents"));
            assertEquals(published.getString("excerpt"), rendered.getString("excerpt"));
            assertEquals(published.getInt("readingMinutes"), rendered.getInt("readingMinutes"));
            // Another article, or none yet, has other anchors and the same text.
            assertEquals(withoutPrefixes(rendered.getString("html")),
                    withoutPrefixes(render(body, "").jsonPath().getString("html")));
        }
    }

    @Test
    void rendering_writes_nothing_and_runs_no_more_statements_for_a_long_text() throws Exception {
        var before = query("select count(*) from article") + query("select count(*) from audit_entry");
        var small = statementsOfMisses(() -> render(markdown("Short."), "").then().statusCode(200));
        var large = statementsOfMisses(
                () -> render(markdown("A sentence.\n\n".repeat(20_000)), "").then().statusCode(200));
        assertEquals(small, large);
        // The key of the request, and nothing else.
        assertEquals(statementsOfMisses(() -> staff().get(ADMIN + "/accounts/me").then().statusCode(200)), small);
        assertEquals(before, query("select count(*) from article") + query("select count(*) from audit_entry"));
    }

    @Test
    void rendering_has_the_limits_of_saving() throws Exception {
        render(markdown("x".repeat(500_001)), "").then().statusCode(422).body("violations[0].field",
                equalTo("/source"));
        render(markdown("x".repeat(500_000)), "").then().statusCode(200);
        sending("{\"format\": \"markdown\", \"source\": \"" + "x".repeat(3_000_000) + "\"}").post(ADMIN + "/render")
                .then().statusCode(413);
        render(Map.of("format", "bbcode", "source", "x"), "").then().statusCode(422);
        render(Map.of("format", "markdown"), "").then().statusCode(422);
        render(Map.of("format", "html", "source", "<i>".repeat(150_000)), "").then().statusCode(422)
                .body("violations[0].field", equalTo("/source"))
                .body("violations[0].field", containsString("source"));
        render(markdown("x"), "?article=dang-ky").then().statusCode(400);
        with(signedIn("An", "author"), markdown("*x*")).post(ADMIN + "/render").then().statusCode(200)
                .body("html", equalTo("<p><em>x</em></p>")).header("Cache-Control", "private, no-store");
    }

    private static Response render(Map<String, ?> body, String query) {
        return sending(body).post(ADMIN + "/render" + query);
    }

    private static String withoutPrefixes(String html) {
        return html.replaceAll("(id=\"|href=\"#)a[0-9a-f]+-", "$1");
    }
}
