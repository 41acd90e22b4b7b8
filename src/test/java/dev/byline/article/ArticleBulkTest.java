package dev.byline.article;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** Tests verbs that are applied to many articles in one request. */
@QuarkusTest
class ArticleBulkTest extends ServiceTest {
    private static final String UNKNOWN_ID = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69";

    @Test
    void each_item_succeeds_or_fails_for_itself() {
        var good = draft("Good").getString("id");
        var empty = draft(Map.of("title", "Empty")).getString("id");
        var stale = draft("Stale").getString("id");
        bulk("publish", List.of(item(good, 1), item(empty, 1), item(stale, 7), item(UNKNOWN_ID, 1), item(good, 1)))
                .then()
                .statusCode(200).body("succeeded", equalTo(1)).body("failed", equalTo(4))
                .body("results.status", equalTo(List.of(200, 422, 412, 404, 412)))
                .body("results.id", equalTo(List.of(good, empty, stale, UNKNOWN_ID, good)))
                .body("results[0].version", equalTo(2)).body("results[0].state", equalTo("live"))
                .body("results[1].problem.violations.field", equalTo(List.of("/body")))
                .body("results[2].problem.detail", containsString("the current version is 1"));
        get(API + "/articles").then().body("items.id", equalTo(List.of(good)));
    }

    @Test
    void every_verb_can_be_used_in_bulk() {
        var id = draft("All").getString("id");
        bulk("publish", List.of(item(id, 1))).then().body("results[0].state", equalTo("live"));
        patch("articles/" + id, "\"2\"", "{\"title\": \"Changed\"}").then().statusCode(200);
        bulk("revert", List.of(item(id, 3))).then().body("results[0].version", equalTo(4));
        bulk("unpublish", List.of(item(id, 4))).then().body("results[0].state", equalTo("unpublished"));
        bulk("trash", List.of(item(id, 5))).then().body("results[0].state", equalTo("trashed"));
        bulk("publish", List.of(item(id, 6))).then().body("results[0].status", equalTo(409))
                .body("results[0].problem.allowed", equalTo(List.of("restore", "purge")));
        bulk("restore", List.of(item(id, 6))).then().body("results[0].state", equalTo("unpublished"));
        bulk("trash", List.of(item(id, 7))).then().body("results[0].status", equalTo(200));
        bulk("purge", List.of(item(id, 8))).then().body("results[0].status", equalTo(200)).body("results[0].version",
                equalTo(null));
        staff().get(ADMIN + "/articles/" + id).then().statusCode(404);
    }

    @Test
    void verbs_are_planned_in_bulk_too() {
        var id = draft("Later").getString("id");
        sending(Map.of("verb", "publish", "at", "2100-01-01T00:00:00Z", "items", List.of(item(id, 1))))
                .post(ADMIN + "/bulk/articles").then().body("results[0].state", equalTo("never_published"));
        staff().get(ADMIN + "/articles?schedule=publish").then().body("items.id", equalTo(List.of(id)));
        sending(Map.of("verb", "trash", "at", "2100-01-01T00:00:00Z", "items", List.of(item(id, 2))))
                .post(ADMIN + "/bulk/articles").then().statusCode(422).body("violations[0].field", equalTo("/at"));
    }

    @Test
    void a_hundred_items_are_the_most() {
        var ids = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 100; i++) {
            ids.add(item(draft("Bulk " + i).getString("id"), 1));
        }
        bulk("publish", ids).then().statusCode(200).body("succeeded", equalTo(100)).body("results", hasSize(100));
        bulk("publish", Collections.nCopies(101, ids.get(0))).then().statusCode(422).body("violations[0].field",
                equalTo("/items"));
        bulk("publish", List.of()).then().statusCode(422);
        bulk("change", ids).then().statusCode(422).body("violations[0].field", equalTo("/verb"));
        bulk("publish", List.of(Map.of("id", "x", "version", 1))).then().statusCode(422).body("violations[0].field",
                equalTo("/items/0/id"));
        bulk("publish", List.of(Map.of("id", UNKNOWN_ID))).then().statusCode(422).body("violations[0].field",
                equalTo("/items/0/version"));
    }

    private static Map<String, Object> item(String id, int version) {
        return Map.of("id", id, "version", version);
    }

    private static Response bulk(String verb, List<?> items) {
        return sending(Map.of("verb", verb, "items", items)).post(ADMIN + "/bulk/articles");
    }
}
