package dev.byline.category;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** Tests the category tree: order, moves, merges, counts. */
@QuarkusTest
class CategoryTreeTest extends ServiceTest {
    @Test
    void the_tree_lists_in_the_order_that_editors_gave_it() {
        tree();
        assertTree("a a1 a2 b b1 b11 c");
        get(API + "/categories/b11").then().body("parent.slug", equalTo("b1")).body("level", equalTo(3))
                .body("position", equalTo(0));
        get(API + "/categories?parent=a").then().body("items.slug", equalTo(List.of("a1", "a2")));
        get(API + "/categories?sort=name&size=3").then().body("items.slug", equalTo(List.of("a", "a1", "a2")));
        get(API + "/categories?parent=nope").then().statusCode(400);
        get(API + "/categories?sort=nme").then().statusCode(400);
        create("a0", "a", 0).then().statusCode(201).body("position", equalTo(0));
        assertTree("a a0 a1 a2 b b1 b11 c");
        patch("categories/c", "\"1\"", "{\"position\": 0}").then().statusCode(200).body("version", equalTo(2))
                .body("position", equalTo(0));
        assertTree("c a a0 a1 a2 b b1 b11");
        patch("categories/c", "\"2\"", "{\"position\": 99}").then().statusCode(200).body("position", equalTo(2));
        patch("categories/c", "\"3\"", "{\"position\": 99}").then().statusCode(200).body("version", equalTo(3));
        patch("categories/c", "*", "{\"position\": -1}").then().statusCode(422);
        assertTree("a a0 a1 a2 b b1 b11 c");
    }

    @Test
    void moving_takes_everything_below_along_and_cycles_are_refused() {
        tree();
        patch("categories/b", "*", "{\"parent\": \"a\", \"position\": 1}").then().statusCode(200)
                .body("parent.slug", equalTo("a"));
        assertTree("a a1 b b1 b11 a2 c");
        patch("categories/b1", "*", "{\"parent\": null}").then().statusCode(200).body("parent", nullValue())
                .body("level", equalTo(1)).body("position", equalTo(2));
        assertTree("a a1 b a2 c b1 b11");
        for (var below : List.of("a", "a1", "b")) {
            patch("categories/a", "*", "{\"parent\": \"" + below + "\"}").then().statusCode(422)
                    .body("violations[0].field", equalTo("/parent"));
        }
        patch("categories/a", "*", "{\"parent\": \"nope\"}").then().statusCode(422);
        assertTree("a a1 b a2 c b1 b11");
    }

    @Test
    void two_moves_at_once_make_no_cycle() throws Exception {
        for (int i = 0; i < 5; i++) {
            resetDatabase();
            create("x", null, null);
            create("y", null, null);
            var flip = new AtomicInteger();
            runConcurrently(8, () -> flip.getAndIncrement() % 2 == 0
                    ? patch("categories/x", "*", "{\"parent\": \"y\"}").statusCode()
                    : patch("categories/y", "*", "{\"parent\": \"x\"}").statusCode());
            assertEquals(2, get(API + "/categories").jsonPath().getList("items").size());
            assertEquals(1, query("select count(*) from category where parent_id is null"));
        }
    }

    @Test
    void the_tree_has_at_most_ten_levels() {
        String parent = null;
        for (int level = 1; level <= 10; level++) {
            create("l" + level, parent, null).then().statusCode(201);
            parent = "l" + level;
        }
        create("l11", "l10", null).then().statusCode(422).body("violations[0].message", containsString("10 levels"));
        create("top", null, null).then().statusCode(201);
        create("below", "top", null).then().statusCode(201);
        patch("categories/top", "*", "{\"parent\": \"l9\"}").then().statusCode(422);
        merge("categories/top", "l10").then().statusCode(409);
        patch("categories/top", "*", "{\"parent\": \"l8\"}").then().statusCode(200);
    }

    @Test
    void counts_say_own_and_in_the_tree_and_an_article_in_two_branches_counts_once() {
        tree();
        publishIn("One", "b11", "a1");
        publishIn("Two", "b1", "b11");
        publishIn("Three", "b");
        draft(Map.of("title", "Draft", "categories", List.of("b11")));
        assertCounts("b", 1, 3);
        assertCounts("b1", 1, 2);
        assertCounts("b11", 2, 2);
        assertCounts("a", 0, 1);
        assertCounts("c", 0, 0);
        get(API + "/articles?category=b&count=exact").then().body("items.title",
                equalTo(List.of("Three", "Two", "One"))).body("page.total", equalTo(3));
        get(API + "/articles?category=b&exact=true").then().body("items.title", equalTo(List.of("Three")));
        get(API + "/articles?category=b1&exact=false").then().body("items", hasSize(2));
        get(API + "/articles?exact=true").then().statusCode(400).body("violations[0].field", equalTo("exact"));
        staff().get(ADMIN + "/articles?category=b").then().body("items", hasSize(4));
        staff().get(ADMIN + "/articles?category=b&exact=true").then().body("items.title", equalTo(List.of("Three")));
        staff().get(ADMIN + "/articles?exact=true").then().statusCode(400);
        var page = get(API + "/articles?category=b&size=2").jsonPath();
        get(API + "/articles?category=b&size=2&cursor=" + page.getString("page.next")).then().body("items.title",
                equalTo(List.of("One")));
        get(API + "/articles?category=b&exact=true&cursor=" + page.getString("page.next")).then().statusCode(400);
    }

    @Test
    void merging_moves_articles_and_children_and_keeps_the_first_of_two_places() {
        tree();
        var both = publishIn("Both", "b", "c", "a");
        publishIn("Only", "b");
        draft(Map.of("title", "Draft", "categories", List.of("a1", "a", "b")));
        merge("categories/b", "b").then().statusCode(422).body("violations[0].field", equalTo("/into"));
        merge("categories/b", "b11").then().statusCode(422);
        merge("categories/b", "nope").then().statusCode(422);
        staff().header("If-Match", "\"1\"").contentType("application/json").body(Map.of("into", "a"))
                .post(ADMIN + "/categories/b/merge").then().statusCode(200).body("slug", equalTo("a"));
        staff().get(ADMIN + "/categories/b").then().statusCode(200).body("slug", equalTo("a"));
        staff().header("If-Match", "*").delete(ADMIN + "/categories/b").then().statusCode(404);
        assertTree("a a1 a2 b1 b11 c");
        get(API + "/articles/both").then().body("categories.slug", equalTo(List.of("a", "c")));
        staff().get(ADMIN + "/articles/" + both).then().body("categories.slug", equalTo(List.of("a", "c")))
                .body("hasUnpublishedChanges", equalTo(false));
        staff().get(ADMIN + "/articles/draft").then().body("categories.slug", equalTo(List.of("a1", "a")));
        assertCounts("a", 2, 2);
        patch("articles/" + both, "*", "{\"categories\": [\"c\", \"a1\", \"a\"]}").then().statusCode(200).body(
                "categories.slug", equalTo(List.of("c", "a1", "a")));
        publish(both);
    }

    @Test
    void what_is_in_use_is_deleted_only_with_a_place_for_what_is_in_it() {
        tree();
        publishIn("Filed", "b1");
        delete("b1", "").then().statusCode(409).body("type", equalTo("urn:byline:problem:in-use"))
                .body("detail", containsString("moveTo"));
        delete("b", "").then().statusCode(409).body("detail", containsString("below 'b'"));
        delete("b1", "?moveTo=nope").then().statusCode(400);
        delete("b1", "?moveTo=b11").then().statusCode(400).body("violations[0].field", equalTo("moveTo"));
        delete("b1", "?moveTo=c").then().statusCode(204);
        assertTree("a a1 a2 b c b11");
        get(API + "/articles/filed").then().body("categories.slug", equalTo(List.of("c")));
        delete("a2", "").then().statusCode(204);
        delete("a1", "").then().statusCode(204);
        delete("a", "").then().statusCode(204);
        assertTree("b c b11");
        get(API + "/categories/b").then().body("position", equalTo(0));
    }

    @Test
    void merges_amid_writers_lose_no_link_double_none_and_cause_no_error() throws Exception {
        for (int i = 0; i < 4; i++) {
            create("m" + i, null, null);
        }
        create("target", null, null);
        var drafts = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            drafts.add(draft(Map.of("title", "W" + i, "categories", List.of("m" + i % 4, "m" + (i + 1) % 4), "tags",
                    List.of("t" + i % 4), "body", markdown("x"))).getString("id"));
        }
        var tasks = new ArrayList<Callable<Integer>>();
        for (var id : drafts) {
            tasks.add(() -> verb("articles/" + id + "/publish").statusCode());
            tasks.add(() -> patch("articles/" + id, "*", "{\"excerpt\": \"x\"}").statusCode());
        }
        for (int i = 0; i < 4; i++) {
            var from = i;
            tasks.add(tasks.size() / 2, () -> merge("categories/m" + from, "target").statusCode());
            tasks.add(() -> merge("tags/t" + from, "t0").statusCode());
        }
        var next = new AtomicInteger();
        var statuses = runConcurrently(tasks.size(), () -> tasks.get(next.getAndIncrement()).call());
        assertTrue(statuses.stream().allMatch(s -> s == 200 || s == 422 || s == 409 || s == 404),
                statuses.toString());
        for (var id : drafts) {
            assertEquals(200, verb("articles/" + id + "/publish").statusCode());
        }
        for (var table : List.of("article_category", "publication_category")) {
            assertEquals(16, query("select count(*) from " + table + " where position = 0"), table);
            assertEquals(16, query("select count(*) from " + table), table);
        }
        assertCounts("target", 16, 16);
        assertEquals(List.of("target"), get(API + "/categories").jsonPath().getList("items.slug"));
        assertEquals(0, query("select count(*) from publication_tag where position <> 0"));
    }

    @Test
    void tags_are_merged_and_unused_ones_can_be_listed() {
        category("News");
        var id = publishIn("Tagged", List.of("news"), List.of("AI", "xAI", "Tesla"));
        sending(Map.of("name", "Unused")).post(ADMIN + "/tags").then().statusCode(201);
        draft(Map.of("title", "Draft", "tags", List.of("Drafted")));
        staff().get(ADMIN + "/tags?unused=true&count=exact").then().body("items.name", equalTo(List.of("Unused")))
                .body("page.total", equalTo(1));
        staff().get(ADMIN + "/tags?unused=false").then().body("items.name",
                equalTo(List.of("AI", "Drafted", "Tesla", "xAI")));
        merge("tags/ai", "ai").then().statusCode(422);
        merge("tags/ai", "nope").then().statusCode(422);
        merge("tags/ai", "xai").then().statusCode(200).body("name", equalTo("xAI"));
        get(API + "/articles/tagged").then().body("tags.name", equalTo(List.of("xAI", "Tesla")));
        staff().get(ADMIN + "/articles/" + id).then().body("tags.name", equalTo(List.of("xAI", "Tesla")));
        get(API + "/tags/xai").then().body("publishedArticles", equalTo(1));
        get(API + "/tags/ai").then().statusCode(200).body("slug", equalTo("xai"));
        staff().header("If-Match", "*").delete(ADMIN + "/tags/ai").then().statusCode(404);
        patch("tags/xai", "*", "{\"name\": \"X.AI\"}").then().statusCode(200).body("slug", equalTo("xai"));
    }

    @Test
    void things_have_names_in_other_locales_and_articles_show_them_in_their_own() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        for (var noun : List.of("categories", "authors", "tags")) {
            sending(Map.of("name", "AI", "names", Map.of("vi", "  Trí tuệ  nhân tạo "))).post(ADMIN + "/" + noun)
                    .then().statusCode(201).body("names", equalTo(Map.of("vi", "Trí tuệ nhân tạo")));
            for (var wrong : List.of("{\"names\": {\"vietnamese\": \"x\"}}", "{\"names\": {\"vi\": \"\"}}",
                    "{\"names\": {\"vi\": \"a\\nb\"}}", "{\"names\": {\"vi\": 3}}", "{\"names\": []}",
                    "{\"names\": {\"vi\": \"" + "x".repeat(101) + "\"}}")) {
                patch(noun + "/ai", "*", wrong).then().statusCode(422).body("violations[0].field",
                        containsString("/names"));
            }
            patch(noun + "/ai", "*", "{\"names\": {\"de\": \"KI\"}}").then().statusCode(200).body("names",
                    equalTo(Map.of("vi", "Trí tuệ nhân tạo", "de", "KI")));
            patch(noun + "/ai", "*", "{\"names\": {\"de\": null}}").then().statusCode(200).body("names",
                    equalTo(Map.of("vi", "Trí tuệ nhân tạo"))).body("version", equalTo(3));
        }
        for (var locale : List.of("en", "vi")) {
            var id = draft(Map.of("title", "Text " + locale, "locale", locale, "categories", List.of("ai"), "authors",
                    List.of("ai"), "tags", List.of("AI"), "body", markdown("x"))).getString("id");
            publish(id);
            var name = locale.equals("vi") ? "Trí tuệ nhân tạo" : "AI";
            for (var read : List.of(get(API + "/articles/" + id), staff().get(ADMIN + "/articles/" + id))) {
                for (var field : List.of("categories", "authors", "tags")) {
                    read.then().body(field + "[0].name", equalTo(name)).body(field + "[0].names", nullValue());
                }
            }
            get(API + "/articles?locale=" + locale).then().body("items[0].tags[0].name", equalTo(name));
        }
        for (var noun : List.of("categories", "authors", "tags")) {
            get(API + "/" + noun + "/ai?locale=vi").then().body("name", equalTo("Trí tuệ nhân tạo"));
            get(API + "/" + noun + "?locale=vi-VN").then().body("items[0].name", equalTo("Trí tuệ nhân tạo"));
            get(API + "/" + noun + "?locale=en").then().body("items[0].name", equalTo("AI"));
            get(API + "/" + noun + "?locale=de").then().statusCode(400).body("detail", containsString("en, vi"));
            get(API + "/" + noun + "?locale=x").then().statusCode(400).body("violations[0].field", equalTo("locale"));
        }
    }

    @Test
    void the_order_of_signing_is_kept_on_both_sides_and_no_author_has_an_email() {
        for (var name : List.of("Zoe", "Adam", "Mai")) {
            author(name);
        }
        category("News");
        var id = draft(Map.of("title", "Signed", "authors", List.of("zoe", "adam", "mai"), "categories",
                List.of("news"), "body", markdown("x"))).getString("id");
        publish(id);
        get(API + "/articles/signed").then().body("authors.slug", equalTo(List.of("zoe", "adam", "mai")));
        patch("articles/" + id, "*", "{\"authors\": [\"mai\", \"zoe\", \"adam\"]}").then().statusCode(200).body(
                "authors.slug", equalTo(List.of("mai", "zoe", "adam")));
        publish(id);
        get(API + "/articles").then().body("items[0].authors.slug", equalTo(List.of("mai", "zoe", "adam")));
        Map<String, Map<String, Map<String, Object>>> schemas = get("/q/openapi?format=json").jsonPath()
                .getMap("components.schemas");
        for (var schema : List.of("Author", "AuthorRef", "AuthorDetail", "AuthorInput")) {
            assertTrue(schemas.get(schema).get("properties").keySet().stream().noneMatch(f -> f.contains("mail")),
                    schema);
        }
    }

    @Test
    void lists_and_moves_run_a_constant_number_of_statements() {
        tree();
        publishIn("One", "b11");
        var list = statementsOfMisses(() -> get(API + "/categories").then().statusCode(200));
        var articles = statementsOfMisses(() -> get(API + "/articles?category=b").then().statusCode(200));
        var move = statementsOfMisses(() -> patch("categories/c", "*", "{\"position\": 0}").then().statusCode(200));
        for (int i = 0; i < 20; i++) {
            create("more" + i, i % 2 == 0 ? "b" : null, 0);
        }
        assertEquals(list, statementsOfMisses(() -> get(API + "/categories").then().statusCode(200)));
        assertEquals(articles, statementsOfMisses(() -> get(API + "/articles?category=b").then().statusCode(200)));
        assertEquals(move,
                statementsOfMisses(() -> patch("categories/c", "*", "{\"position\": 5}").then().statusCode(200)));
    }

    private static void tree() {
        create("a", null, null);
        create("a1", "a", null);
        create("a2", "a", null);
        create("b", null, null);
        create("b1", "b", null);
        create("b11", "b1", null);
        create("c", null, null);
    }

    private static Response create(String name, String parent, Integer position) {
        var input = new HashMap<String, Object>(Map.of("name", name));
        input.put("parent", parent);
        input.put("position", position);
        return sending(input).post(ADMIN + "/categories");
    }

    private static String publishIn(String title, String... categories) {
        return publishIn(title, List.of(categories), List.of());
    }

    private static String publishIn(String title, List<String> categories, List<String> tags) {
        var id = draft(Map.of("title", title, "categories", categories, "tags", tags, "body", markdown("x")))
                .getString("id");
        publish(id);
        return id;
    }

    private static Response merge(String path, String into) {
        return sending(Map.of("into", into)).header("If-Match", "*").post(ADMIN + "/" + path + "/merge");
    }

    private static Response delete(String category, String query) {
        return staff().header("If-Match", "*").delete(ADMIN + "/categories/" + category + query);
    }

    private static void assertTree(String slugs) {
        for (var api : List.of(API, ADMIN)) {
            var found = new ArrayList<String>();
            String cursor = null;
            do {
                var page = staff().get(api + "/categories?size=2" + (cursor == null ? "" : "&cursor=" + cursor)).then()
                        .statusCode(200).extract().jsonPath();
                found.addAll(page.getList("items.slug"));
                cursor = page.getString("page.next");
            } while (cursor != null);
            assertEquals(slugs, String.join(" ", found));
        }
    }

    private static void assertCounts(String category, int own, int inTree) {
        get(API + "/categories/" + category).then().body("publishedArticles", equalTo(own))
                .body("publishedArticlesInTree", equalTo(inTree));
    }
}
