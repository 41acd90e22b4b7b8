package dev.byline.feed;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;

/** Tests site maps against the rules of sitemaps.org, 0.9. */
@QuarkusTest
class SiteMapTest extends ServiceTest {
    private static final String W3C_DATE_TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

    @Inject
    SiteMaps maps;

    @AfterEach
    void resetMaxUrls() {
        maps.maxUrls = 50_000;
        changeTracker.markAllChanged();
    }

    @Test
    void live_articles_are_listed_with_their_last_change_and_no_others() throws Exception {
        patch("site", "*", "{\"articleUrl\": \"https://x.vn/?a={slug}&b=c\"}").then().statusCode(200);
        var seen = draft("Seen").getString("id");
        patch("articles/" + seen, "*", "{\"updatedAt\": \"2023-11-23T08:30:00.5Z\"}").then().statusCode(200);
        publish(seen);
        draft("Draft");
        verb("articles/" + published("Taken").getString("id") + "/unpublish").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + published("Trash").getString("id")).then()
                .statusCode(204);
        publish(draft(Map.of("title", "Hidden", "categories", List.of("news"), "body", markdown("x"), "seo",
                Map.of("noIndex", true))).getString("id"));
        var parsedXml = readSiteMap("/sitemap.xml");
        assertEquals(List.of("https://x.vn/?a=seen&b=c"), parsedXml.texts("/urlset/url/loc"));
        assertEquals(List.of("2023-11-23T08:30:00Z"), parsedXml.texts("/urlset/url/lastmod"));
        assertEquals(List.of(), parsedXml.texts("//*[name()='xhtml:link']"));
    }

    @Test
    void an_article_whose_canonical_address_is_elsewhere_is_not_listed() throws Exception {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"], \"articleUrl\": \"https://x.vn/{locale}/{slug}\"}").then()
                .statusCode(200);
        category("News");
        for (var canonical : Map.of("Here", "https://x.vn/en/here", "There", "https://other.example/there")
                .entrySet()) {
            publish(draft(Map.of("title", canonical.getKey(), "categories", List.of("news"), "body", markdown("x"),
                    "seo", Map.of("canonicalUrl", canonical.getValue()))).getString("id"));
        }
        published("Radio");
        publishTranslation("vi", "Đài", false);
        patch("articles/radio", "*", "{\"seo\": {\"canonicalUrl\": \"https://other.example/\"}}").then()
                .statusCode(200);
        publish("radio");
        var parsedXml = readSiteMap("/sitemap.xml");
        assertEquals(List.of("https://x.vn/en/here", "https://x.vn/vi/dai"), parsedXml.texts("/urlset/url/loc"));
        assertEquals(List.of(), parsedXml.texts("//*[name()='xhtml:link']"));
    }

    @Test
    void translations_name_each_other_and_themselves() throws Exception {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"de\"], \"articleUrl\": \"https://x.vn/{locale}/{slug}\"}")
                .then().statusCode(200);
        published("Radio");
        publishTranslation("vi", "Đài", false);
        publishTranslation("de", "Rundfunk", true);
        var parsedXml = readSiteMap("/sitemap.xml");
        assertEquals(List.of("https://x.vn/en/radio", "https://x.vn/vi/dai"), parsedXml.texts("/urlset/url/loc"));
        for (int i = 1; i <= 2; i++) {
            var links = "/urlset/url[" + i + "]/*[name()='xhtml:link']";
            assertEquals(List.of("https://x.vn/en/radio", "https://x.vn/vi/dai"), parsedXml.texts(links + "/@href"));
            assertEquals(List.of("en", "vi"), parsedXml.texts(links + "/@hreflang"));
            assertEquals(List.of("alternate", "alternate"), parsedXml.texts(links + "/@rel"));
        }
    }

    private static void publishTranslation(String locale, String title, boolean noIndex) {
        var id = sending(Map.of("locale", locale, "title", title)).post(ADMIN + "/articles/radio/translations").then()
                .statusCode(201).extract().jsonPath().getString("id");
        patch("articles/" + id, "*", "{\"body\": {\"format\": \"markdown\", \"source\": \"x\"}, \"categories\":"
                + " [\"news\"], \"seo\": {\"noIndex\": " + noIndex + "}}").then().statusCode(200);
        publish(id);
    }

    @Test
    void two_of_a_group_that_are_live_in_one_locale_do_not_contradict_each_other() throws Exception {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"], \"articleUrl\": \"https://x.vn/{locale}/{slug}\"}").then()
                .statusCode(200);
        var id = published("Radio").getString("id");
        patch("articles/" + id, "*", "{\"locale\": \"vi\"}").then().statusCode(200);
        publishTranslation("en", "Wireless", false);
        var parsedXml = readSiteMap("/sitemap.xml");
        assertEquals(List.of("https://x.vn/en/radio", "https://x.vn/en/wireless"), parsedXml.texts("/urlset/url/loc"));
        assertEquals(List.of("https://x.vn/en/radio", "https://x.vn/en/wireless"),
                parsedXml.texts("/urlset/url/*[name()='xhtml:link']/@href"));
    }

    @Test
    void past_the_limit_an_index_names_parts_that_hold_every_article_once() throws Exception {
        var expected = IntStream.range(0, 7).mapToObj(i -> published("P" + i).getString("id")).toList();
        maps.maxUrls = 3;
        changeTracker.markAllChanged();
        var index = readSiteMap("/sitemap.xml");
        var parts = index.texts("/sitemapindex/sitemap/loc");
        assertEquals(3, parts.size());
        assertEquals(3, index.texts("/sitemapindex/sitemap/lastmod").size());
        var found = new ArrayList<String>();
        for (var part : parts) {
            found.addAll(readSiteMap(URI.create(part).getPath()).texts("/urlset/url/loc").stream()
                    .map(loc -> loc.substring(loc.lastIndexOf('/') + 1)).toList());
        }
        assertEquals(expected, found);
        for (var none : List.of("4", "0", "-1", "x", "01", "99999999999", "2147483648")) {
            get("/sitemap-" + none + ".xml").then().statusCode(404).contentType("application/problem+json");
        }
        maps.maxUrls = 7;
        changeTracker.markAllChanged();
        assertEquals(7, readSiteMap("/sitemap.xml").texts("/urlset/url/loc").size());
        assertEquals(7, readSiteMap("/sitemap-1.xml").texts("/urlset/url/loc").size());
    }

    @Test
    void categories_tags_and_authors_with_articles_are_listed_if_they_have_pages() throws Exception {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"], \"articleUrl\": \"https://x.vn/{slug}\", \"categoryUrl\":"
                + " \"https://x.vn/c/{slug}\", \"tagUrl\": \"https://x.vn/{locale}/t/{slug}\","
                + " \"authorUrl\": \"https://x.vn/by/{slug}\"}").then().statusCode(200);
        category("News");
        category("Empty");
        sending(Map.of("name", "Local", "parent", "news")).post(ADMIN + "/categories").then().statusCode(201);
        author("Linh");
        author("Idle");
        publish(draft(Map.of("title", "One", "categories", List.of("local"), "authors", List.of("linh"), "tags",
                List.of("Red"), "updatedAt", "2023-11-23T08:30:00Z", "body", markdown("x"))).getString("id"));
        draft(Map.of("title", "Two", "categories", List.of("empty"), "tags", List.of("Blue")));
        var expected = List.of("https://x.vn/one", "https://x.vn/by/linh", "https://x.vn/c/local",
                "https://x.vn/c/news",
                "https://x.vn/en/t/red");
        var whole = readSiteMap("/sitemap.xml");
        assertEquals(expected, whole.texts("/urlset/url/loc"));
        assertEquals(List.of("2023-11-23T08:30:00Z"), whole.texts("/urlset/url/lastmod").stream().distinct().toList());
        changeTracker.markAllChanged();
        assertEquals(4, statementsOfMisses(() -> get("/sitemap.xml").then().statusCode(200)));
        maps.maxUrls = 3;
        changeTracker.markAllChanged();
        var found = new ArrayList<String>();
        for (var part : readSiteMap("/sitemap.xml").texts("/sitemapindex/sitemap/loc")) {
            found.addAll(readSiteMap(URI.create(part).getPath()).texts("/urlset/url/loc"));
        }
        assertEquals(expected, found);
        get("/sitemap-4.xml").then().statusCode(404);
        patch("categories/news", "*", "{\"slug\": \"current\"}").then().statusCode(200);
        maps.maxUrls = 50_000;
        assertTrue(readSiteMap("/sitemap.xml").texts("/urlset/url/loc").contains("https://x.vn/c/current"));
    }

    @Test
    void a_site_without_articles_has_an_empty_map() throws Exception {
        assertEquals(1, readSiteMap("/sitemap.xml").texts("/urlset").size());
        assertEquals(0, readSiteMap("/sitemap-1.xml").texts("/urlset/url").size());
        get("/sitemap-2.xml").then().statusCode(404);
    }

    @Test
    void a_map_costs_two_statements_however_many_articles_there_are() throws Exception {
        for (int articles : List.of(1, 12)) {
            IntStream.range(0, articles).forEach(i -> published("S" + articles + i));
            assertEquals(2, statementsOfMisses(() -> get("/sitemap.xml?utm_source=x").then().statusCode(200)));
        }
    }

    @Test
    void robots_are_told_where_the_site_map_is() {
        var answer = get("/robots.txt").then().statusCode(200).contentType(equalTo("text/plain;charset=utf-8"))
                .body(containsString("User-agent: *\n")).extract().asString();
        var line = answer.lines().filter(l -> l.startsWith("Sitemap: ")).findFirst().orElseThrow();
        get(line.substring("Sitemap: ".length())).then().statusCode(200);
    }

    /** The document at the path, after it was compared with what the protocol asks of every map and index. */
    private static ParsedXml readSiteMap(String path) throws Exception {
        Response answer = get(path).then().statusCode(200).contentType(equalTo("application/xml;charset=utf-8"))
                .extract().response();
        var parsedXml = new ParsedXml(answer.asByteArray());
        assertEquals("http://www.sitemaps.org/schemas/sitemap/0.9",
                parsedXml.document().getDocumentElement().getAttribute("xmlns"));
        assertTrue(parsedXml.texts("/urlset/url").size() <= 50_000);
        for (var loc : parsedXml.texts("//loc")) {
            assertTrue(URI.create(loc).isAbsolute() && loc.length() < 2048, loc);
        }
        for (var lastmod : parsedXml.texts("//lastmod")) {
            assertTrue(lastmod.matches(W3C_DATE_TIME), lastmod);
        }
        // Their order is fixed: loc, lastmod, then what is of other namespaces.
        assertEquals(List.of(), parsedXml.texts("/urlset/url[name(*[1]) != 'loc' or name(*[2]) != 'lastmod']"));
        assertFalse(answer.asString().contains("\u0008"));
        return parsedXml;
    }
}
