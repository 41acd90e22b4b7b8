package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** Tests the addresses that articles had in other systems: redirects, the search for them, and comments of them. */
@QuarkusTest
class FormerAddressTest extends ImportTestBase {
    private static final String LONG_NAME = "a-name-of-more-than-a-hundred-characters-" + "that-goes-on-".repeat(8)
            + "end";
    private static final String WXR = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old</title><link>https://www.old.example</link>
            %s</channel></rss>
            """;

    private static String post(int id, String title, String path, String name) {
        return """
                <item><title>%s</title><link>https://www.old.example%s</link><guid>https://www.old.example/?p=%d</guid>
                <wp:post_id>%3$d</wp:post_id><wp:post_type>post</wp:post_type><wp:post_name>%s</wp:post_name>
                <content:encoded>Text.</content:encoded>
                <wp:post_date_gmt>2011-03-01 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status></item>
                """.formatted(title, path, id, name);
    }

    private static String disqus(String... urls) {
        var file = new StringBuilder("<?xml version=\"1.0\"?><disqus xmlns=\"http://disqus.com\">");
        for (int i = 0; i < urls.length; i++) {
            file.append("<thread dsq:id=\"").append(i).append("\"><link>").append(urls[i]).append("</link></thread>");
        }
        for (int i = 0; i < urls.length; i++) {
            file.append("<post dsq:id=\"c").append(i).append("\"><message>On ").append(urls[i])
                    .append("</message><createdAt>2020-01-02T00:00:00Z</createdAt><author><name>Mai</name></author>")
                    .append("<thread dsq:id=\"").append(i).append("\"/></post>");
        }
        return file.append("</disqus>").toString();
    }

    private static JsonPath failures(JsonPath job) {
        return staff().get(ADMIN + "/imports/" + job.getString("id") + "/items?outcome=failed").jsonPath();
    }

    private static ValidatableResponse read(String name) {
        return given().urlEncodingEnabled(true).redirects().follow(false).get(API + "/articles/{name}", name).then();
    }

    private static List<String> find(String formerAddress) {
        return given().queryParam("formerAddress", formerAddress).get(API + "/articles").then().statusCode(200)
                .extract().jsonPath().getList("items.title");
    }

    private static void assertComments(String article, int count) {
        get(API + "/articles/" + article + "/comments?count=exact").then().statusCode(200).body("page.total",
                equalTo(count));
    }

    @Test
    void comments_land_on_the_article_with_the_whole_path() throws Exception {
        importFile(zip(Map.of("content/2019/update.md",
                "---\ntitle: Update 2019\ndate: 2019-01-01\nurl: /2019/update/\n---\nOne.",
                "content/2020/update.md", "---\ntitle: Update 2020\ndate: 2020-01-01\n---\nTwo.")), "");
        var job = importFile(disqus("https://blog.example/2019/update/", "https://blog.example/blog/2020/update",
                "https://other.example/shop/update/?utm=1", "https://blog.example/2021/update/"), "");
        assertComments("update", 1);
        assertComments("update-2", 1);
        var failed = failures(job);
        assertEquals(List.of("c2", "c3"), failed.getList("items.externalId"), report(job));
        assertTrue(
                failed.getString("items[0].message")
                        .matches(".*update \\([0-9a-f-]{36}\\), update-2 \\([0-9a-f-]{36}\\).*"),
                failed.prettify());
        assertTrue(failed.getString("items[1].message").contains("https://blog.example/2021/update/"),
                failed.prettify());
    }

    @Test
    void comments_of_another_host_land_on_no_article() {
        importFile(
                WXR.formatted(post(1, "About The Tests", "/about/", "about")
                        + post(2, "Line", "/2011/03/line_4.html", "line_4")),
                "");
        published("Made here");
        var job = importFile(disqus("https://elsewhere.example/about/", "http://old.example/about",
                "https://old.example/shop/about/",
                "https://old.example/line_4/", "https://www.old.example/?p=2", "https://elsewhere.example/made-here"),
                "");
        assertEquals(List.of("c0", "c2"), failures(job).getList("items.externalId"), report(job));
        assertComments("about", 1);
        assertComments("line-4", 2);
        assertComments("made-here", 1);
    }

    @Test
    void an_address_of_the_present_frontend_names_its_article() {
        patch("site", "*", "{\"articleUrl\": \"https://new.example/posts/{slug}\"}").then().statusCode(200);
        importFile(WXR.formatted(post(1, "About", "/about/", "about")), "");
        patch("articles/about", "*", "{\"slug\": \"about-us\"}").then().statusCode(200);
        verb("articles/about-us/publish").then().statusCode(200);
        var job = importFile(disqus("https://new.example/posts/about", "https://new.example/posts/about-us/"), "");
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        assertEquals(List.of("About"), find("https://new.example/posts/about"));
        assertEquals(List.of("About"), find("/posts/about-us"));
        assertEquals(List.of(), find("https://elsewhere.example/posts/about"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "%E4%BD%A0%E5%A5%BD", "你好", "Release_Notes", "release_notes", "v1.2_Notes.html", "v1.2_Notes",
                    "was_Before", "was-before", "LONG" })
    void a_name_of_a_former_address_redirects_as_it_was(String name) {
        importFile(WXR.formatted(post(1, "Greeting", "/2011/%e4%bd%a0%e5%a5%bd/", "%e4%bd%a0%e5%a5%bd")
                + post(2, "Release", "/Release_Notes/", "Release_Notes").replace("</item>",
                        "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>was_Before</wp:meta_value></wp:postmeta></item>")
                + post(3, "Version", "/v1.2_Notes.html", "v1.2_Notes")
                + post(4, "Long", "/" + LONG_NAME + "/", LONG_NAME)), "");
        var asked = name.equals("LONG") ? LONG_NAME : name;
        var location = read(asked).statusCode(308).header("Cache-Control", containsString("max-age=60")).extract()
                .header("Location");
        get(location).then().statusCode(200);
        read("nothing_" + asked).statusCode(404);
    }

    @Test
    void a_frontend_finds_the_article_of_a_former_address() {
        importFile(WXR.formatted(post(7, "Greeting", "/2011/%e4%bd%a0%e5%a5%bd/", "%e4%bd%a0%e5%a5%bd")), "");
        for (var address : List.of("https://www.old.example/2011/%e4%bd%a0%e5%a5%bd/", "HTTP://OLD.example/2011/你好",
                "/2011/你好",
                "/2011/%E4%BD%A0%E5%A5%BD/index.html?utm_source=x#top", "https://old.example/?p=7", "2011/你好")) {
            assertEquals(List.of("Greeting"), find(address), address);
        }
        for (var address : List.of("https://other.example/2011/你好", "/你好", "/2012/你好", "/?p=8", "/", "/2011/你好/more")) {
            assertEquals(List.of(), find(address), address);
        }
        for (var address : List.of("", " ", "/a%00b", "/" + "x".repeat(2001))) {
            given().queryParam("formerAddress", address).get(API + "/articles").then().statusCode(400)
                    .body("violations[0].field", equalTo("formerAddress"));
        }
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        given().queryParam("formerAddress", "/2011/你好").queryParam("locale", "vi").get(API + "/articles").then()
                .body("items.size()", equalTo(0));
        // The change of the site, whose widths of pictures are a part of lists, has emptied what is kept.
        assertEquals(List.of("Greeting"), find("/2011/你好"));
        assertEquals(statements(() -> find("/2011/你好/")), statements(() -> find("/2013/你好")));
        verb("articles/ni-hao/unpublish").then().statusCode(200);
        assertEquals(List.of(), find("/2011/你好"));
        read("你好").statusCode(404);
        publish("ni-hao");
        assertEquals(List.of("Greeting"), find("/2011/你好"));
    }

    @Test
    void the_numbers_of_a_script_are_addresses_of_their_own() throws Exception {
        var file = "---\ntitle: %s\ndate: 2020-01-01\naliases: ['%s']\n---\nx";
        importFile(zip(Map.of("one.md", file.formatted("One", "/article.php?id=1&lang=en"), "two.md",
                file.formatted("Two", "/article.php?lang=en&id=2"), "joomla.md",
                file.formatted("Joomla", "/index.php?option=com_content&view=article&id=12"), "path.md",
                file.formatted("Path", "/path/?id=3"))), "source=https://old.example");
        assertEquals(List.of("One"), find("/article.php?id=1"));
        assertEquals(List.of("Two"), find("https://old.example/Article.php?utm=x&ID=2"));
        assertEquals(List.of("Joomla"), find("/?view=article&id=12"));
        assertEquals(List.of("Path"), find("/path?id=4"));
        assertEquals(List.of(), find("/article.php?id=3"));
        assertEquals(List.of(), find("/"));
    }

    @Test
    void a_path_on_two_hosts_is_found_with_its_host() {
        importFile(WXR.formatted(post(1, "One", "/a_b/", "one")), "");
        importFile(
                WXR.replace("old.example", "two.example")
                        .formatted(post(1, "Two", "/a_b/", "two").replace("old.example", "two.example")),
                "");
        assertEquals(List.of("One"), find("https://old.example/a_b"));
        assertEquals(List.of("Two"), find("https://two.example/a_b"));
        assertEquals(2, find("/a_b").size());
        read("a_b").statusCode(404);
    }

    @Test
    void addresses_are_added_to_articles_that_were_imported_before() throws Exception {
        var file = WXR.formatted(post(1, "One", "/Old_One/", "one"));
        importFile(file, "");
        execute("delete from former_address");
        assertEquals(List.of(), find("/Old_One"));
        assertEquals(1, importFile(file, "").getInt("outcomes.unchanged"));
        assertEquals(List.of("One"), find("/Old_One"));
        assertEquals(2, query("select count(*) from former_address"));
        importFile(file, "");
        assertEquals(2, query("select count(*) from former_address"));
        verb("articles/one/unpublish").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/one").then().statusCode(204);
        verb("articles/one/purge");
        assertEquals(0, query("select count(*) from former_address"));
    }

    @Test
    void lines_of_a_script_name_former_addresses_and_exports_carry_them() throws Exception {
        var line = """
                {"externalId":"1","article":{"title":"One","publishedAt":"2020-01-01T00:00:00Z","categories":["news"],"body":{"format":"markdown","source":"x"}},"state":"live","formerAddresses":%s}
                """;
        var category = "{\"externalId\":\"news\",\"category\":{\"name\":\"News\"}}\n";
        var job = importFile(category + line.formatted("[\"/Über_uns.html\", \"https://a.example:8080/x\"]"),
                "source=https://old.example/blog");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(List.of("One"), find("https://old.example/über_uns"));
        var exported = export("");
        assertTrue(
                exported.contains(
                        "\"formerAddresses\": [\"https://a.example:8080/x\", \"https://old.example/Über_uns.html\"]"),
                exported);
        resetDatabase();
        importFile(exported, "ids=keep");
        assertEquals(List.of("One"), find("https://old.example/über_uns"));
        assertEquals(exported, export(""));
        var refused = importFile(line.replace("\"1\"", "\"2\"").formatted("[\"\"]"), "");
        assertTrue(failures(refused).getString("items[0].message").contains("/formerAddresses/0"), report(refused));
    }

    @Test
    void ghost_and_markdown_keep_the_addresses_that_they_name() throws Exception {
        importFile(
                """
                        {"db":[{"meta":{"version":"5"},"data":{"posts":[{"id":"p1","title":"Ghost","slug":"xin_chào","html":"<p>x</p>","status":"published","published_at":1700000000000}]}}]}
                        """,
                "source=https://ghost.example");
        assertEquals(List.of("Ghost"), find("https://ghost.example/xin_ch%C3%A0o/"));
        importFile(zip(Map.of("_posts/2019-1-02-Jekyll_Name.md", "---\ntitle: Jekyll\n---\nx",
                "hugo/v1.2_Notes.md", "---\ntitle: Notes\ndate: 2020-05-06\naliases: [/Old.Notes/, /older]\n---\nx")),
                "source=site");
        assertEquals(List.of("Jekyll"), find("/2019/01/02/Jekyll_Name.html"));
        for (var address : List.of("/hugo/v1.2_notes/", "/old.notes", "https://any.example/older")) {
            assertEquals(List.of("Notes"), find(address), address);
        }
        read("Old.Notes").statusCode(308).header("Location", endsWith("/articles/v1-2-notes?locale=en"));
    }

    @Test
    void a_former_address_belongs_to_an_article_once() throws Exception {
        importFile(WXR.formatted(post(1, "One", "/a_b/", "one")), "");
        var twice = assertThrows(SQLException.class,
                () -> execute(
                        "insert into former_address select article_id, host, path, last_part, 'x' from former_address"));
        assertTrue(twice.getMessage().contains("former_address_pk"), twice.getMessage());
        var unknown = assertThrows(SQLException.class,
                () -> execute("insert into former_address values (gen_random_uuid(), '', '/x', 'x', '/x')"));
        assertTrue(unknown.getMessage().contains("former_address_article"), unknown.getMessage());
    }
}
