package dev.byline.paging;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** A list parameter may be repeated, or be one value with commas: clients write lists in different ways. */
@QuarkusTest
class ListParameterTest extends ServiceTest {
    /** Values that exist, of the lists whose values the contract does not enumerate. */
    private final Map<String, List<String>> existing = Map.of("category", List.of("news", "notes"), "tag",
            List.of("drafts", "slow"), "author", List.of("mai", "linh"), "slugs", List.of("one", "two"), "exclude",
            List.of("one", "two"), "articles", List.of("one", "two"), "fallback", List.of("en", "vi"));
    private List<String> articles;

    @BeforeEach
    void create() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("News");
        category("Notes");
        author("Mai");
        author("Linh");
        sending(Map.of("name", "main", "items", List.of())).post(ADMIN + "/menus").then().statusCode(201);
        articles = new ArrayList<>();
        for (var title : List.of("One", "Two", "Three")) {
            var article = draft(Map.of("title", title, "categories", List.of(title.equals("One") ? "news" : "notes"),
                    "tags", List.of(title.equals("One") ? "Drafts" : "Slow"), "authors",
                    List.of(title.equals("One") ? "mai" : "linh"), "body", markdown("one and two")));
            articles.add(publish(article.getString("id")).getString("id"));
        }
    }

    @Test
    void repeated_values_and_commas_mean_the_same() {
        var tried = new TreeSet<String>();
        var contract = get("/q/openapi?format=json").jsonPath();
        Map<String, Map<String, Object>> schemas = contract.getMap("components.schemas");
        Map<String, Map<String, Map<String, Object>>> paths = contract.getMap("paths");
        paths.forEach((path, item) -> {
            for (Map<String, Object> parameter : ListParameterTest.<Map<String, Object>>list(
                    item.getOrDefault("get", Map.of()).get("parameters"))) {
                var schema = object(parameter.get("schema"));
                if ("array".equals(schema.get("type")) && !path.contains("{comment}")
                        && !path.endsWith("/stream")) {
                    var name = (String) parameter.get("name");
                    tried.add(name);
                    var reference = (String) object(schema.get("items")).get("$ref");
                    compare(path, name, reference == null
                            ? name.equals("ids") ? articles.subList(0, 2) : existing.get(name)
                            : always(list(schemas.get(reference.replaceFirst(".*/", "")).get("enum"))));
                }
            }
        });
        assertTrue(tried.containsAll(Set.of("ids", "slugs", "exclude", "category", "tag", "author", "include", "facets",
                "fallback", "fields", "articles", "types")), tried::toString);
    }

    /** Returns two of the values that a request may use without other parameters. */
    private static List<String> always(List<String> values) {
        return values.stream().filter(value -> !List.of("body", "related", "neighbors", "comments", "jsonLd")
                .contains(value) || values.size() < 6).limit(2).toList();
    }

    private void compare(String path, String name, List<String> values) {
        var url = path.replace("{article}", "one").replace("{category}", "news").replace("{tag}", "drafts")
                .replace("{author}", "mai").replace("{menu}", "main") + (path.contains("/search") ? "?q=one&" : "?")
                + (path.contains("/partial") && !name.equals("fields") ? "fields=" + required(path) + "&" : "") + name
                + "=";
        var commas = staff().get(url + String.join(",", values));
        var repeated = staff().get(url + String.join("&" + name + "=", values));
        assertEquals(200, commas.statusCode(), url + commas.asString());
        // The first line of an export and live counters have the time of the response.
        var time = "\"(asOf|exportedAt)\":\"[^\"]+\"";
        assertEquals(commas.asString().replaceAll(time, ""), repeated.asString().replaceAll(time, ""), url);
        assertEquals(200, repeated.statusCode(), url);
    }

    /** Returns a field of the responses at a path. */
    private static String required(String path) {
        return path.endsWith("/site") ? "title" : "id";
    }

    @Test
    void repeated_filters_choose_as_commas_do() {
        assertEquals(3, ids("category=news&category=notes").size());
        assertEquals(1, ids("category=news&tag=drafts").size());
        assertEquals(2, ids("tag=slow").size());
        assertEquals(3, ids("tag=slow&tag=drafts").size());
        assertEquals(1, ids("exclude=one&exclude=two").size());
        assertEquals(List.of(articles.get(2), articles.get(0)),
                ids("ids=" + articles.get(2) + "&ids=" + articles.get(0)));
        assertEquals(ids("ids=" + articles.get(1) + "," + articles.get(0)),
                ids("ids=" + articles.get(1) + "&ids=" + articles.get(0)));
        get(API + "/articles?sort=title&sort=-title").then().statusCode(400).body("detail",
                containsString("more than once"));
    }

    @Test
    void a_cursor_stays_valid_when_the_client_writes_the_list_in_the_other_way() {
        var first = get(API + "/articles?size=1&ids=" + articles.get(0) + "," + articles.get(1)).jsonPath();
        get(API + "/articles?size=1&ids=" + articles.get(0) + "&ids=" + articles.get(1) + "&cursor="
                + first.getString("page.next")).then().statusCode(200)
                .body("items[0].id", equalTo(articles.get(1)));
    }

    @ParameterizedTest
    @CsvSource({ "/articles/one?fields=jsonLd, jsonLd",
            "/articles/one?fields=title&fields=related&include=jsonLd, related",
            "/articles?fields=body, body", "/search?q=one&fields=body, body" })
    void a_field_that_only_include_adds_is_refused_without_it(String path, String field) {
        get(API + path).then().statusCode(400).body("violations[0].field", equalTo("fields"))
                .body("violations[0].message", containsString(field));
        get(API + "/articles/one?fields=jsonLd&include=jsonLd").then().statusCode(200).body("keySet()",
                equalTo(Set.of("jsonLd")));
        get(API + "/articles/one?fields=requestedLocale&locale=vi").then().statusCode(200).body("requestedLocale",
                equalTo("vi"));
    }

    @Test
    void a_partial_response_has_the_chosen_fields_and_needs_their_names() {
        var partial = API + "/partial";
        get(partial + "/articles/one?fields=title&fields=slug").then().statusCode(200).body("keySet()",
                equalTo(Set.of("title", "slug")));
        get(partial + "/articles?fields=title,slug&size=1").then().statusCode(200).body("items[0].keySet()",
                equalTo(Set.of("title", "slug"))).body("page.size", equalTo(1));
        assertEquals(get(API + "/articles/one?fields=title").asString(),
                get(partial + "/articles/one?fields=title").asString());
        var tag = get(partial + "/articles/one?fields=title").header("ETag");
        given().header("If-None-Match", tag).get(partial + "/articles/one?fields=title").then().statusCode(304);
        for (var path : List.of("/articles/one", "/articles", "")) {
            get(partial + path).then().statusCode(400).body("violations[0].field", equalTo("fields"));
        }
        get(partial + "/articles/one?fields=titel").then().statusCode(400).body("detail", containsString("title"));
        get(partial + "/articles/nothing?fields=title").then().statusCode(404);
        for (var path : List.of("/nothing", "/admin/articles", "/partial/articles")) {
            staff().urlEncodingEnabled(false).get(partial + path + "?fields=title").then().statusCode(404);
        }
        given().contentType("application/json").body("{}").post(partial + "/articles/one/views?fields=title").then()
                .statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().header("Origin", "https://blog.example").get(partial + "/articles?fields=title").then().statusCode(200)
                .header("Access-Control-Allow-Origin", "*");
    }

    @Test
    void a_partial_response_has_a_schema_without_required_fields() {
        var contract = get("/q/openapi?format=json").jsonPath();
        Map<String, Map<String, Object>> schemas = contract.getMap("components.schemas");
        var partial = schemas.keySet().stream().filter(name -> name.startsWith("Partial")).toList();
        assertTrue(partial.contains("PartialArticlePage") && partial.contains("PartialArticleSummary"),
                partial::toString);
        partial.stream().filter(name -> !object(schemas.get(name).get("properties")).containsKey("page"))
                .forEach(name -> assertEquals(null, schemas.get(name).get("required"), name));
        assertTrue(ListParameterTest.<String>list(schemas.get("ArticleSummary").get("required")).contains("title"));
    }

    private static List<String> ids(String query) {
        return get(API + "/articles?" + query).then().statusCode(200).extract().jsonPath().getList("items.id");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Object value) {
        return value == null ? List.of() : (List<T>) value;
    }
}
