package dev.byline.listing;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the order that has the pinned articles first. */
@QuarkusTest
class PinnedOrderTest extends ServiceTest {
    private static final String SORT = "sort=pinned,-publishedAt";

    @BeforeEach
    void publishArticles() {
        category("News");
        category("Other");
        for (int i = 1; i <= 6; i++) {
            publish(draft(
                    Map.of("title", "A" + i, "categories", List.of("news"), "tags", List.of(i < 4 ? "Red" : "Blue"),
                            "pinned", i == 2 || i == 5, "body", markdown("Words."), "publishedAt",
                            "2024-01-0" + i + "T00:00:00Z"))
                    .getString("id"));
        }
    }

    private static List<String> titles(String query) {
        return get(API + "/articles?" + query).then().statusCode(200).extract().jsonPath().getList("items.title");
    }

    private static void change(String article, String mergePatch) {
        patch("articles/" + article, "*", mergePatch).then().statusCode(200);
        publish(article);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "&category=news", "&locale=en", "&category=news,other", "&tag=red,blue",
            "&publishedFrom=2020-01-01T00:00:00Z", "&q=words", "&category=news&tag=red,blue&match=any" })
    void pinned_articles_are_first_and_both_parts_newest_first(String filter) {
        var expected = List.of("A5", "A2", "A6", "A4", "A3", "A1");
        assertEquals(expected, titles(SORT + filter));
        for (int size = 1; size <= 3; size++) {
            var forth = new ArrayList<String>();
            JsonPath page = null;
            do {
                page = get(API + "/articles?" + SORT + filter + "&size=" + size
                        + (page == null ? "" : "&cursor=" + page.getString("page.next"))).then().statusCode(200)
                        .extract().jsonPath();
                forth.addAll(page.getList("items.title"));
            } while (page.getString("page.next") != null);
            assertEquals(expected, forth);
            assertEquals(expected.subList(6 - 2 * size, 6 - size),
                    titles(SORT + filter + "&size=" + size + "&cursor=" + page.getString("page.previous")));
            assertEquals(expected.subList(size, 2 * size), titles(SORT + filter + "&size=" + size + "&page=2"));
        }
    }

    @Test
    void a_pinned_article_moves_at_the_next_request() throws SQLException {
        assertEquals(List.of("A5", "A2", "A6", "A4", "A3", "A1"), titles(SORT + "&category=news"));
        change("a1", "{\"pinned\": true}");
        assertEquals(List.of("A5", "A2", "A1", "A6", "A4", "A3"), titles(SORT + "&category=news"));
        change("a5", "{\"pinned\": false}");
        assertEquals(List.of("A2", "A1", "A6", "A5", "A4", "A3"), titles(SORT + "&category=news"));
        change("a6", "{\"pinned\": true, \"categories\": [\"other\"]}");
        assertEquals(List.of("A2", "A1", "A5", "A4", "A3"), titles(SORT + "&category=news"));
        assertEquals(List.of("A6"), titles(SORT + "&category=other"));
        verb("articles/a2/unpublish").then().statusCode(200);
        assertEquals(List.of("A6", "A1", "A5", "A4", "A3"), titles(SORT));
        assertListsAgreeWithArticles();
    }

    @Test
    void a_pinned_article_is_first_in_lists_that_it_comes_into_later() throws SQLException {
        patch("categories/news", "*", "{\"parent\": \"other\"}").then().statusCode(200);
        assertEquals(List.of("A5", "A2", "A6", "A4", "A3", "A1"), titles(SORT + "&category=other"));
        sending(Map.of("into", "blue")).header("If-Match", "*").post(ADMIN + "/tags/red/merge").then().statusCode(200);
        assertEquals(List.of("A5", "A2", "A6", "A4", "A3", "A1"), titles(SORT + "&tag=blue"));
        change("a2", "{\"tags\": [\"Green\"]}");
        assertEquals(List.of("A2"), titles(SORT + "&tag=green"));
        assertListsAgreeWithArticles();
    }

    private void assertListsAgreeWithArticles() throws SQLException {
        assertEquals(0, query("select count(*) from listing l join publication p using (article_id)"
                + " where l.pinned <> p.pinned"));
    }

    @Test
    void the_order_is_one_value_and_its_cursor_belongs_to_it() {
        for (var wrong : List.of("pinned", "-pinned", "pinned,publishedAt", "-publishedAt,pinned")) {
            get(API + "/articles?sort=" + wrong).then().statusCode(400).body("violations[0].field", equalTo("sort"))
                    .body("violations[0].message", containsString("pinned,-publishedAt"));
        }
        given().urlEncodingEnabled(false).get(API + "/articles?sort=pinned%2C-publishedAt&size=1").then()
                .statusCode(200).body("items.title",
                        contains("A5"));
        var cursor = get(API + "/articles?size=1&" + SORT).jsonPath().getString("page.next");
        get(API + "/articles?size=1&cursor=" + cursor).then().statusCode(400);
        List<String> values = get("/q/openapi?format=json").jsonPath().getList(
                "paths.'/api/v1/articles'.get.parameters.find { it.name == 'sort' }.schema.enum");
        assertEquals(true, values.contains("pinned,-publishedAt"));
    }
}
