package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests the addresses in exports of Ghost up to 2.x, which have no host. */
@QuarkusTest
class ImportGhostTest extends ImportTestBase {
    private static final String FILE = """
            {"db": [{"meta": {"version": "1.25.5"}, "data": {"posts": [
              {"id": "5b5998bf1e06cf00189b3b99", "title": "Html", "slug": "%1$s-html", "status": "published",
               "published_at": "2014-10-01T00:00:00.000Z", "author_id": "1", "feature_image": "%2$s/content/images/a b.jpg",
               "html": "<p><img src=\\"%2$s/content/images/b.jpg\\"> <a href=\\"/other/\\">o</a> <a href='%2$s/content/files/c.pdf'>c</a> <code>src=\\"/d\\"</code></p>"},
              {"id": "5b5998bf1e06cf00189b3b98", "title": "Markdown", "slug": "%1$s-markdown", "status": "published",
               "published_at": "2014-10-01T00:00:00.000Z", "image": "/content/images/e.jpg",
               "markdown": "![f](/content/images/f.jpg) [g](/content/files/g.pdf) [h](/h/) <img src=\\"/content/images/i.jpg\\">"}],
             "users": [{"id": "1", "name": "%1$s", "slug": "%1$s", "profile_image": "/content/images/mai.jpg"}]}}]}
            """;

    @Test
    void addresses_without_a_host_are_completed_by_the_source() {
        importFile(FILE.formatted("root", ""), "source=https://old.example/");
        get(API + "/articles/root-html").then()
                .body("cover.url", equalTo("https://old.example/content/images/a%20b.jpg"))
                .body("body.html", allOf(containsString("src=\"https://old.example/content/images/b.jpg\""),
                        containsString("href=\"/other/\""), containsString("https://old.example/content/files/c.pdf"),
                        containsString("src&#61;&#34;/d&#34;")));
        get(API + "/articles/root-markdown").then()
                .body("cover.url", equalTo("https://old.example/content/images/e.jpg"))
                .body("body.html", allOf(containsString("https://old.example/content/images/f.jpg"),
                        containsString("https://old.example/content/files/g.pdf"), containsString("href=\"/h/\""),
                        containsString("https://old.example/content/images/i.jpg")));
        get(API + "/authors/root").then().body("avatarUrl", equalTo("https://old.example/content/images/mai.jpg"));
        importFile(FILE.formatted("folder", "/blog"), "source=https://old.example/blog");
        get(API + "/articles/folder-html").then()
                .body("cover.url", equalTo("https://old.example/blog/content/images/a%20b.jpg"))
                .body("body.html", containsString("https://old.example/blog/content/images/b.jpg"));
        get(API + "/articles/folder-markdown").then()
                .body("cover.url", equalTo("https://old.example/blog/content/images/e.jpg"));
    }

    @Test
    void a_cover_that_cannot_be_completed_is_noted() {
        var job = importFile(FILE.formatted("none", ""), "");
        get(API + "/articles/none-html").then().statusCode(200).body("cover", nullValue());
        assertTrue(report(job).contains("its cover was not imported, because it has no complete address"), report(job));
    }

    @Test
    void pages_of_old_and_new_versions_become_pages() {
        var file = """
                {"db": [{"meta": {"version": "5.1.0"}, "data": {"posts": [
                  {"id": "5b5998bf1e06cf00189b3b01", "title": "Post", "slug": "post", "status": "published", "type": "post",
                   "published_at": "2014-10-01T00:00:00.000Z", "html": "<p>x</p>"},
                  {"id": "5b5998bf1e06cf00189b3b02", "title": "New", "slug": "new", "status": "published", "type": "page",
                   "published_at": "2014-10-01T00:00:00.000Z", "html": "<p>x</p>"},
                  {"id": "5b5998bf1e06cf00189b3b03", "title": "Old", "slug": "old", "status": "published", "page": 1,
                   "published_at": "2014-10-01T00:00:00.000Z", "html": "<p>x</p>"}]}}]}
                """;
        assertEquals(2, importFile(file, "pages=false").getInt("outcomes.skipped"));
        var job = importFile(file, "");
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        get(API + "/articles").then().body("items.slug", equalTo(List.of("post")));
        get(API + "/articles?kind=page&sort=title").then().body("items.slug", equalTo(List.of("new", "old")));
        get(API + "/articles?formerAddress=/old/").then().body("items.slug", equalTo(List.of("old")));
        assertEquals(3, importFile(file, "").getInt("outcomes.unchanged"));
    }
}
