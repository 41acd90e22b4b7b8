package dev.byline.publication;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests static pages: articles of the kind {@code page}, which no list of articles shows. */
@QuarkusTest
class StaticPageTest extends ServiceTest {

    @BeforeEach
    void taxonomy() {
        category("News");
        author("Linh");
    }

    private static Map<String, Object> input(String kind, String title) {
        var input = new HashMap<String, Object>(Map.of("title", title, "categories", List.of("news"), "authors",
                List.of("linh"), "tags", List.of("Trams"), "body", markdown("Night trams run until four.")));
        if (kind != null) {
            input.put("kind", kind);
        }
        return input;
    }

    private static JsonPath publish(String kind, String title) {
        return publish(draft(input(kind, title)).getString("id"));
    }

    private static List<String> slugs(String query) {
        return get(API + "/articles?sort=title" + query).then().statusCode(200).extract().jsonPath()
                .getList("items.slug");
    }

    @Test
    void a_page_is_read_as_an_article_is() {
        var page = draft(Map.of("kind", "page", "title", "About us", "body", markdown("Hi.")));
        assertEquals("page", page.getString("kind"));
        get(API + "/articles/about-us").then().statusCode(404);
        publish(page.getString("id"));
        for (var reference : List.of("about-us", page.getString("id"))) {
            get(API + "/articles/" + reference).then().statusCode(200).body("kind", equalTo("page"))
                    .body("title", equalTo("About us")).body("categories", hasSize(0));
        }
        view("about-us").then().statusCode(202);
        approvedComment("about-us", "Hello", null);
        get(API + "/articles/about-us/comments").then().body("items", hasSize(1));
        patch("articles/about-us", "*", "{\"slug\": \"imprint\"}").then().statusCode(200).body("kind",
                equalTo("page"));
        publish(page.getString("id"));
        given().redirects().follow(false).get(API + "/articles/about-us").then().statusCode(308).header("Location",
                endsWith("/articles/imprint?locale=en"));
        get(API + "/articles/night-trams").then().statusCode(404);
        assertEquals("article", draft(input(null, "Night trams")).getString("kind"));
        sending(input("post", "x")).post(ADMIN + "/articles").then().statusCode(422).body("violations[0].field",
                equalTo("/kind"));
    }

    @Test
    void articles_and_pages_are_in_lists_of_their_own() {
        publish("article", "A tram");
        publish("page", "B page of trams");
        publish("article", "C tram");
        patch("articles/b-page-of-trams", "*", "{\"pinned\": true}").then().statusCode(200);
        verb("articles/b-page-of-trams/publish").then().statusCode(200);
        var filters = List.of("", "&category=news", "&category=news&exact=true", "&tag=trams", "&author=linh",
                "&locale=en", "&tag=trams&author=linh&match=all", "&q=night", "&publishedFrom=2000-01-01T00:00:00Z");
        for (var filter : filters) {
            assertEquals(List.of("a-tram", "c-tram"), slugs(filter), filter);
            assertEquals(List.of("a-tram", "c-tram"), slugs(filter + "&kind=article"), filter);
            assertEquals(List.of("b-page-of-trams"), slugs(filter + "&kind=page"), filter);
            assertEquals(List.of("a-tram", "b-page-of-trams", "c-tram"), slugs(filter + "&kind=article,page"), filter);
            assertEquals(List.of("a-tram", "b-page-of-trams", "c-tram"), slugs(filter + "&kind=page&kind=article"));
            get(API + "/articles?count=exact" + filter).then().body("page.total", equalTo(2));
            get(API + "/articles?count=exact&kind=page" + filter).then().body("page.total", equalTo(1))
                    .body("items[0].kind", equalTo("page"));
        }
        assertEquals(List.of(), slugs("&pinned=true"));
        assertEquals(List.of("b-page-of-trams"), slugs("&pinned=true&kind=page"));
        get(API + "/articles?kind=article,page&sort=pinned,-publishedAt").then().body("items.slug",
                equalTo(List.of("b-page-of-trams", "c-tram", "a-tram")));
        get(API + "/articles?kind=pages").then().statusCode(400).body("detail", containsString("kind"));
        for (var sort : List.of("views", "-publishedAt", "updatedAt", "-views7d")) {
            get(API + "/articles?kind=page&sort=" + sort).then().body("items.slug",
                    equalTo(List.of("b-page-of-trams")));
        }
        patch("articles/b-page-of-trams", "*", "{\"pinned\": false}").then().statusCode(200);
        verb("articles/b-page-of-trams/publish").then().statusCode(200);
        get(API + "/articles?kind=article,page&sort=pinned,-publishedAt").then().body("items.slug",
                equalTo(List.of("c-tram", "b-page-of-trams", "a-tram")));
    }

    @Test
    void a_list_of_pages_is_paged_by_cursor_in_both_directions() {
        for (var title : List.of("P1", "P2", "P3", "P4", "P5")) {
            publish("page", title);
            publish("article", "Article " + title);
        }
        for (var kinds : List.of("page", "article,page")) {
            var url = API + "/articles?sort=title&size=2&kind=" + kinds;
            var all = get(API + "/articles?sort=title&size=100&kind=" + kinds).jsonPath().<String>getList("items.slug");
            var seen = new ArrayList<String>();
            JsonPath page;
            String cursor = null;
            do {
                page = get(url + (cursor == null ? "" : "&cursor=" + cursor)).then().statusCode(200).extract()
                        .jsonPath();
                seen.addAll(page.getList("items.slug"));
                cursor = page.getString("page.next");
            } while (cursor != null);
            assertEquals(all, seen);
            var back = get(url + "&cursor=" + page.getString("page.previous")).then().statusCode(200).extract()
                    .jsonPath().<String>getList("items.slug");
            assertEquals(all.subList(all.size() - (all.size() % 2 == 0 ? 4 : 3), all.size() - (all.size() % 2 == 0
                    ? 2
                    : 1)), back);
        }
        var next = get(API + "/articles?size=2&kind=page").jsonPath().getString("page.next");
        get(API + "/articles?size=2&cursor=" + next).then().statusCode(400);
    }

    @Test
    void who_names_articles_gets_pages_too() {
        var tram = publish("article", "A tram").getString("id");
        var page = publish("page", "B page").getString("id");
        patch("site", "*", "{\"articleUrl\": \"https://x.example/{slug}\","
                + " \"pageUrl\": \"https://x.example/pages/{slug}\"}").then().statusCode(200);
        assertEquals(List.of("a-tram", "b-page"), slugs("&ids=" + tram + "," + page));
        get(API + "/articles?ids=" + page + "," + tram).then().body("items.slug",
                equalTo(List.of("b-page", "a-tram")));
        assertEquals(List.of("a-tram", "b-page"), slugs("&slugs=a-tram,b-page"));
        assertEquals(List.of("a-tram"), slugs("&kind=article&slugs=a-tram,b-page"));
        patch("articles/b-page", "*", "{\"slug\": \"c-page\"}").then().statusCode(200);
        publish(page);
        assertEquals(List.of("c-page"), slugs("&formerAddress=https://x.example/pages/b-page"));
        assertEquals(List.of(), slugs("&kind=article&formerAddress=https://x.example/pages/b-page"));
        assertEquals(List.of("a-tram"), slugs("&formerAddress=https://x.example/a-tram"));
    }

    @Test
    void pages_are_outside_counts_archives_feeds_neighbors_and_related_articles() {
        publish("article", "A tram");
        publish("page", "B page");
        publish("article", "C tram");
        get(API + "/categories/news").then().body("publishedArticles", equalTo(2)).body("publishedArticlesInTree",
                equalTo(2));
        get(API + "/tags/trams").then().body("publishedArticles", equalTo(2));
        get(API + "/authors/linh").then().body("publishedArticles", equalTo(2));
        get(API + "/archive").then().body("items", hasSize(1)).body("items[0].articles", equalTo(2));
        for (var feed : List.of("", "/categories/news", "/tags/trams", "/authors/linh")) {
            get(API + feed + "/feeds/json").then().body("items.title", equalTo(List.of("C tram", "A tram")));
        }
        get(API + "/articles/a-tram?include=related,neighbors").then()
                .body("related.slug", equalTo(List.of("c-tram"))).body("neighbors.next.slug", equalTo("c-tram"));
        get(API + "/articles/c-tram/neighbors").then().body("previous.slug", equalTo("a-tram"));
        // A page is in no order of time, but articles of its topics are related to it.
        get(API + "/articles/b-page?include=neighbors").then().body("neighbors.previous", nullValue())
                .body("neighbors.next", nullValue());
        get(API + "/articles/b-page/neighbors").then().statusCode(200).body("previous", nullValue()).body("next",
                nullValue());
        get(API + "/articles/b-page/related").then().body("items.slug", equalTo(List.of("c-tram", "a-tram")));
        get(API + "/articles/b-page/comments/feeds/rss").then().statusCode(200);
    }

    @Test
    void search_finds_pages_only_if_it_is_asked_for_them() {
        publish("article", "A tram");
        publish("page", "Tram imprint");
        for (var filter : List.of("", "&locale=en", "&category=news", "&tag=trams")) {
            get(API + "/search?q=night" + filter).then().body("items.slug", equalTo(List.of("a-tram")));
            get(API + "/search?q=night&kind=article&count=exact" + filter).then().body("page.total", equalTo(1));
            get(API + "/search?q=night&kind=page" + filter).then().body("items.slug",
                    equalTo(List.of("tram-imprint")));
            get(API + "/search?q=night&kind=article,page&count=exact" + filter).then().body("page.total", equalTo(2));
        }
        get(API + "/search?q=night&facets=category").then().body("facets.category[0].articles", equalTo(1));
        get(API + "/search?q=imprint").then().body("items", hasSize(0));
        get(API + "/search/suggestions?q=tram").then().body("items.slug", equalTo(List.of("a-tram")));
        get(API + "/search?q=night&kind=x").then().statusCode(400);
    }

    @Test
    void a_changed_kind_reaches_readers_with_the_next_publication() {
        var id = publish("article", "A tram").getString("id");
        get(API + "/articles").then().body("items", hasSize(1));
        patch("articles/a-tram", "*", "{\"kind\": \"page\"}").then().statusCode(200).body("kind", equalTo("page"))
                .body("hasUnpublishedChanges", equalTo(true));
        get(API + "/articles/a-tram").then().body("kind", equalTo("article"));
        get(API + "/articles").then().body("items", hasSize(1));
        publish(id);
        get(API + "/articles/a-tram").then().body("kind", equalTo("page"));
        get(API + "/articles?count=exact").then().body("items", hasSize(0)).body("page.total", equalTo(0));
        get(API + "/articles?kind=page&count=exact").then().body("items", hasSize(1)).body("page.total", equalTo(1));
        get(API + "/categories/news").then().body("publishedArticles", equalTo(0));
        get(API + "/search?q=night").then().body("items", hasSize(0));
        patch("articles/a-tram", "*", "{\"kind\": \"article\"}").then().statusCode(200);
        verb("articles/a-tram/revert").then().statusCode(200).body("kind", equalTo("page"));
        // The published revision is from before the change, and takes the kind along when it is restored.
        staff().get(ADMIN + "/articles/a-tram/revisions/1").then().body("content.kind", equalTo("article"));
        verb("articles/a-tram/revisions/1/restore").then().statusCode(200).body("kind", equalTo("article"));
        publish(id);
        get(API + "/articles?count=exact").then().body("items", hasSize(1)).body("page.total", equalTo(1));
        get(API + "/search?q=night").then().body("items", hasSize(1));
    }

    @Test
    void a_replacement_that_names_no_kind_keeps_it() {
        var path = "articles/" + draft(input("page", "Imprint")).getString("id");
        sending(input(null, "Imprint of us")).header("If-Match", "*").put(ADMIN + "/" + path).then()
                .statusCode(200).body("title", equalTo("Imprint of us")).body("kind", equalTo("page"));
        patch(path, "*", "{\"kind\": null}").then().statusCode(200).body("kind", equalTo("page"));
        verb(path + "/duplicate").then().statusCode(201).body("kind", equalTo("page"));
    }

    @Test
    void staff_see_articles_and_pages_unless_they_choose() {
        draft(input("article", "A tram"));
        draft(input("page", "B page"));
        for (var filter : Map.of("", List.of("b-page", "a-tram"), "?kind=page", List.of("b-page"), "?kind=article",
                List.of("a-tram"), "?kind=page&state=never_published&sort=createdAt&category=news",
                List.of("b-page")).entrySet()) {
            staff().get(ADMIN + "/articles" + filter.getKey()).then().statusCode(200)
                    .body("items.slug", equalTo(filter.getValue()));
        }
        staff().get(ADMIN + "/articles?kind=page&count=exact").then().body("page.total", equalTo(1))
                .body("items[0].kind", equalTo("page"));
    }

    @Test
    void a_page_has_an_address_of_its_own() {
        publish("article", "A tram");
        publish("page", "B page");
        patch("site", "*", "{\"articleUrl\": \"https://x.example/blog/{slug}\"}").then().statusCode(200);
        var map = get("/sitemap.xml").asString();
        assertTrue(map.contains("<loc>https://x.example/blog/a-tram</loc>"), map);
        assertTrue(map.contains("<loc>https://x.example/blog/b-page</loc>"), map);
        patch("site", "*", "{\"pageUrl\": \"https://x.example/{slug}\"}").then().statusCode(200);
        get(API + "/site").then().body("pageUrl", equalTo("https://x.example/{slug}"));
        map = get("/sitemap.xml").asString();
        assertTrue(map.contains("<loc>https://x.example/blog/a-tram</loc>"), map);
        assertTrue(map.contains("<loc>https://x.example/b-page</loc>"), map);
        get(API + "/articles/a-tram?include=jsonLd").then().body("jsonLd.'@type'", equalTo("BlogPosting"))
                .body("jsonLd.url", equalTo("https://x.example/blog/a-tram"))
                .body("jsonLd.articleSection", equalTo("News"));
        get(API + "/articles/b-page?include=jsonLd").then().body("jsonLd.'@type'", equalTo("WebPage"))
                .body("jsonLd.url", equalTo("https://x.example/b-page")).body("jsonLd.articleSection", nullValue());
        // The canonical URL of a page is its own, and that of another page takes it out of the site map.
        patch("articles/b-page", "*", "{\"seo\": {\"canonicalUrl\": \"https://x.example/b-page\"}}").then()
                .statusCode(200);
        verb("articles/b-page/publish").then().statusCode(200);
        assertTrue(get("/sitemap.xml").asString().contains("<loc>https://x.example/b-page</loc>"));
        patch("articles/b-page", "*", "{\"seo\": {\"canonicalUrl\": \"https://x.example/blog/b-page\"}}").then()
                .statusCode(200);
        verb("articles/b-page/publish").then().statusCode(200);
        assertFalse(get("/sitemap.xml").asString().contains("b-page"));
        patch("site", "*", "{\"pageUrl\": \"https://x.example/\"}").then().statusCode(422).body(
                "violations[0].field", equalTo("/pageUrl"));
    }

    @Test
    void no_mail_announces_a_page() throws SQLException {
        publish("page", "B page");
        assertEquals(0, query("select count(*) from announcement"));
        publish("article", "A tram");
        assertEquals(1, query("select count(*) from announcement"));
    }

    @Test
    void a_copy_that_the_previous_release_adds_gets_the_kind_of_its_working_copy() throws SQLException {
        publish("page", "B page");
        execute("""
                do $$ declare columns text; begin
                    select string_agg(column_name, ', ') into columns from information_schema.columns
                        where table_schema = current_schema() and table_name = 'publication' and column_name <> 'kind';
                    execute 'create temp table saved on commit drop as select ' || columns || ' from publication';
                    delete from publication;
                    execute 'insert into publication (' || columns || ') select ' || columns || ' from saved';
                end $$""");
        assertEquals(1, query("select count(*) from publication where kind = 'page'"));
        assertEquals(2, query("select count(*) from listed where list in (md5('page:all:')::uuid,"
                + " md5('page:all:en')::uuid)"));
        assertEquals(0, query("select count(*) from listed where list = md5('all:')::uuid"));
    }

    @Test
    void a_preview_shows_the_kind() {
        var id = draft(input("page", "B page")).getString("id");
        var path = sending(Map.of()).post(ADMIN + "/articles/" + id + "/previews").then().statusCode(201).extract()
                .jsonPath().getString("path");
        get(path).then().statusCode(200).body("kind", equalTo("page")).body("slug", not(nullValue()));
    }
}
