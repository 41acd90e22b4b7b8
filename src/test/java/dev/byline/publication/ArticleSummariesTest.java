package dev.byline.publication;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.ServiceTest;
import dev.byline.stats.Stats;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class ArticleSummariesTest extends ServiceTest {
    @Inject
    ArticleSummaries summaries;
    @Inject
    ObjectMapper json;

    private UUID article(String title) {
        if (staff().get(ADMIN + "/categories/news").statusCode() == 404) {
            category("News");
        }
        return UUID.fromString(publish(draft(Map.of("title", title, "categories", List.of("news"), "tags",
                List.of("Ngôn ngữ", "C++"), "body", markdown("A body."))).getString("id")).getString("id"));
    }

    @Test
    void the_kept_json_has_the_bytes_of_the_json_of_the_platform() throws Exception {
        var id = article("\"stats\":{\"views\":1} </script> \\ 𝒙 Ấn phẩm");
        for (int round = 0; round < 2; round++) {
            var summary = new ArticleSummary(summaries.find(List.of(id)).get(id), new Stats(12, 7, 3));
            assertNotNull(summary.jsonBeforeStats);
            // Only bytes are copied; text is written by the platform.
            assertEquals(json.writeValueAsString(summary),
                    new String(json.writeValueAsBytes(summary), StandardCharsets.UTF_8));
        }
    }

    @Test
    void lists_and_articles_that_were_read_before_take_one_statement() {
        var id = article("One");
        article("Two");
        assertEquals(4, statementsOfMisses(() -> get(API + "/articles?category=news&size=9").then().statusCode(200)));
        // The lists have no use for the ancestors of the category.
        assertEquals(2, statements(() -> get(API + "/articles/one").then().statusCode(200)));
        for (var path : List.of("/articles?size=8", "/articles?category=news&size=8", "/articles?sort=title",
                "/articles/" + id)) {
            assertEquals(1, statements(() -> get(API + path).then().statusCode(200)), path);
        }
    }

    @Test
    void what_is_not_live_any_more_is_in_no_list_although_its_summary_is_kept() throws SQLException {
        var one = article("One");
        article("Two");
        get(API + "/articles").then().body("items.slug", contains("two", "one"));
        // As if another node had unpublished the article and its notification had not come yet.
        execute("delete from publication where article_id = '" + one + "'");
        get(API + "/articles?size=9").then().body("items.slug", contains("two"));
        get(API + "/articles?size=9&ids=" + one).then().body("items", empty());
        assertEquals(Map.of(), summaries.find(List.of(one)));
    }

    @Test
    void a_new_name_of_a_tag_or_category_is_in_the_next_list() {
        article("One");
        get(API + "/articles").then().body("items[0].categories.name", contains("News"));
        patch("categories/news", "*", "{\"name\": \"Events\"}").then().statusCode(200);
        get(API + "/articles").then().body("items[0].categories.name", contains("Events"));
        patch("tags/c-plus-plus", "*", "{\"name\": \"C plus plus\"}").then().statusCode(200);
        get(API + "/articles?size=9").then().body("items[0].tags.name", contains("Ngôn ngữ", "C plus plus"))
                .body("items[0].stats.comments", equalTo(0));
    }
}
