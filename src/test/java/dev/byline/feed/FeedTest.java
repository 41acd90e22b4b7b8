package dev.byline.feed;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Link;
import com.rometools.rome.feed.synd.SyndCategory;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.WireFeedInput;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests feeds with the independent parser ROME, and against the requirements of the formats. */
@QuarkusTest
class FeedTest extends ServiceTest {
    private static final List<String> FORMATS = List.of("rss", "atom", "json");

    /** An article with everything, and the addresses of a frontend. */
    private static JsonPath publishFullArticle() {
        patch("site", "*", "{\"title\": \"Nhật ký\", \"locales\": [\"en\", \"vi\"], \"siteUrl\": \"https://x.vn/\","
                + " \"articleUrl\": \"https://x.vn/{locale}/{slug}\", \"categoryUrl\": \"https://x.vn/c/{slug}\","
                + " \"tagUrl\": \"https://x.vn/t/{slug}\", \"authorUrl\": \"https://x.vn/a/{slug}\"}").then()
                .statusCode(200);
        category("AI Technology");
        author("Linh Trần");
        return publish(draft(Map.of("title", "What Dojo computes", "excerpt", "1 < 2 & more", "categories",
                List.of("ai-technology"), "authors", List.of("linh-tran"), "tags", List.of("Electric cars"), "body",
                markdown("It *trains* networks."), "cover",
                Map.of("url", "https://x.vn/dojo.jpg?w=1&h=2", "alt", "Racks", "width", 1200, "height", 630),
                "publishedAt", "2023-07-04T10:00:00.123Z", "updatedAt", "2023-11-23T08:30:00Z")).getString("id"));
    }

    @Test
    void rss_says_all_that_there_is() throws Exception {
        var id = publishFullArticle().getString("id");
        var answer = get(API + "/feeds/rss").then().statusCode(200)
                .contentType(equalTo("application/rss+xml;charset=utf-8")).extract().asByteArray();
        var feed = parse(answer);
        assertEquals("rss_2.0", feed.getFeedType());
        assertEquals("Nhật ký", feed.getTitle());
        assertEquals("https://x.vn/", feed.getLink());
        assertEquals("Nhật ký", feed.getDescription());
        assertEquals("en", feed.getLanguage());
        var entry = feed.getEntries().get(0);
        assertEquals("What Dojo computes", entry.getTitle());
        assertEquals("https://x.vn/en/what-dojo-computes", entry.getLink());
        assertEquals("urn:uuid:" + id, entry.getUri());
        assertEquals("Linh Trần", entry.getAuthor());
        assertEquals(Instant.parse("2023-07-04T10:00:00Z"), entry.getPublishedDate().toInstant());
        assertEquals(List.of("AI Technology", "Electric cars"), topics(entry));
        assertEquals("1 &lt; 2 &amp; more", entry.getDescription().getValue());
        assertEquals("<p>It <em>trains</em> networks.</p>", entry.getContents().get(0).getValue());
        assertEquals("https://x.vn/dojo.jpg?w=1&h=2", entry.getEnclosures().get(0).getUrl());
        assertEquals("image/jpeg", entry.getEnclosures().get(0).getType());
        var parsedXml = new ParsedXml(answer);
        assertEquals("2.0", parsedXml.text("/rss/@version"));
        assertEquals("Tue, 4 Jul 2023 10:00:00 GMT", parsedXml.text("//item/pubDate"));
        assertEquals("Thu, 23 Nov 2023 08:30:00 GMT", parsedXml.text("/rss/channel/lastBuildDate"));
        assertEquals("false", parsedXml.text("//item/guid/@isPermaLink"));
        assertEquals("0", parsedXml.text("//item/enclosure/@length"));
        assertEquals("1200", parsedXml.text("//item/*[name()='media:content']/@width"));
        assertEquals("self", parsedXml.text("/rss/channel/*[name()='atom:link']/@rel"));
        get(parsedXml.text("/rss/channel/*[name()='atom:link']/@href")).then().statusCode(200);
    }

    @Test
    void atom_says_all_that_there_is() throws Exception {
        var id = publishFullArticle().getString("id");
        var answer = get(API + "/feeds/atom").then().statusCode(200)
                .contentType(equalTo("application/atom+xml;charset=utf-8")).extract().asByteArray();
        var feed = (com.rometools.rome.feed.atom.Feed) new WireFeedInput(false, Locale.ROOT).build(reader(answer));
        assertEquals("Nhật ký", feed.getTitle());
        assertEquals(Instant.parse("2023-11-23T08:30:00Z"), feed.getUpdated().toInstant());
        assertEquals("Nhật ký", feed.getAuthors().get(0).getName());
        assertEquals("https://x.vn/", feed.getAlternateLinks().get(0).getHref());
        assertEquals(feed.getId(), feed.getOtherLinks().get(0).getHref());
        assertEquals("self", feed.getOtherLinks().get(0).getRel());
        Entry entry = feed.getEntries().get(0);
        assertEquals("urn:uuid:" + id, entry.getId());
        assertEquals("https://x.vn/en/what-dojo-computes", entry.getAlternateLinks().get(0).getHref());
        assertEquals("Linh Trần", entry.getAuthors().get(0).getName());
        assertEquals("1 < 2 & more", entry.getSummary().getValue());
        assertEquals("html", entry.getContents().get(0).getType());
        assertEquals("<p>It <em>trains</em> networks.</p>", entry.getContents().get(0).getValue());
        assertEquals(List.of("ai-technology", "electric-cars"),
                entry.getCategories().stream().map(c -> c.getTerm()).toList());
        Link enclosure = entry.getOtherLinks().get(0);
        assertEquals("enclosure https://x.vn/dojo.jpg?w=1&h=2", enclosure.getRel() + " " + enclosure.getHref());
        var parsedXml = new ParsedXml(answer);
        assertEquals("2023-07-04T10:00:00.123Z", parsedXml.text("/feed/entry/published"));
        assertEquals("2023-11-23T08:30:00Z", parsedXml.text("/feed/entry/updated"));
        assertEquals("https://x.vn/a/linh-tran", parsedXml.text("/feed/entry/author/uri"));
        assertEquals("en", parsedXml.text("/feed/@*[name()='xml:lang']"));
        assertEquals("https://x.vn/en/what-dojo-computes", parsedXml.text("/feed/entry/content/@*[name()='xml:base']"));
    }

    @Test
    void json_feed_says_all_that_there_is() {
        var id = publishFullArticle().getString("id");
        get(API + "/feeds/json").then().statusCode(200).contentType(equalTo("application/feed+json"))
                .body("version", equalTo("https://jsonfeed.org/version/1.1")).body("title", equalTo("Nhật ký"))
                .body("home_page_url", equalTo("https://x.vn/")).body("feed_url", containsString(API + "/feeds/json"))
                .body("language", equalTo("en")).body("items[0].id", equalTo("urn:uuid:" + id))
                .body("items[0].url", equalTo("https://x.vn/en/what-dojo-computes"))
                .body("items[0].title", equalTo("What Dojo computes"))
                .body("items[0].content_html", equalTo("<p>It <em>trains</em> networks.</p>"))
                .body("items[0].summary", equalTo("1 < 2 & more"))
                .body("items[0].image", equalTo("https://x.vn/dojo.jpg?w=1&h=2"))
                .body("items[0].date_published", equalTo("2023-07-04T10:00:00.123Z"))
                .body("items[0].date_modified", containsString("2023-11-23T08:30:00"))
                .body("items[0].authors", equalTo(List.of(Map.of("name", "Linh Trần", "url",
                        "https://x.vn/a/linh-tran"))))
                .body("items[0].tags", equalTo(List.of("AI Technology", "Electric cars")))
                .body("items[0].language", equalTo("en"));
    }

    @Test
    void each_category_with_its_tree_tag_and_author_has_feeds_that_follow_the_locale() throws Exception {
        publishFullArticle();
        sending(Map.of("name", "Chips", "parent", "ai-technology", "names", Map.of("vi", "Vi mạch")))
                .post(ADMIN + "/categories").then().statusCode(201);
        publish(draft(Map.of("title", "Con chip", "locale", "vi", "categories", List.of("chips"), "body",
                markdown("x"))).getString("id"));
        published("Elsewhere");
        assertEquals(List.of("Con chip", "What Dojo computes"),
                titles(API + "/categories/ai-technology/feeds/{format}"));
        assertEquals(List.of("What Dojo computes"), titles(API + "/tags/electric-cars/feeds/{format}"));
        assertEquals(List.of("What Dojo computes"), titles(API + "/authors/linh-tran/feeds/{format}"));
        assertEquals(List.of("Con chip"), titles(API + "/feeds/{format}?locale=vi"));
        assertEquals(List.of("Elsewhere"), titles(API + "/feeds/{format}?size=1"));
        var feed = parse(get(API + "/categories/chips/feeds/rss?locale=vi").asByteArray());
        assertEquals("Vi mạch – Nhật ký", feed.getTitle());
        assertEquals("https://x.vn/c/chips", feed.getLink());
        assertEquals("vi", feed.getLanguage());
        assertEquals("https://x.vn/t/electric-cars",
                parse(get(API + "/tags/electric-cars/feeds/rss").asByteArray()).getLink());
        assertEquals("https://x.vn/a/linh-tran",
                parse(get(API + "/authors/linh-tran/feeds/rss").asByteArray()).getLink());
    }

    @Test
    void the_newest_20_come_first_and_up_to_100_where_asked() throws Exception {
        IntStream.range(0, 22).forEach(i -> published("N" + i));
        assertEquals(IntStream.range(0, 20).mapToObj(i -> "N" + (21 - i)).toList(), titles(API + "/feeds/{format}"));
        assertEquals(22, titles(API + "/feeds/{format}?size=100").size());
    }

    @Test
    void what_is_not_live_never_appears() throws Exception {
        published("Seen");
        draft("Secret draft");
        var taken = published("Secret unpublished").getString("id");
        verb("articles/" + taken + "/unpublish").then().statusCode(200);
        var thrown = published("Secret trashed").getString("id");
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + thrown).then().statusCode(204);
        patch("articles/seen", "*", "{\"title\": \"Secret change\"}").then().statusCode(200);
        assertEquals(List.of("Seen"), titles(API + "/feeds/{format}"));
        assertEquals(List.of("Seen"), titles(API + "/categories/news/feeds/{format}"));
        for (var format : FORMATS) {
            get(API + "/articles/secret-draft/comments/feeds/" + format).then().statusCode(404);
            get(API + "/articles/" + taken + "/comments/feeds/" + format).then().statusCode(404);
        }
    }

    @Test
    void texts_in_feeds_need_no_page_around_them() throws Exception {
        publishFullArticle();
        var id = publish(draft(Map.of("title", "Parts", "categories", List.of("ai-technology"), "body",
                markdown("## Why\n\n[up](#why) [next](../two?x=1&y=2) [q](?page=2) [call](tel:+84123) and[^1].\n\n"
                        + "<img src=/a.png srcset=\"/a.png 1x, b.png 2x\">"
                        + " <video src=v.mp4 poster=//cdn.example/p.png></video> `href=\"x\"` [e]()\n\n"
                        + "[^1]: Note.")))
                .getString("id")).getString("id");
        var anchors = "https://x.vn/en/parts#a" + id.substring(28) + "-";
        var json = get(API + "/feeds/json").jsonPath().getString("items[0].content_html");
        for (var format : List.of("rss", "atom")) {
            assertEquals(json, parse(get(API + "/feeds/" + format).asByteArray()).getEntries().get(0).getContents()
                    .get(0).getValue());
        }
        var text = Jsoup.parse(json).body();
        assertEquals(List.of(anchors + "why", "https://x.vn/two?x=1&y=2", "https://x.vn/en/parts?page=2", "tel:+84123",
                anchors + "fn-1", "https://x.vn/en/parts", anchors + "fnref-1"), text.select("a").eachAttr("href"),
                json);
        assertEquals("https://x.vn/a.png", text.select("img").attr("src"));
        assertEquals("https://x.vn/a.png 1x, https://x.vn/en/b.png 2x", text.select("img").attr("srcset"));
        assertEquals("https://x.vn/en/v.mp4", text.select("video").attr("src"));
        assertEquals("https://cdn.example/p.png", text.select("video").attr("poster"));
        assertEquals("href=\"x\"", text.select("code").text());
        // The article itself keeps its links, which work on any page of the frontend.
        var page = get(API + "/articles/parts").jsonPath();
        assertEquals("a" + id.substring(28) + "-why", page.getString("body.contents[0].id"));
        assertTrue(page.getString("body.html").contains("href=\"#a" + id.substring(28) + "-why\""));
    }

    @Test
    void comments_have_feeds_of_the_approved_ones() throws Exception {
        var article = publishFullArticle().getString("id");
        var first = approvedComment("what-dojo-computes", "It *works* ]]>", null);
        var reply = approvedComment("what-dojo-computes", "No", first);
        comment("what-dojo-computes", Map.of("body", "pending", "author", Map.of("name", "Ba"))).then()
                .statusCode(202);
        for (var format : List.of("rss", "atom")) {
            var feed = parse(get(API + "/articles/what-dojo-computes/comments/feeds/" + format).asByteArray());
            assertEquals("What Dojo computes – Nhật ký", feed.getTitle());
            assertEquals(List.of("urn:uuid:" + reply, "urn:uuid:" + first),
                    feed.getEntries().stream().map(SyndEntry::getUri).toList());
            var entry = feed.getEntries().get(1);
            assertEquals("Mai", entry.getAuthor());
            assertEquals("https://x.vn/en/what-dojo-computes#comment-" + first, entry.getLink());
            assertTrue(entry.getContents().get(0).getValue().contains("<em>works</em> ]]&gt;"));
        }
        get(API + "/articles/" + article + "/comments/feeds/json?utm_source=x").then().statusCode(200)
                .body("items", hasSize(2)).body("items[1].authors[0].name", equalTo("Mai"));
    }

    @Test
    void hostile_texts_come_out_as_they_are_without_what_xml_forbids() throws Exception {
        var id = published("x").getString("id");
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update publication set title = ?, html = ?, excerpt = ? where article_id = ?::uuid")) {
            update.setString(1, "]]> <script>alert('1')</script> & \" \b\u001f\ufffe\ud83d\ude80 Đăng ký");
            update.setString(2, "<p>]]&gt;\u000b]]></p>");
            update.setString(3, "<b>\f");
            update.setString(4, id);
            update.executeUpdate();
        }
        var title = "]]> <script>alert('1')</script> & \" \ud83d\ude80 Đăng ký";
        for (var format : List.of("rss", "atom")) {
            var entry = parse(get(API + "/feeds/" + format).asByteArray()).getEntries().get(0);
            assertEquals(title, entry.getTitle());
            assertEquals("<p>]]&gt;]]></p>", entry.getContents().get(0).getValue());
            assertEquals(format.equals("rss") ? "&lt;b&gt;" : "<b>", entry.getDescription().getValue());
        }
        get(API + "/feeds/json").then().body("items[0].title", containsString("<script>alert('1')</script>"));
    }

    @Test
    void without_a_frontend_links_lead_to_the_api_itself() throws Exception {
        var id = published("Alone").getString("id");
        approvedComment(id, "x", null);
        var answers = List.of("/feeds/rss", "/categories/news/feeds/atom", "/articles/" + id + "/comments/feeds/rss");
        for (var path : answers) {
            var feed = parse(get(API + path).asByteArray());
            get(feed.getLink()).then().statusCode(200);
            get(feed.getEntries().get(0).getLink()).then().statusCode(200);
        }
    }

    @Test
    void the_same_content_is_the_same_bytes_also_where_there_is_none() throws Exception {
        for (var format : FORMATS) {
            var empty = get(API + "/feeds/" + format).then().statusCode(200).extract().asByteArray();
            assertArrayEquals(empty, get(API + "/feeds/" + format + "?utm_source=mail&utm_source=2&x=").asByteArray());
        }
        assertEquals("1970-01-01T00:00:00Z",
                new ParsedXml(get(API + "/feeds/atom").asByteArray()).text("/feed/updated"));
        published("Once");
        for (var format : FORMATS) {
            var answer = given().accept("text/html").get(API + "/feeds/" + format).then().statusCode(200).extract();
            assertArrayEquals(answer.asByteArray(), get(API + "/feeds/" + format + "?fbclid=1").asByteArray());
        }
    }

    @ParameterizedTest
    @CsvSource({ "/feeds/rss?size=101, 400, size", "/feeds/rss?size=0, 400, size", "/feeds/rss?size=ten, 400, size",
            "/feeds/atom?size=, 400, size", "/feeds/atom?size=1&size=2, 400, size",
            "/feeds/json?locale=English, 400, locale", "/feeds/rdf, 404,", "/categories/nope/feeds/rss, 404,",
            "/tags/nope/feeds/atom, 404,", "/authors/nope/feeds/json, 404,", "/articles/nope/comments/feeds/rss, 404,",
            "/articles/nope/comments/feeds/rss?locale=%00, 400, locale" })
    void what_cannot_be_meant_is_a_problem(String path, int status, String field) {
        var answer = given().urlEncodingEnabled(false).get(API + path).then().statusCode(status)
                .contentType("application/problem+json");
        if (field != null) {
            answer.body("violations[0].field", equalTo(field));
        }
    }

    @Test
    void the_address_is_that_of_the_request_and_nothing_else_can_be_put_there() throws Exception {
        published("x");
        var answer = given().header("Host", "api.x.vn").get(API + "/feeds/atom?size=5&utm_a=b").asByteArray();
        assertEquals("http://api.x.vn/api/v1/feeds/atom?size=5", new ParsedXml(answer).text("/feed/id"));
        given().header("Host", "x.vn/\"><script>").get(API + "/feeds/atom").then().statusCode(400);
    }

    @Test
    void feeds_run_a_constant_number_of_statements() {
        category("News");
        long one = 0;
        for (int i = 0; i < 10; i++) {
            author("Author " + i);
            publish(draft(Map.of("title", "A" + i, "categories", List.of("news"), "authors",
                    List.of("author-" + i), "tags", List.of("t" + i), "body", markdown("x"))).getString("id"));
            one = i == 0 ? countStatements("/categories/news/feeds/rss") : one;
        }
        assertEquals(one, countStatements("/categories/news/feeds/rss"));
        assertTrue(one <= 13, "statements: " + one);
    }

    private long countStatements(String path) {
        return statementsOfMisses(() -> get(API + path).then().statusCode(200));
    }

    /** The titles in the feed, which are the same in each format. */
    private static List<String> titles(String path) throws Exception {
        var json = get(path.replace("{format}", "json")).jsonPath().getList("items.title", String.class);
        for (var format : List.of("rss", "atom")) {
            var answer = get(path.replace("{format}", format)).asByteArray();
            assertEquals(json, parse(answer).getEntries().stream().map(SyndEntry::getTitle).toList());
            assertFalse(new String(answer, StandardCharsets.UTF_8).contains("Secret"));
        }
        return json;
    }

    private static List<String> topics(SyndEntry entry) {
        return entry.getCategories().stream().map(SyndCategory::getName).toList();
    }

    private static SyndFeed parse(byte[] answer) throws Exception {
        return new SyndFeedInput(false, Locale.ROOT).build(reader(answer));
    }

    private static InputStreamReader reader(byte[] answer) {
        return new InputStreamReader(new ByteArrayInputStream(answer), StandardCharsets.UTF_8);
    }
}
