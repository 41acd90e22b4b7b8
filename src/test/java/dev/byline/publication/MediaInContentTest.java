package dev.byline.publication;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

/** Tests media in articles, feeds, profiles and the site: how they are named, and what readers get. */
@QuarkusTest
class MediaInContentTest extends ServiceTest {
    private static final String DOJO = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69";
    private static final String GONE = "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a70";

    private static String base() {
        return "http://localhost:" + RestAssured.port;
    }

    private static String url() {
        return base() + "/media/" + DOJO + "/dojo%20hall.jpg";
    }

    /** Stores the row of a picture without its file. */
    private void picture(String id, int width, int height) throws SQLException {
        execute("insert into media (id, version, file_version, filename, alt, caption, credit, focal_x, focal_y,"
                + " created_at, changed_at, type, words) values ('" + id
                + "', 1, 2, 'dojo hall.jpg', 'Racks', 'The hall', 'Mai', 0.25, 0.5, now(), now(), 'image/jpeg', '')");
        execute("insert into media_file (media_id, version, upload_hash, store_key, type, bytes, width, height, frames,"
                + " placeholder, dominant_color, created_at) values ('" + id + "', 2, 'x', 'x', 'image/jpeg', 123456, "
                + width + ", " + height + ", 1, '1QcSHQRnh493V4dIh4eXh1h4kJUI', '#3b5a7c', now())");
    }

    private static JsonPath publish(String title, String cover, String source) {
        return publish(draft(Map.of("title", title, "cover", Map.of("url", cover), "body", markdown(source)))
                .getString("id"));
    }

    @Test
    void a_cover_that_names_a_medium_has_all_that_a_browser_needs() throws SQLException {
        picture(DOJO, 1500, 1000);
        for (var reference : List.of("media:" + DOJO, "/media/" + DOJO + "/dojo%20hall.jpg?v=1",
                base() + "/media/" + DOJO + "/old-name.jpg?v=1&w=640")) {
            var slug = publish("Dojo", reference, "x").getString("slug");
            get(API + "/articles/" + slug).then().statusCode(200).body("cover.url", equalTo(url() + "?v=2"))
                    .body("cover.alt", equalTo("Racks")).body("cover.width", equalTo(1500))
                    .body("cover.height", equalTo(1000))
                    .body("cover.srcset", startsWith(url() + "?v=2&w=320 320w, " + url() + "?v=2&w=640 640w, "))
                    .body("cover.srcset", containsString(url() + "?v=2&w=1280 1280w, " + url() + "?v=2&w=1600 1500w"))
                    .body("cover.srcset", not(containsString("w=1920")))
                    .body("cover.sizes", equalTo("(max-width: 48rem) 100vw, 48rem"))
                    .body("cover.placeholder", equalTo("1QcSHQRnh493V4dIh4eXh1h4kJUI"))
                    .body("cover.dominantColor", equalTo("#3b5a7c")).body("cover.focalPoint.x", equalTo(0.25f))
                    .body("cover.focalPoint.y", equalTo(0.5f)).body("cover.caption", equalTo("The hall"))
                    .body("cover.credit", equalTo("Mai")).body("cover.mediaId", equalTo(DOJO));
        }
        get(API + "/articles").then().body("items", hasSize(3)).body("items[0].cover.mediaId", equalTo(DOJO))
                .body("items[0].cover.width", equalTo(1500));
        assertEquals(0, query("select count(*) from article where cover_url like 'http%' or cover_url like '%?%'"));
    }

    @Test
    void pictures_in_bodies_are_shown_in_every_response_that_has_a_body() throws SQLException {
        picture(DOJO, 1500, 1000);
        var article = publish("Dojo", "media:" + DOJO, "![](media:" + DOJO + ")\n\n![](" + base() + "/media/" + DOJO
                + "/x.jpg \"Own\")");
        var id = article.getString("id");
        assertEquals(1, query("select count(*) from article where body_source like '%](/media/" + DOJO
                + "/x.jpg \"Own\")' and body_html not like '%http%'"));
        var preview = sending(Map.of()).post(ADMIN + "/articles/" + id + "/previews").jsonPath().getString("path");
        var bodies = List.of(get(API + "/articles/dojo").jsonPath().getString("body.html"),
                get(API + "/articles?include=body").jsonPath().getString("items[0].body.html"),
                get(preview).jsonPath().getString("body.html"),
                staff().get(ADMIN + "/articles/" + id).jsonPath().getString("body.html"),
                sending(markdown("![](media:" + DOJO + ")\n\n![](" + base() + "/media/" + DOJO + "/x.jpg \"Own\")"))
                        .post(ADMIN + "/render?article=" + id).jsonPath().getString("html"));
        get(preview.replace(API + "/previews/", "/pages/preview?token=")).then().statusCode(200)
                .body(containsString("srcset=\"" + url() + "?v=2&amp;w=320 320w"))
                .body(containsString("<small>Mai</small>"));
        for (var body : bodies) {
            var page = Jsoup.parse(body);
            assertEquals(List.of("The hall Mai", "Own"), page.select("figure > figcaption").eachText(), body);
            assertEquals(2, page.select("img[alt=Racks][width=1500][height=1000][loading=lazy]"
                    + "[data-color=#3b5a7c][data-placeholder][data-focus=25% 50%]").size(), body);
            assertEquals(url() + "?v=2&w=1280", page.select("img").attr("src"));
            assertEquals("(max-width: 48rem) 100vw, 48rem", page.select("img").attr("sizes"));
        }
    }

    @Test
    void what_editors_read_can_be_sent_back_and_changes_nothing() throws SQLException {
        picture(DOJO, 1500, 1000);
        for (var reference : List.of("media:" + DOJO, url())) {
            var id = draft(Map.of("title", "D", "cover", Map.of("url", reference), "body",
                    markdown("![](media:" + DOJO + ")"))).getString("id");
            var read = staff().get(ADMIN + "/articles/" + id).jsonPath();
            assertEquals("Racks", get(sending(Map.of()).post(ADMIN + "/articles/" + id + "/previews").jsonPath()
                    .getString("path")).jsonPath().getString("cover.alt"));
            assertEquals(DOJO, read.getString("cover.mediaId"));
            var back = new HashMap<String, Object>();
            for (var field : List.of("title", "slug", "locale", "cover", "pinned", "commentsPolicy", "kind")) {
                back.put(field, read.get(field));
            }
            back.put("body", markdown(read.getString("body.source")));
            sending(back).header("If-Match", "1").put(ADMIN + "/articles/" + id).then().statusCode(200)
                    .body("version", equalTo(1)).body("cover.alt", nullValue());
            patch("articles/" + id, "1", "{\"cover\": {\"alt\": \"Own\"}}").then().statusCode(200)
                    .body("version", equalTo(2)).body("cover.alt", equalTo("Own"))
                    .body("cover.url", equalTo(url() + "?v=2"));
        }
        sending(Map.of("title", "D", "cover", Map.of("url", "media:x"))).post(ADMIN + "/articles").then()
                .statusCode(422).body("violations[0].field", equalTo("/cover/url"));
    }

    @Test
    void media_that_are_gone_keep_their_address_without_sizes() throws SQLException {
        picture(DOJO, 1500, 1000);
        for (var id : List.of(DOJO, GONE)) {
            var slug = publish("T", "/media/" + id + "/a.jpg", "![A](media:" + id + ")").getString("slug");
            execute("update media set trashed_at = now()");
            changeTracker.markAllChanged();
            var article = get(API + "/articles/" + slug).then().statusCode(200)
                    .body("cover.keySet()", equalTo(Set.of("url")))
                    .body("cover.url", equalTo(base() + "/media/" + id + "/a.jpg")).extract().jsonPath();
            var image = Jsoup.parse(article.getString("body.html")).select("figure > img").first();
            assertEquals("src alt loading", String.join(" ", image.attributes().asList().stream()
                    .map(attribute -> attribute.getKey()).toList()));
            assertEquals(base() + "/media/" + id, image.attr("src"));
        }
        get(API + "/feeds/rss").then().statusCode(200);
    }

    @Test
    void feeds_tell_the_true_type_and_length_and_json_ld_the_crops() throws Exception {
        picture(DOJO, 1500, 1000);
        publish("Dojo", "media:" + DOJO, "![](media:" + DOJO + ")");
        var rss = get(API + "/feeds/rss").asString();
        var item = Jsoup.parse(rss, Parser.xmlParser());
        assertEquals(url() + "?v=2", item.select("enclosure[length=123456][type=image/jpeg]").attr("url"));
        var content = item.select("media|content[fileSize=123456][type=image/jpeg][width=1500][height=1000]");
        assertEquals(url() + "?v=2", content.attr("url"), rss);
        assertEquals("The hallRacksMai", content.text());
        assertEquals(url() + "?v=2&w=1280",
                Jsoup.parse(item.select("content|encoded").text()).select("img").attr("src"));
        var atom = Jsoup.parse(get(API + "/feeds/atom").asString(), Parser.xmlParser());
        assertEquals(url() + "?v=2", atom.select("link[rel=enclosure][length=123456][type=image/jpeg]").attr("href"));
        get(API + "/feeds/json").then().body("items[0].image", equalTo(url() + "?v=2"));

        get(API + "/articles/dojo?include=jsonLd").then()
                .body("jsonLd.image.width", equalTo(List.of(1500, 960, 1280, 1280)))
                .body("jsonLd.image.height", equalTo(List.of(1000, 960, 960, 720)))
                .body("jsonLd.image[1].url", equalTo(url() + "?v=2&w=960&h=960&fit=cover"))
                .body("jsonLd.image[0].caption", equalTo("The hall"))
                .body("jsonLd.image[3].creditText", equalTo("Mai"));
    }

    @Test
    void profiles_and_the_site_name_media_too() throws SQLException {
        picture(DOJO, 400, 400);
        var id = sending(Map.of("name", "Linh", "avatarUrl", url() + "?v=1")).post(ADMIN + "/authors").then()
                .statusCode(201).body("avatarUrl", equalTo(url())).extract().jsonPath().getString("id");
        patch("authors/" + id, "1", "{\"avatarUrl\": \"" + url() + "\"}").then().statusCode(200)
                .body("version", equalTo(1));
        var article = publish(draft(Map.of("title", "T", "authors", List.of("linh"), "body", markdown("x")))
                .getString("id")).getString("slug");
        var srcset = url() + "?v=2&w=320 320w, " + url() + "?v=2&w=640 400w";
        get(API + "/articles/" + article).then().body("authors[0].avatarUrl", equalTo(url() + "?v=2"))
                .body("authors[0].avatarSrcset", equalTo(srcset));
        get(API + "/authors/linh").then().body("avatarUrl", equalTo(url() + "?v=2"))
                .body("avatarSrcset", equalTo(srcset));
        get(API + "/authors").then().body("items.avatarSrcset", equalTo(List.of(srcset)));
        for (var other : List.of("https://blog.example/linh.jpg", "/media/" + GONE + "/linh.jpg")) {
            patch("authors/" + id, "*", "{\"avatarUrl\": \"" + other + "\"}").then().statusCode(200);
            get(API + "/authors/linh").then().body("$", not(hasKey("avatarSrcset")));
            get(API + "/articles/" + article).then().body("authors[0]", not(hasKey("avatarSrcset")));
        }
        patch("site", "*", "{\"logo\": {\"url\": \"media:" + DOJO + "\"}, \"icon\": \"" + url() + "?v=2\"}").then()
                .statusCode(200).body("logo.url", equalTo(base() + "/media/" + DOJO + "?v=2"))
                .body("icon", equalTo(url() + "?v=2"));
        int version = staff().get(ADMIN + "/site").jsonPath().getInt("version");
        patch("site", "*", "{\"icon\": \"" + url() + "\"}").then().body("version", equalTo(version));
        get(API + "/feeds/atom").then().body("feed.icon", equalTo(url() + "?v=2"))
                .body("feed.logo", equalTo(base() + "/media/" + DOJO + "?v=2"));
        get(API + "/site").then().body("logo.url", equalTo(base() + "/media/" + DOJO + "?v=2"));
        var read = staff().get(ADMIN + "/site").jsonPath();
        patch("site", "*", "{\"logo\": {\"url\": \"" + read.getString("logo.url") + "\"}, \"icon\": \""
                + read.getString("icon") + "\"}").then().body("version", equalTo(version));
        assertEquals(1, query("select count(*) from site where icon_url = '/media/" + DOJO + "/dojo%20hall.jpg'"));
    }

    @Test
    void a_page_of_pictures_takes_one_statement_more_and_none_when_they_are_kept() throws SQLException {
        for (int i = 0; i < 12; i++) {
            var id = UUID.nameUUIDFromBytes(new byte[]{ (byte) i }).toString();
            picture(id, 800, 600);
            sending(i == 0
                    ? Map.of("name", "Author " + i)
                    : Map.of("name", "Author " + i, "avatarUrl", "media:" + id)).post(ADMIN + "/authors").then()
                    .statusCode(201);
            publish(draft(Map.of("title", "A" + i, "authors", List.of("author-" + i), "cover",
                    Map.of("url", "media:" + id), "body", markdown("![](media:" + id + ")"))).getString("id"));
        }
        assertEquals(4, statementsOfMisses(() -> get(API + "/articles").then().statusCode(200)));
        // One of them reads the profile of the author; its avatar takes no other one.
        for (var article : List.of("a0", "a1")) {
            assertEquals(4, statementsOfMisses(() -> get(API + "/articles/" + article).then().statusCode(200)));
        }
        assertEquals(3, statementsOfMisses(() -> get(API + "/authors").then().body("items", hasSize(12))));
        get(API + "/articles").then().body("items[11].cover.srcset", containsString("800w"));
        given().get(API + "/articles?include=body").then().statusCode(200);
        // Another page size is no cached response, but its articles and media are kept.
        assertEquals(1, statements(() -> get(API + "/articles?size=12").then().statusCode(200)));
        assertEquals(1, statements(() -> get(API + "/articles?size=12&include=body").then().statusCode(200)));
    }

    @Test
    void a_missing_medium_is_not_looked_up_again() {
        publish("Gone", "/media/" + GONE + "/a.jpg", "![](media:" + GONE + ")");
        get(API + "/articles").then().statusCode(200);
        // Another page size is no cached response.
        assertEquals(1, statements(() -> get(API + "/articles?size=12").then().statusCode(200)));
        assertEquals(1, statements(() -> get(API + "/articles?size=13&include=body").then().statusCode(200)));
    }

    @Test
    void a_change_of_a_medium_is_in_the_next_response_of_everything_that_shows_it() throws SQLException {
        picture(DOJO, 1500, 1000);
        sending(Map.of("name", "Linh", "avatarUrl", "media:" + DOJO)).post(ADMIN + "/authors").then().statusCode(201);
        publish(draft(Map.of("title", "Dojo", "authors", List.of("linh"), "cover", Map.of("url", "media:" + DOJO),
                "body", markdown("![](media:" + DOJO + ")"))).getString("id"));
        patch("site", "*", "{\"icon\": \"media:" + DOJO + "\"}").then().statusCode(200);
        var paths = List.of("/articles/dojo", "/articles", "/articles?include=body", "/feeds/rss",
                "/feeds/atom", "/feeds/json");
        for (var text : List.of("The hall", "At night")) {
            patch("media/" + DOJO, "*", "{\"caption\": \"" + text + "\", \"alt\": \"" + text + "\"}").then()
                    .statusCode(200);
            for (var path : paths) {
                assertTrue(get(API + path).asString().contains(text), path);
            }
        }
        var id = staff().get(ADMIN + "/articles/dojo").jsonPath().getString("id");
        staff().get(ADMIN + "/articles/" + id).then().body("cover.caption", equalTo("At night"))
                .body("body.html", containsString("At night"));
    }
}
