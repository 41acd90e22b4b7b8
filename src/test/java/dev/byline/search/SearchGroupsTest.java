package dev.byline.search;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Year;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Checks the order of hits over all pages, and that groups of hits are neither read too early nor left out. */
@QuarkusTest
class SearchGroupsTest extends ServiceTest {

    @BeforeEach
    void articles() {
        category("News");
        for (int i = 0; i < 4; i++) {
            publishText("Winter " + i, "Snow.", 2010 + i);
            publishText("Cold " + i, "It mentions winter once.", 2020 + i);
            publishText("Warm " + i, "It mentions winterberry shrubs.", 2000 + i);
        }
    }

    private static void publishText(String title, String body, int year) {
        publish(draft(Map.of("title", title, "categories", List.of("news"), "body", markdown(body), "publishedAt",
                year + "-01-01T00:00:00Z")).getString("id"));
    }

    private static final List<String> EXPECTED = List.of("Winter 3", "Winter 2", "Winter 1", "Winter 0", "Cold 3",
            "Cold 2", "Cold 1", "Cold 0", "Warm 3", "Warm 2", "Warm 1", "Warm 0");

    private static JsonPath search(String q, String parameters) {
        return given().queryParam("q", q).get(API + "/search?" + parameters).then().statusCode(200).extract()
                .jsonPath();
    }

    @Test
    void titles_come_first_then_words_then_beginnings_on_pages_of_any_size_and_in_both_directions() {
        for (int size : List.of(1, 2, 3, 4, 5, 12, 20)) {
            var forwards = new ArrayList<String>();
            var page = search("winter", "count=exact&size=" + size);
            while (true) {
                assertEquals(12, page.getInt("page.total"));
                forwards.addAll(page.getList("items.title"));
                if (page.getString("page.next") == null) {
                    break;
                }
                page = search("winter", "count=exact&size=" + size + "&cursor=" + page.getString("page.next"));
            }
            assertEquals(EXPECTED, forwards, "size " + size);
            var backwards = new ArrayList<String>(page.getList("items.title"));
            Collections.reverse(backwards);
            while (page.getString("page.previous") != null) {
                page = search("winter", "size=" + size + "&cursor=" + page.getString("page.previous"));
                var titles = new ArrayList<String>(page.getList("items.title"));
                Collections.reverse(titles);
                backwards.addAll(titles);
            }
            Collections.reverse(backwards);
            assertEquals(EXPECTED, backwards, "size " + size + ", backwards");
            for (int number = 1; (number - 1) * size < 12; number++) {
                assertEquals(EXPECTED.subList((number - 1) * size, Math.min(12, number * size)),
                        search("winter", "size=" + size + "&page=" + number).getList("items.title"));
            }
        }
        assertEquals(12, search("winter", "size=1&facets=category").getInt("facets.category[0].articles"));
    }

    @Test
    void a_short_beginning_is_found_beside_other_words_and_alone() {
        get(API + "/search?q=mentions wi").then().body("items", hasSize(8));
        get(API + "/search?q=wi").then().body("items", hasSize(12));
        get(API + "/search?q=shrubs wi").then().body("items.title", equalTo(EXPECTED.subList(8, 12)));
        get(API + "/search?q=snow wi").then().body("items.title", equalTo(EXPECTED.subList(0, 4)));
    }

    /** On large sites the newest matches are looked for in steps, which must not change what is found. */
    @Test
    void a_large_site_has_the_same_order() throws SQLException {
        publishText("Winter now", "x", Year.now().getValue());
        execute("analyze search_document");
        var small = search("winter", "size=20").getList("items.title");
        execute("update pg_class set reltuples = 1000000 where oid = cast('search_document' as regclass)");
        changeTracker.markAllChanged();
        assertEquals(small, search("winter", "size=20").getList("items.title"));
        execute("analyze search_document");
    }

    @Test
    void a_search_is_one_statement_if_its_query_and_its_summaries_are_in_memory() {
        // Also after the background work of the publications, which makes what was read before outdated.
        statements(() -> search("winter", "size=20"));
        statements(() -> search("snow", "size=20"));
        for (int size = 2; size < 5; size++) {
            int rows = size;
            assertEquals(1, statements(() -> search("winter", "size=" + rows)));
            assertEquals(1, statements(() -> search("snow", "size=" + rows)));
        }
    }
}
