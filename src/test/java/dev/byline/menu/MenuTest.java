package dev.byline.menu;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

/** Tests menus: what staff save, and what readers see of it. */
@QuarkusTest
class MenuTest extends ServiceTest {

    private static JsonPath menu(String name, Object... items) {
        return sending(Map.of("name", name, "items", List.of(items))).post(ADMIN + "/menus").then().statusCode(201)
                .extract().jsonPath();
    }

    private static Response replace(String name, String version, Object... items) {
        return sending(Map.of("name", name, "items", List.of(items))).header("If-Match", version)
                .put(ADMIN + "/menus/" + name);
    }

    private static Map<String, Object> url(String label) {
        return Map.of("label", label, "url", "https://x.example/" + label);
    }

    private static List<String> labels(String path) {
        return get(API + "/menus/" + path).then().statusCode(200).extract().jsonPath().getList("items.label");
    }

    @Test
    void a_menu_is_an_ordered_tree_of_links_to_everything() {
        category("Machines");
        author("Linh");
        publish(draft(Map.of("title", "A tram", "tags", List.of("Trams"), "body", markdown("x"))).getString("id"));
        publish(draft(Map.of("kind", "page", "title", "About us", "body", markdown("x"))).getString("id"));
        var created = sending(Map.of("name", "main", "items", List.of(
                Map.of("category", "machines", "children", List.of(Map.of("label", "Newest tram", "article", "a-tram"),
                        Map.of("tag", "trams"))),
                Map.of("article", "about-us"), Map.of("author", "linh"),
                Map.of("label", "Shop", "url", "https://shop.example/?a=b"),
                Map.of("label", "More", "children", List.of(Map.of("label", "Search", "url", "/search"))))))
                .post(ADMIN + "/menus").then().statusCode(201).header("ETag", "\"1\"")
                .body("hidden", equalTo(List.of())).extract();
        var path = created.header("Location").replaceFirst("https?://[^/]+", "");
        staff().get(path).then().statusCode(200).body("name", equalTo("main"));
        var read = get(API + "/menus/main").then().statusCode(200)
                .body("items.kind", equalTo(List.of("category", "page", "author", "url", "heading")))
                .body("items.label", equalTo(List.of("Machines", "About us", "Linh", "Shop", "More")))
                .body("items[0].slug", equalTo("machines")).body("items[0].id", notNullValue())
                .body("items[0].children.kind", equalTo(List.of("article", "tag")))
                .body("items[0].children.label", equalTo(List.of("Newest tram", "Trams")))
                .body("items[0].children[0].locale", equalTo("en")).body("items[0].url", nullValue())
                .body("items[3].url", equalTo("https://shop.example/?a=b")).body("items[3].id", nullValue())
                .body("items[4].children[0].url", equalTo("/search")).extract();
        assertEquals(read.asString(), get(API + "/menus/" + created.jsonPath().getString("id")).asString());
        patch("site", "*", "{\"articleUrl\": \"https://x.example/blog/{slug}\","
                + " \"pageUrl\": \"https://x.example/{locale}/{slug}\", \"categoryUrl\": \"https://x.example/c/{slug}\","
                + " \"tagUrl\": \"https://x.example/t/{slug}\", \"authorUrl\": \"https://x.example/a/{slug}\"}").then()
                .statusCode(200);
        get(API + "/menus/main").then().body("items[0].url", equalTo("https://x.example/c/machines"))
                .body("items[0].children.url",
                        equalTo(List.of("https://x.example/blog/a-tram", "https://x.example/t/trams")))
                .body("items[1].url", equalTo("https://x.example/en/about-us"))
                .body("items[2].url", equalTo("https://x.example/a/linh"));
        menu("foot", url("Imprint"));
        get(API + "/menus").then().body("items.name", equalTo(List.of("foot", "main")))
                .body("items[1].items.label[0]", equalTo("Machines"));
        get(API + "/menus/side").then().statusCode(404);
    }

    @Test
    void links_follow_renamed_targets_and_leave_out_those_that_are_not_public() {
        category("Machines");
        var id = draft(Map.of("title", "A tram", "tags", List.of("Trams"), "body", markdown("x"))).getString("id");
        menu("main", Map.of("article", "a-tram", "children", List.of(url("Below"))), Map.of("tag", "trams"),
                Map.of("label", "Trams", "children", List.of(Map.of("article", id))), Map.of("category", "machines"));
        assertEquals(List.of("Machines"), labels("main"));
        staff().get(ADMIN + "/menus/main").then().body("hidden.item",
                equalTo(List.of("/items/0", "/items/1", "/items/2/children/0")))
                .body("hidden.reason", equalTo(List.of("not_public", "not_public", "not_public")));
        publish(id);
        assertEquals(List.of("A tram", "Trams", "Trams", "Machines"), labels("main"));
        var tag = get(API + "/menus/main").header("ETag");
        given().header("If-None-Match", tag).get(API + "/menus/main").then().statusCode(304);
        patch("articles/" + id, "*", "{\"title\": \"The tram\", \"slug\": \"the-tram\"}").then().statusCode(200);
        given().header("If-None-Match", tag).get(API + "/menus/main").then().statusCode(304);
        publish(id);
        get(API + "/menus/main").then().body("items[0].label", equalTo("The tram")).body("items[0].slug",
                equalTo("the-tram")).body("items[0].children.label", equalTo(List.of("Below")));
        patch("categories/machines", "*", "{\"name\": \"Motors\", \"slug\": \"motors\"}").then().statusCode(200);
        get(API + "/menus/main").then().body("items[3].label", equalTo("Motors")).body("items[3].slug",
                equalTo("motors"));
        get(API + "/menus").then().body("items[0].items[3].slug", equalTo("motors"));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        assertEquals(List.of("Motors"), labels("main"));
        publish(id);
        assertEquals(4, labels("main").size());
    }

    @Test
    void a_deleted_target_leaves_the_menu_as_it_is_without_the_link() {
        category("Machines");
        category("Motors");
        author("Linh");
        var id = published("A tram").getString("id");
        menu("main", Map.of("article", id), Map.of("category", "machines"), Map.of("author", "linh"), url("Shop"));
        assertEquals(List.of("A tram", "Machines", "Linh", "Shop"), labels("main"));
        // A merged category is the one that it was merged into.
        sending(Map.of("into", "motors")).header("If-Match", "*").post(ADMIN + "/categories/machines/merge").then()
                .statusCode(200);
        assertEquals(List.of("A tram", "Motors", "Linh", "Shop"), labels("main"));
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
        assertEquals(List.of("Motors", "Linh", "Shop"), labels("main"));
        staff().get(ADMIN + "/menus/main").then().body("hidden[0].reason", equalTo("not_public"));
        verb("articles/" + id + "/purge").then().statusCode(204);
        staff().header("If-Match", "*").delete(ADMIN + "/authors/linh").then().statusCode(204);
        staff().header("If-Match", "*").delete(ADMIN + "/categories/motors").then().statusCode(204);
        assertEquals(List.of("Shop"), labels("main"));
        var read = staff().get(ADMIN + "/menus/main").then().header("ETag", "\"1\"").body("items", hasSize(4))
                .body("hidden.item", equalTo(List.of("/items/0", "/items/1", "/items/2")))
                .body("hidden.reason", equalTo(List.of("deleted", "deleted", "deleted"))).extract().jsonPath();
        sending(Map.of("name", "main", "items", read.getList("items"))).header("If-Match", "\"1\"")
                .put(ADMIN + "/menus/main").then().statusCode(422)
                .body("violations.field", equalTo(List.of("/items/0/article", "/items/1/category", "/items/2/author")));
    }

    @Test
    void labels_and_articles_are_those_of_the_locale() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"de\"]}").then().statusCode(200);
        sending(Map.of("name", "Machines", "names", Map.of("vi", "Máy móc"))).post(ADMIN + "/categories").then()
                .statusCode(201);
        var en = published("A tram").getString("id");
        var vi = sending(Map.of("locale", "vi", "title", "Tàu điện")).post(ADMIN + "/articles/" + en + "/translations")
                .jsonPath().getString("id");
        menu("main", Map.of("article", en), Map.of("category", "machines"),
                Map.of("label", "Shop", "labels", Map.of("vi", "Cửa hàng"), "url", "https://x.example/"));
        assertEquals(List.of("A tram", "Máy móc", "Cửa hàng"), labels("main?locale=vi"));
        publish(vi);
        assertEquals(List.of("Tàu điện", "Máy móc", "Cửa hàng"), labels("main?locale=vi"));
        get(API + "/menus/main?locale=vi").then().body("items[0].id", equalTo(vi)).body("items[0].locale",
                equalTo("vi"));
        assertEquals(List.of("A tram", "Machines", "Shop"), labels("main"));
        assertEquals(List.of("A tram", "Machines", "Shop"), labels("main?locale=de"));
        // The translation alone is a link for its readers.
        verb("articles/" + en + "/unpublish").then().statusCode(200);
        assertEquals(List.of("Machines", "Shop"), labels("main"));
        assertEquals(List.of("Tàu điện", "Máy móc", "Cửa hàng"), labels("main?locale=vi"));
        get(API + "/menus/main?locale=fr").then().statusCode(400);
    }

    @Test
    void a_menu_is_changed_with_its_version_and_deleted() {
        var id = menu("main", url("One")).getString("id");
        replace("main", "\"1\"", url("Two"), url("One")).then().statusCode(200).body("version", equalTo(2))
                .header("ETag", "\"2\"");
        assertEquals(List.of("Two", "One"), labels("main"));
        replace("main", "\"1\"", url("Three")).then().statusCode(412);
        sending(Map.of("name", "main", "items", List.of())).put(ADMIN + "/menus/main").then().statusCode(428);
        // What was read can be sent back, and is no change.
        var read = staff().get(ADMIN + "/menus/" + id).jsonPath();
        sending(Map.of("name", "main", "items", read.getList("items"))).header("If-Match", "*")
                .put(ADMIN + "/menus/" + id).then().statusCode(200).body("version", equalTo(2));
        menu("foot", url("Imprint"));
        sending(Map.of("name", "foot", "items", List.of())).post(ADMIN + "/menus").then().statusCode(409);
        sending(Map.of("name", "foot", "items", List.of())).header("If-Match", "*").put(ADMIN + "/menus/main").then()
                .statusCode(409);
        sending(Map.of("name", "head", "items", List.of(url("Two")))).header("If-Match", "*")
                .put(ADMIN + "/menus/main").then().statusCode(200).body("name", equalTo("head"));
        get(API + "/menus/main").then().statusCode(404);
        assertEquals(List.of("Two"), labels("head"));
        staff().get(ADMIN + "/menus?size=1").then().body("items.name", equalTo(List.of("foot"))).body("page.next",
                notNullValue());
        staff().delete(ADMIN + "/menus/head").then().statusCode(428);
        staff().header("If-Match", "\"3\"").delete(ADMIN + "/menus/head").then().statusCode(204);
        get(API + "/menus/head").then().statusCode(404);
        get(API + "/menus").then().body("items.name", equalTo(List.of("foot")));
        staff().get(ADMIN + "/audit-log?size=1").then().body("items[0].action", equalTo("menu.delete"));
    }

    @Test
    void an_invalid_menu_is_refused_with_all_that_is_wrong() {
        category("Machines");
        Object deep = url("5");
        for (int level = 4; level >= 1; level--) {
            deep = Map.of("label", "" + level, "children", List.of(deep));
        }
        for (var wrong : Map.<Object, String>of(
                Map.of("label", "x", "url", "javascript:alert(1)"), "/items/0/url",
                Map.of("label", "y", "url", "//evil.example/"), "/items/0/url",
                Map.of("url", "https://x.example/"), "/items/0/label",
                Map.of("label", "alone"), "/items/0",
                Map.of("article", "nothing"), "/items/0/article",
                Map.of("category", "machines", "tag", "x"), "/items/0",
                Map.of("label", "x".repeat(101), "category", "machines"), "/items/0/label",
                Map.of("category", "machines", "labels", Map.of("english", "x")), "/items/0/labels",
                deep, "/items/0/children/0/children/0/children/0/children").entrySet()) {
            sending(Map.of("name", "main", "items", List.of(wrong.getKey()))).post(ADMIN + "/menus").then()
                    .statusCode(422).body("violations[0].field", equalTo(wrong.getValue()));
        }
        sending(Map.of("name", "main", "items", List.of(Map.of("tag", "a"), Map.of("author", "b"))))
                .post(ADMIN + "/menus").then().statusCode(422)
                .body("violations.field", equalTo(List.of("/items/0/tag", "/items/1/author")));
        sending(Map.of("name", "Main menu", "items", List.of())).post(ADMIN + "/menus").then().statusCode(422)
                .body("violations[0].field", equalTo("/name"));
        // Two hundred items on all levels together.
        var many = Map.of("label", "x", "children", Collections.nCopies(99, url("y")));
        sending(Map.of("name", "main", "items", List.of(many, many, url("z")))).post(ADMIN + "/menus").then()
                .statusCode(422).body("violations[0].field", equalTo("/items"));
        menu("main", many, many);
        Object veryDeep = url("x");
        for (int i = 0; i < 400; i++) {
            veryDeep = Map.of("label", "x", "children", List.of(veryDeep));
        }
        // JSON of any kind has a limit of depth.
        sending(Map.of("name", "deep", "items", List.of(veryDeep))).post(ADMIN + "/menus").then().statusCode(400);
        sending(Map.of("name", "nul", "items", List.of(Map.of("article", "a\0b")))).post(ADMIN + "/menus").then()
                .statusCode(422);
        var item = staff().get(ADMIN + "/menus/main").jsonPath().getMap("items[0].children[0]");
        assertEquals(Map.of("label", "y", "url", "https://x.example/y"), item);
        get(API + "/menus").then().body("items[0]", not(hasKey("hidden")));
        for (int i = 2; i <= MenuService.MAX_MENUS; i++) {
            menu("m-" + i);
        }
        sending(Map.of("name", "one-too-many", "items", List.of())).post(ADMIN + "/menus").then().statusCode(409);
    }

    @Test
    void a_menu_takes_as_many_statements_as_it_has_kinds_of_targets() {
        category("Machines");
        for (int i = 0; i < 12; i++) {
            published("Tram " + i);
        }
        menu("small", Map.of("article", "tram-1"), Map.of("category", "machines"));
        menu("large", Map.of("article", "tram-1"), Map.of("article", "tram-2"), Map.of("article", "tram-3"),
                Map.of("article", "tram-4"), Map.of("category", "machines"), Map.of("category", "news"));
        var small = statementsOfMisses(() -> get(API + "/menus/small"));
        assertTrue(small <= 6, small + " statements");
        assertEquals(small, statementsOfMisses(() -> get(API + "/menus/large")));
        var saved = statementsOfMisses(
                () -> replace("small", "*", Map.of("article", "tram-5"), Map.of("category", "news")));
        assertEquals(saved, statementsOfMisses(() -> replace("large", "*", Map.of("article", "tram-5"),
                Map.of("article", "tram-6"), Map.of("article", "tram-7"), Map.of("category", "machines"),
                Map.of("category", "news"))));
        verb("articles/tram-5/unpublish").then().statusCode(200);
        var two = statementsOfMisses(() -> staff().get(ADMIN + "/menus"));
        menu("third", Map.of("article", "tram-8"), Map.of("article", "tram-5"), Map.of("category", "machines"));
        assertEquals(two, statementsOfMisses(() -> staff().get(ADMIN + "/menus")));
    }
}
