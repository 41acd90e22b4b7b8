package dev.byline.publication;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests the public API of published articles: lists, cursors, and that drafts stay hidden. */
@QuarkusTest
class PublicArticleTest extends ServiceTest {
    private static final String SECRET = "zanzibar";
    /** Thousands of requests take half of the time that RestAssured takes. */
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource("/")
    URI server;

    @Test
    void the_list_is_newest_first_and_narrows_by_category_tag_author_and_locale() {
        category("News");
        category("Sport");
        author("Linh");
        for (int i = 1; i <= 3; i++) {
            publish(draft(Map.of("title", "A" + i, "categories",
                    List.of(i == 2 ? "sport" : "news", i == 2 ? "news" : "sport"),
                    "body", markdown("x"), "publishedAt", "2024-01-0" + i + "T00:00:00Z")).getString("id"));
        }
        publish(draft(Map.of("title", "B", "categories", List.of("sport"), "authors", List.of("linh"), "tags",
                List.of("Đua xe"), "body", markdown("x"), "publishedAt", "2023-01-01T00:00:00Z")).getString("id"));
        get(API + "/articles").then().statusCode(200).body("items.title", equalTo(List.of("A3", "A2", "A1", "B")))
                .body("page.size", equalTo(20)).body("page.next", nullValue()).body("page.total", nullValue());
        get(API + "/articles?sort=publishedAt").then().body("items.title", equalTo(List.of("B", "A1", "A2", "A3")));
        get(API + "/articles?category=news&count=exact").then().body("items.title", equalTo(List.of("A3", "A2", "A1")))
                .body("page.total", equalTo(3));
        get(API + "/articles?tag=dua-xe").then().body("items.title", equalTo(List.of("B")));
        get(API + "/articles?author=linh").then().body("items.title", equalTo(List.of("B")));
        get(API + "/articles?locale=en").then().body("items", hasSize(4));
        get(API + "/articles?locale=vi").then().statusCode(400).body("detail", containsString("locales: en"));
        get(API + "/articles/a2").then().body("categories.slug", equalTo(List.of("sport", "news")));
    }

    @Test
    void cursors_walk_forth_and_back_over_every_article_once_also_where_dates_are_equal() {
        var titles = new ArrayList<String>();
        for (int i = 0; i < 23; i++) {
            var day = "2024-01-01T00:00:0" + i / 8 + "Z";
            var draft = draft("N" + i);
            patch("articles/" + draft.getString("id"), "*", "{\"publishedAt\": \"" + day + "\"}").then()
                    .statusCode(200);
            publish(draft.getString("id"));
            titles.add("N" + i);
        }
        Collections.reverse(titles);
        for (var filter : List.of("", "&category=news", "&locale=en")) {
            var forth = new ArrayList<String>();
            var pages = new ArrayList<JsonPath>();
            String cursor = null;
            do {
                var page = get(API + "/articles?size=5" + filter + (cursor == null ? "" : "&cursor=" + cursor)).then()
                        .statusCode(200).extract().jsonPath();
                forth.addAll(page.getList("items.title"));
                pages.add(page);
                cursor = page.getString("page.next");
            } while (cursor != null);
            assertEquals(titles, forth);
            var back = new ArrayList<String>();
            cursor = pages.get(pages.size() - 1).getString("page.previous");
            while (cursor != null) {
                var page = get(API + "/articles?size=5" + filter + "&cursor=" + cursor).jsonPath();
                back.addAll(0, page.getList("items.title"));
                cursor = page.getString("page.previous");
            }
            assertEquals(titles.subList(0, 20), back);
        }
    }

    @Test
    void a_page_links_to_its_neighbours() {
        IntStream.range(0, 3).forEach(i -> published("L" + i));
        var link = get(API + "/articles?size=1").then().header("Link", containsString("rel=\"next\"")).extract()
                .header("Link");
        var next = link.substring(1, link.indexOf('>'));
        get(next).then().statusCode(200).header("Link", containsString("rel=\"prev\"")).body("items.title",
                equalTo(List.of("L1")));
    }

    @Test
    void an_article_begins_with_its_id_and_a_problem_with_its_type() {
        var id = published("L").getString("id");
        get(API + "/articles/l").then().body(startsWith("{\"id\":\"" + id));
        get(API + "/articles/none").then().body(startsWith("{\"type\":"));
    }

    @Test
    void a_cursor_serves_only_the_list_that_it_came_from() {
        IntStream.range(0, 3).forEach(i -> published("C" + i));
        var cursor = get(API + "/articles?size=1").jsonPath().getString("page.next");
        get(API + "/articles?size=1&cursor=" + cursor).then().statusCode(200);
        for (var other : List.of("/articles?category=news&cursor=", "/articles?sort=publishedAt&cursor=",
                "/categories?cursor=")) {
            get(API + other + cursor).then().statusCode(400).body("violations[0].field", equalTo("cursor"));
        }
        get(API + "/articles?cursor=" + cursor.substring(1)).then().statusCode(400);
        get(API + "/articles?cursor=" + "A".repeat(5000)).then().statusCode(400);
    }

    /** Every reading operation of the contract, so that a new one is covered the day it appears. */
    @Test
    void a_draft_put_in_every_public_place_shows_in_none() throws Exception {
        category("Category");
        author("Author");
        var live = published("Visible");
        var states = new ArrayList<String>();
        var text = Map.of("title", SECRET, "excerpt", SECRET, "body", markdown(SECRET), "categories",
                List.of("category"),
                "authors", List.of("author"), "tags", List.of(SECRET), "metadata", Map.of(SECRET, SECRET));
        states.add(draft(text).getString("id"));
        var unpublished = publish(draft(text).getString("id")).getString("id");
        approvedComment(unpublished, SECRET, null);
        verb("articles/" + unpublished + "/unpublish").then().statusCode(200);
        states.add(unpublished);
        var trashed = publish(draft(text).getString("id")).getString("id");
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + trashed).then().statusCode(204);
        states.add(trashed);
        patch("articles/" + live.getString("id"), "*", "{\"title\": \"" + SECRET + "\", \"tags\": [\"" + SECRET
                + "\"], \"categories\": [\"category\"], \"slug\": \"" + SECRET + "-live\"}").then().statusCode(200);
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        states.add(sending(Map.of("locale", "vi", "title", SECRET)).post(ADMIN + "/articles/visible/translations")
                .then().statusCode(201).extract().path("id"));
        var planned = draft(text).getString("id");
        sending(Map.of("at", "2100-01-01T00:00:00Z")).header("If-Match", "*")
                .post(ADMIN + "/articles/" + planned + "/publish").then().statusCode(200);
        states.add(planned);
        var comments = staff().get(ADMIN + "/comments").jsonPath().getList("items.id", String.class);
        var tag = staff().get(ADMIN + "/tags/" + SECRET).jsonPath().getString("id");

        var references = new ArrayList<>(states);
        references.addAll(List.of(SECRET, SECRET + "-2", SECRET + "-3", SECRET + "-4", SECRET + "-live",
                live.getString("id"), "visible", tag, "category", "author"));
        references.addAll(comments);
        int asked = 0;
        Map<String, Map<String, Map<String, Object>>> paths = get("/q/openapi?format=json").jsonPath().getMap("paths");
        for (var path : paths.entrySet()) {
            // A stream never ends; ChangeTest reads it.
            if (path.getKey().startsWith(ADMIN) || path.getKey().endsWith("/stream")) {
                continue;
            }
            for (var operation : path.getValue().entrySet()) {
                for (var reference : references) {
                    var url = path.getKey().replace("{format}", "atom").replace("{part}", "1")
                            .replaceAll("\\{[^}]+}", reference);
                    assertRevealsNothing(operation.getKey(), url, "", reference);
                    asked++;
                    for (var parameter : parameters(operation.getValue())) {
                        for (var value : List.of(reference, "vi")) {
                            assertRevealsNothing(operation.getKey(), url, "?" + parameter + "=" + value, reference);
                            asked++;
                        }
                    }
                }
            }
        }
        assertEquals(true, asked > 1000, "asked " + asked);
        for (var id : states) {
            view(id).then().statusCode(404);
            comment(id, Map.of("body", "x", "author", Map.of("name", "Mai"))).then().statusCode(404);
        }
        get(API + "/categories/category").then().body("publishedArticles", equalTo(0));
        get(API + "/authors/author").then().body("publishedArticles", equalTo(0));
        get(API + "/tags/" + SECRET).then().statusCode(404);
    }

    private void assertRevealsNothing(String method, String url, String query, String reference) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(url + query));
        if (method.equals("post")) {
            request.header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"body\": \"x\", \"author\": {\"name\": \"Mai\"}}"));
        } else {
            request.method(method.toUpperCase(Locale.ROOT), BodyPublishers.noBody());
        }
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        assertTrue(response.statusCode() < 500, method + " " + url + query + " answers " + response.statusCode());
        var body = response.body();
        // A problem repeats the reference that was asked for; nothing else may know it.
        var said = body.replace("'" + reference + "'", "").replace("/" + reference, "");
        assertFalse(said.contains(SECRET), method + " " + url + query + " says " + body);
    }

    @SuppressWarnings("unchecked")
    private static List<String> parameters(Map<String, Object> operation) {
        var all = (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
        return all.stream().filter(p -> "query".equals(p.get("in"))).map(p -> (String) p.get("name")).toList();
    }

    @Test
    void the_detail_and_the_lists_run_a_constant_number_of_statements() {
        var one = publishFullArticle("One");
        var few = countStatements("/articles/" + one);
        var list = countStatements("/articles");
        var category = countStatements("/articles?category=c1&count=exact");
        var categories = countStatements("/categories");
        for (int i = 0; i < 15; i++) {
            publishFullArticle("More " + i);
        }
        assertEquals(few, countStatements("/articles/" + one));
        assertEquals(list, countStatements("/articles"));
        assertEquals(category, countStatements("/articles?category=c1&count=exact"));
        assertEquals(categories, countStatements("/categories"));
        assertEquals(3, list);
        assertEquals(3, few);
    }

    private String publishFullArticle(String title) {
        for (var name : List.of("C1", "C2")) {
            if (staff().get(ADMIN + "/categories/" + name.toLowerCase()).statusCode() == 404) {
                category(name);
            }
        }
        var author = author("Author of " + title).getString("id");
        return publish(
                draft(Map.of("title", title, "categories", List.of("c1", "c2"), "authors", List.of(author), "tags",
                        List.of("t " + title, "u"), "body", markdown("x"))).getString("id"))
                .getString("slug");
    }

    private long countStatements(String path) {
        return statementsOfMisses(() -> get(API + path).then().statusCode(200));
    }

    @Test
    void authors_in_json_ld_have_the_urls_of_their_pages_if_the_site_has_a_template() {
        category("News");
        author("Linh");
        author("Mai");
        publish(draft(Map.of("title", "Two", "categories", List.of("news"), "authors", List.of("linh", "mai"), "body",
                markdown("x"))).getString("id"));
        get(API + "/articles/two?include=jsonLd").then().body("jsonLd.author.name", equalTo(List.of("Linh", "Mai")))
                .body("jsonLd.author[0].url", nullValue());
        patch("site", "*", "{\"authorUrl\": \"https://x.example/{locale}/by/{slug}\"}").then().statusCode(200);
        get(API + "/articles/two?include=jsonLd").then().body("jsonLd.author.url",
                equalTo(List.of("https://x.example/en/by/linh", "https://x.example/en/by/mai")));
    }
}
