package dev.byline.delivery;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the page of a category, a tag or an author in one call. */
@QuarkusTest
class TaxonomyArticlesTest extends ServiceTest {
    @BeforeEach
    void createTaxonomy() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("News");
        sending(Map.of("name", "Local", "parent", "news")).post(ADMIN + "/categories").then().statusCode(201);
        author("Linh");
        for (int i = 1; i <= 5; i++) {
            publishArticle("A" + i, "en", i == 2, "2024-01-0" + i);
        }
        publishArticle("Tin", "vi", false, "2024-01-09");
    }

    private static String publishArticle(String title, String locale, boolean pinned, String day) {
        return publish(draft(Map.of("title", title, "locale", locale, "categories", List.of("local"), "authors",
                List.of("linh"), "tags", List.of("Red"), "pinned", pinned, "body", markdown("x"), "publishedAt",
                day + "T00:00:00Z")).getString("id")).getString("id");
    }

    @ParameterizedTest
    @CsvSource({ "/categories/news, category", "/tags/red, tag", "/authors/linh, author" })
    void the_first_page_is_that_of_the_list_and_its_cursor_leads_on_in_the_list(String path, String filter) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        for (var query : List.of("", "&size=2", "&size=2&locale=en", "&size=2&sort=pinned,-publishedAt",
                "&sort=title&size=3")) {
            var list = get(API + "/articles?" + filter + "=" + name + query).then().statusCode(200).extract()
                    .jsonPath();
            var page = get(API + path + "?include=articles" + query).then().statusCode(200)
                    .body("slug", equalTo(name)).extract().jsonPath();
            assertEquals(list.getMap("$"), page.getMap("articles"), query);
            var nextPage = page.getString("articles.page.next");
            List<String> shown = page.getList("articles.items.id");
            Map<String, Object> alone = get(API + path).then().statusCode(200).body("$", not(hasKey("articles")))
                    .extract().jsonPath().getMap("$");
            Map<String, Object> rest = page.getMap("$");
            rest.remove("articles");
            assertEquals(alone, rest);
            if (query.contains("size=2")) {
                var next = get(API + "/articles?" + filter + "=" + name + query + "&cursor=" + nextPage).then()
                        .statusCode(200).extract().jsonPath();
                List<String> ids = next.getList("items.id");
                assertEquals(2, ids.size());
                assertEquals(0, ids.stream().filter(shown::contains).count());
            }
        }
        get(API + path + "?include=articles&locale=vi").then().body("articles.items.title", contains("Tin"));
        get(API + path + "?include=articles&fields=articles,slug").then().body("keySet()",
                equalTo(Set.of("articles", "slug")));
    }

    @ParameterizedTest
    @CsvSource({ "/categories/news", "/tags/red", "/authors/linh" })
    void a_wrong_parameter_is_refused_by_name(String path) {
        for (var wrong : Map
                .of("include=article", "did you mean 'articles'?", "include=articles&size=101", "1 to 100",
                        "include=articles&sort=view", "did you mean 'views'?", "size=5",
                        "only allowed together with include=articles", "sort=title",
                        "only allowed together with include=articles", "include=articles&locale=de", "en, vi")
                .entrySet()) {
            get(API + path + "?" + wrong.getKey()).then().statusCode(400).body("violations[0].message",
                    containsString(wrong.getValue()));
        }
        get(API + path + "?include=articles&cursor=x").then().statusCode(400);
    }

    @Test
    void a_former_slug_leads_to_the_page_with_its_articles() {
        patch("categories/news", "*", "{\"slug\": \"fresh\"}").then().statusCode(200);
        given().redirects().follow(false).get(API + "/categories/news?include=articles&size=2").then().statusCode(308)
                .header("Location", endsWith("/categories/fresh?include=articles&size=2"));
        get(API + "/categories/news?include=articles&size=2").then().statusCode(200).body("slug", equalTo("fresh"))
                .body("articles.items.title", contains("Tin", "A5"));
    }

    @Test
    void a_category_without_articles_has_an_empty_page() {
        category("Empty");
        get(API + "/categories/empty?include=articles").then().statusCode(200).body("articles.items", empty())
                .body("articles.page.size", equalTo(20)).body("publishedArticles", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource({ "/categories/news", "/tags/red", "/authors/linh" })
    void the_next_request_sees_what_was_published_changed_or_taken_down(String path) {
        var page = API + path + "?include=articles";
        get(page).then().body("articles.items.title[0]", equalTo("Tin"));
        assertEquals(0, statements(() -> get(page).then().statusCode(200)));
        var id = publishArticle("New", "en", false, "2024-02-01");
        get(page).then().body("articles.items.title[0]", equalTo("New"));
        patch("articles/" + id, "*", "{\"title\": \"Newer\"}").then().statusCode(200);
        publish(id);
        get(page).then().body("articles.items.title[0]", equalTo("Newer"));
        patch("tags/red", "*", "{\"name\": \"Crimson\"}").then().statusCode(200);
        patch("categories/local", "*", "{\"name\": \"Nearby\"}").then().statusCode(200);
        get(page).then().body("articles.items[0].tags.name", contains("Crimson"))
                .body("articles.items[0].categories.name", contains("Nearby"));
        sending(Map.of("views", 77)).put(ADMIN + "/articles/" + id + "/views").then().statusCode(200);
        get(page).then().body("articles.items[0].stats.views", equalTo(77));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        get(page).then().body("articles.items.title[0]", equalTo("Tin"));
        assertThat(List.of(get(page).header("Surrogate-Key").split(" ")), hasItems("articles", "taxonomy", "site"));
    }

    @ParameterizedTest
    @CsvSource({ "/categories/news", "/tags/red", "/authors/linh" })
    void a_page_of_any_size_takes_as_many_statements(String path) {
        var page = API + path + "?include=articles&size=100";
        long few = statementsOfMisses(() -> get(page).then().statusCode(200));
        for (int i = 0; i < 12; i++) {
            publishArticle("More " + i, "en", false, "2023-01-01");
        }
        assertEquals(few, statementsOfMisses(() -> get(page).then().body("articles.items.size()", equalTo(18))));
        assertTrue(few <= 8, few + " statements");
    }

    @Test
    void the_orders_of_articles_are_those_of_the_list() {
        var contract = get("/q/openapi?format=json").jsonPath();
        var sort = ".get.parameters.find { it.name == 'sort' }.schema.enum";
        var expected = contract.getList("paths.'/api/v1/articles'" + sort);
        for (var path : List.of("categories/{category}", "tags/{tag}", "authors/{author}")) {
            assertEquals(expected, contract.getList("paths.'/api/v1/" + path + "'" + sort));
        }
        get(API + "/categories/news?include=articles").then().body(startsWith("{\"id\":"));
    }
}
