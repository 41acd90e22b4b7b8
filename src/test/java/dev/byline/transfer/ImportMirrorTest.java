package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyIterable;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests the import of files that the command {@code mirror} wrote, by their text. */
@QuarkusTest
class ImportMirrorTest extends ImportTestBase {
    private static final String ID = "01940000-0000-7000-8000-000000000001";
    private static final String FRONT_MATTER = """
            ---
            title: 'Night trams: a map'
            slug: map-of-the-night
            lang: en
            date: '2023-11-20T08:00:00Z'
            lastmod: '2023-11-23T08:00:00.123Z'
            cover:
              image: https://blog.example/tram.jpg
              alt: A tram
            authors:
            - le
            categories:
            - Night
            tags:
            - Rails & more
            translationKey: en/map-of-the-night
            byline:
              id: %s
              firstPublishedAt: '2020-01-02T00:00:00Z'
              commentsPolicy: members
              noIndex: true
              coverWidth: 1200
              coverHeight: 630
              metadata: '{"rating":5,"labels":["a"]}'
            ---
            """.formatted(ID);
    private static final String TEXT = "    {% raw %}{{ code }}{% endraw %}\n\nText\n<!-- more -->\n\n";

    private static void importFiles(Map<String, String> files, String options) throws Exception {
        var job = importFile(zip(files), options);
        assertEquals(0, job.getInt("outcomes.failed") + job.getInt("noted"), report(job));
    }

    @Test
    void a_file_of_a_mirror_is_imported_exactly() throws Exception {
        importFiles(Map.of("articles/en/map-of-the-night.md", FRONT_MATTER + "\n" + TEXT + "\n"), "ids=keep");
        var article = article("map-of-the-night");
        assertEquals(ID, article.getString("id"));
        assertEquals("Night trams: a map", article.getString("title"));
        assertEquals(TEXT, article.getString("body.source"));
        assertEquals("markdown", article.getString("body.format"));
        assertNull(article.getString("excerpt"));
        assertEquals("2020-01-02T00:00:00Z", article.getString("firstPublishedAt"));
        assertEquals("2023-11-20T08:00:00Z", article.getString("publishedAt"));
        assertEquals("2023-11-23T08:00:00.123Z", article.getString("live.updatedAt"));
        assertEquals("members", article.getString("commentsPolicy"));
        assertEquals(Map.of("noIndex", true), article.getMap("seo"));
        assertEquals(Map.of("url", "https://blog.example/tram.jpg", "alt", "A tram", "width", 1200, "height", 630),
                article.getMap("cover"));
        assertEquals(5, article.getInt("metadata.rating"));
        assertEquals("a", article.getString("metadata.labels[0]"));
        get(API + "/articles?formerAddress=/articles/en/map-of-the-night").then().body("items", emptyIterable());
    }

    @Test
    void a_body_that_is_html_stays_html() throws Exception {
        importFiles(Map.of("articles/en/map-of-the-night.md",
                FRONT_MATTER.replace("  id:", "  format: html\n  id:") + "\n<ul>\n\n    <li>One</li></ul>\n"), "");
        var article = article("map-of-the-night");
        assertEquals("html", article.getString("body.format"));
        assertEquals("<ul>\n\n    <li>One</li></ul>", article.getString("body.source"));
    }

    @Test
    void files_of_data_bring_the_tree_of_categories_and_slugs_unlike_their_names() throws Exception {
        importFiles(Map.of("articles/en/map-of-the-night.md", FRONT_MATTER + "\nText.\n", "categories.json", """
                [{"id": "01940000-0000-7000-8000-000000000002", "slug": "dark", "name": "Night", "position": 0,
                  "description": "After ten.", "parent": {"id": "01940000-0000-7000-8000-000000000003", "slug": "t"}},
                 {"id": "01940000-0000-7000-8000-000000000003", "slug": "t", "name": "Times", "position": 0}]
                """, "tags.json", """
                [{"id": "01940000-0000-7000-8000-000000000004", "slug": "rails", "name": "Rails & more"}]
                """, "authors.json", """
                {"le": {"id": "01940000-0000-7000-8000-000000000005", "slug": "le", "name": "Nam Le",
                  "bio": "Rides.", "avatar": "https://blog.example/le.jpg"}}
                """), "ids=keep");
        get(API + "/articles/map-of-the-night").then().body("categories.slug", contains("dark"))
                .body("tags.slug", contains("rails")).body("authors.slug", contains("le"))
                .body("authors.name", contains("Nam Le"));
        get(API + "/categories/dark").then().body("id", equalTo("01940000-0000-7000-8000-000000000002"))
                .body("parent.slug", equalTo("t")).body("description", equalTo("After ten."));
        get(API + "/authors/le").then().body("bio", equalTo("Rides."))
                .body("avatarUrl", equalTo("https://blog.example/le.jpg"));
    }

    @Test
    void data_of_other_sites_is_left_alone() throws Exception {
        importFile(zip(Map.of("a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nText.",
                "categories.json", "[{\"id\": \"1\", \"slug\": \"news\", \"name\": \"News\"}, 7]",
                "tags.json", "{\"news\": [")), "");
        get(API + "/articles/a").then().statusCode(200);
        get(API + "/categories").then().body("items", emptyIterable());
        get(API + "/tags").then().body("items", emptyIterable());
    }
}
