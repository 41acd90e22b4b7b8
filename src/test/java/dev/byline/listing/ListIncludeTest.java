package dev.byline.listing;

import static io.restassured.RestAssured.get;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the parts of articles that lists have on request, with which one request reads all of a page of articles. */
@QuarkusTest
class ListIncludeTest extends ServiceTest {
    private static final List<String> PARTS = List.of("body", "seo", "metadata", "translations");
    private static final String ALL = "include=" + String.join(",", PARTS);

    @BeforeEach
    void createSite() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("News");
        author("Linh");
    }

    /** Publishes an article with all parts, and its translation into Vietnamese. */
    private static String publishWithTranslation(String title) {
        var id = draft(Map.of("title", title, "categories", List.of("news"), "authors", List.of("linh"), "tags",
                List.of("Red"), "body", markdown("## Head of " + title + "\n\nText."), "seo",
                Map.of("title", "Found " + title), "metadata", Map.of("layout", Map.of("wide", true)))).getString("id");
        publish(id);
        publish(sending(Map.of("locale", "vi", "title", title + " (vi)"))
                .post(ADMIN + "/articles/" + id + "/translations").jsonPath().getString("id"));
        return id;
    }

    @Test
    void a_list_with_all_parts_has_what_the_articles_have() {
        var ids = new ArrayList<String>();
        for (var title : List.of("One", "Two")) {
            ids.add(publishWithTranslation(title));
        }
        publish(draft(Map.of("title", "Bare", "body", markdown("x"))).getString("id"));
        List<Map<String, Object>> items = get(API + "/articles?" + ALL).then().statusCode(200).extract().jsonPath()
                .getList("items");
        assertEquals(5, items.size());
        for (var item : items) {
            Map<String, Object> article = get(API + "/articles/" + item.get("id")).jsonPath().getMap("$");
            var shared = new TreeMap<>(article);
            // The full article shows more of its authors and categories.
            for (var field : List.of("authors", "categories")) {
                shared.remove(field);
                item.remove(field);
            }
            assertEquals(shared, new TreeMap<>(item));
        }
        get(API + "/articles/" + ids.get(0)).then().body("seo.title", equalTo("Found One"))
                .body("translations.slug", equalTo(List.of("one-vi")));
        get(API + "/articles?ids=" + ids.get(1) + "&" + ALL).then()
                .body("items[0].translations.title", equalTo(List.of("Two (vi)")))
                .body("items[0].metadata.layout.wide", equalTo(true));
        get(API + "/articles?sort=title&slugs=bare&" + ALL).then().body("items[0].translations", equalTo(List.of()))
                .body("items[0]", not(hasKey("seo"))).body("items[0]", not(hasKey("metadata")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "body", "seo", "metadata", "translations", "body,translations", "seo,metadata" })
    void a_list_has_only_the_parts_of_the_request(String include) {
        publishWithTranslation("One");
        for (var repeated : List.of(false, true)) {
            var parameter = include.isEmpty() ? "" : "&include=" + include;
            var query = repeated ? parameter.replace(",", "&include=") : parameter;
            Map<String, Object> item = get(API + "/articles?locale=en" + query).jsonPath().getMap("items[0]");
            for (var part : PARTS) {
                assertEquals(List.of(include.split(",")).contains(part), item.containsKey(part), part);
            }
        }
    }

    @Test
    void an_unknown_part_is_refused() {
        get(API + "/articles?include=translation").then().statusCode(400).body("violations[0].field",
                equalTo("include")).body("violations[0].message", containsString("did you mean 'translations'?"));
        get(API + "/articles?include=related").then().statusCode(400);
    }

    @Test
    void a_page_of_any_size_takes_as_many_statements() {
        publishWithTranslation("One");
        var paths = List.of("/articles?size=100&" + ALL, "/articles?category=news&size=100&" + ALL,
                "/articles?size=100&include=translations");
        var few = paths.stream().map(path -> statementsOfMisses(() -> get(API + path).then().statusCode(200))).toList();
        assertEquals(2, few.get(0));
        for (int i = 0; i < 12; i++) {
            publishWithTranslation("More " + i);
        }
        assertEquals(few,
                paths.stream().map(path -> statementsOfMisses(() -> get(API + path).then().statusCode(200))).toList());
        get(API + paths.get(0)).then().statusCode(200);
        assertEquals(0, statements(() -> get(API + paths.get(0)).then().statusCode(200)));
    }

    @Test
    void a_list_shows_the_change_of_each_part_at_the_next_request() {
        var id = publishWithTranslation("One");
        var path = API + "/articles?locale=en&" + ALL;
        get(path).then().body("items[0].translations.title", equalTo(List.of("One (vi)")));
        patch("articles/one-vi", "*", "{\"title\": \"Một\"}").then().statusCode(200);
        get(path).then().body("items[0].translations.title", equalTo(List.of("One (vi)")));
        verb("articles/one-vi/publish").then().statusCode(200);
        get(path).then().body("items[0].translations.title", equalTo(List.of("Một")));
        verb("articles/one-vi/unpublish").then().statusCode(200);
        get(path).then().body("items[0].translations", equalTo(List.of()));
        patch("articles/" + id, "*", "{\"seo\": {\"title\": \"Changed\"}, \"metadata\": null}").then().statusCode(200);
        publish(id);
        get(path).then().body("items[0].seo.title", equalTo("Changed")).body("items[0]", not(hasKey("metadata")));
        var keys = List.of(get(path).header("Surrogate-Key").split(" "));
        assertThat(keys, hasItems("articles", "taxonomy", "site", id));
    }
}
