package dev.byline.site;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.text.HostNames;
import dev.byline.text.RenderedBody;
import io.quarkus.test.junit.QuarkusTest;

/** Checks that hosts in any script are taken, and stored in ASCII. */
@QuarkusTest
class InternationalHostTest extends ServiceTest {
    private static final String ASCII = "https://xn--mller-kva.example";

    @Test
    void a_url_with_an_international_host_is_stored_in_ascii() {
        category("News");
        sending(Map.of("name", "Linh", "avatarUrl", "https://Müller.example:8443/ä.jpg")).post(ADMIN + "/authors")
                .then().statusCode(201).body("avatarUrl", equalTo(ASCII + ":8443/ä.jpg"));
        var article = draft(Map.of("title", "Hosts", "categories", List.of("news"), "authors", List.of("linh"), "cover",
                Map.of("url", "https://müller.example/cover.png"), "seo",
                Map.of("canonicalUrl", "https://müller.example?a=ü"), "body",
                markdown("[link](https://müller.example/a)")));
        assertEquals(ASCII + "/cover.png", article.getString("cover.url"));
        assertEquals(ASCII + "?a=ü", article.getString("seo.canonicalUrl"));
        publish(article.getString("id"));
        get(API + "/articles/hosts").then().body("cover.url", equalTo(ASCII + "/cover.png"))
                .body("body.html", containsString("<a href=\"" + ASCII + "/a\">"));
        staff().get(ADMIN + "/articles/hosts").then().body("body.source", equalTo("[link](https://müller.example/a)"));
        var comment = comment("hosts", Map.of("body", "See https://müller.example/b", "author",
                Map.of("name", "Mai", "website", "https://müller.example/mai"))).then().statusCode(202).extract()
                .jsonPath().getString("id");
        verb("comments/" + comment + "/approve").then().statusCode(200);
        get(API + "/articles/hosts/comments").then().body("items[0].author.website", equalTo(ASCII + "/mai"))
                .body("items[0].bodyHtml", containsString(ASCII + "/b"));
        patch("articles/hosts", "*", "{\"seo\": {\"canonicalUrl\": \"https://例え.テスト/x\"}}").then().statusCode(200)
                .body("seo.canonicalUrl", equalTo("https://xn--r8jz45g.xn--zckzah/x"));
    }

    @Test
    void feeds_have_hosts_in_ascii_alone() {
        patch("site", "*", "{\"articleUrl\": \"https://blog.example/{slug}\"}").then().statusCode(200);
        category("News");
        publish(draft(Map.of("title", "Hosts", "categories", List.of("news"), "body",
                Map.of("format", "html", "source", "<p><a href=\"https://Müller.example/ä?q=ü#ö\">müller.example</a> "
                        + "<a href=\"//müller.example/x\">x</a> <a href=\"mailto:mai@müller.example\">mail</a> "
                        + "<img src=\"https://müller.example/a.png\" alt=\"\" "
                        + "srcset=\"https://müller.example/a.png 1x, https://例え.テスト/b.png 2x\"></p>")))
                .getString("id"));
        for (var format : List.of("rss", "atom", "json")) {
            var feed = get(API + "/feeds/" + format).then().statusCode(200).extract().asString()
                    .replace("&quot;", "\"").replace("&#34;", "\"").replace("\\\"", "\"")
                    .replace("&amp;#61;", "=").replace("&#61;", "=");
            for (var url : List.of("\"" + ASCII + "/ä?q=ü#ö\"", "\"" + ASCII + "/x\"", "\"" + ASCII + "/a.png\"",
                    "\"" + ASCII + "/a.png 1x, https://xn--r8jz45g.xn--zckzah/b.png 2x\"", ">müller.example")) {
                assertTrue(feed.contains(url) || feed.contains(url.replace(">", "&gt;")),
                        url + " is missing in " + feed);
            }
        }
        get(API + "/articles/hosts").then().body("body.html", containsString(ASCII + "/ä?q"));
    }

    @Test
    void a_body_has_hosts_in_ascii_and_its_texts_as_they_were() {
        var html = RenderedBody
                .ofMarkdown("[a](https://müller.example/ä) <https://Müller.example/b> www.müller.example\n\n"
                        + "![i](https://müller.example/i.png)\n\n<a href='//müller.example/c'>müller.example</a> "
                        + "<video src='https://müller.example/v.mp4' poster='https://müller.example/p.png'></video> "
                        + "<picture><source srcset='https://müller.example/1.webp 1x, https://x.example/ü.webp 2x'>"
                        + "<img src='https://x.example/ü.png'></picture> <iframe src='https://müller.example/frame'></iframe> "
                        + "<a href='mailto:mai@müller.example'>mail</a> <a href='/müller.example/d'>d</a>")
                .html();
        for (var expected : List.of("href=\"" + ASCII + "/ä\"", "href=\"" + ASCII + "/b\">https://Müller.example/b<",
                "href=\"http://www.xn--mller-kva.example\">www.müller.example<", "src=\"" + ASCII + "/i.png\"",
                "href=\"//xn--mller-kva.example/c\">müller.example<", "src=\"" + ASCII + "/v.mp4\"",
                "poster=\"" + ASCII + "/p.png\"", "srcset=\"" + ASCII + "/1.webp 1x", "https://x.example/ü.webp 2x\"",
                "src=\"https://x.example/ü.png\"", "href=\"" + ASCII + "/frame\"",
                "href=\"mailto:mai&#64;müller.example\"",
                "href=\"/müller.example/d\"")) {
            assertTrue(html.contains(expected), expected + " is missing in " + html);
        }
    }

    @Test
    void templates_of_the_site_may_have_an_international_host() {
        patch("site", "*",
                "{\"articleUrl\": \"https://müller.example/{slug}\", \"siteUrl\": \"https://müller.example\","
                        + " \"authorUrl\": \"https://müller.example/by/{slug}\"}")
                .then().statusCode(200)
                .body("articleUrl", equalTo(ASCII + "/{slug}")).body("siteUrl", equalTo(ASCII));
        category("News");
        author("Linh");
        publish(draft(Map.of("title", "Hosts", "categories", List.of("news"), "authors", List.of("linh"), "body",
                markdown("x"))).getString("id"));
        get("/sitemap.xml").then().body(containsString("<loc>" + ASCII + "/hosts</loc>"));
        get(API + "/articles/hosts?include=jsonLd").then().body("jsonLd.url", equalTo(ASCII + "/hosts"))
                .body("jsonLd.author[0].name", equalTo("Linh")).body("jsonLd.author[0].url",
                        equalTo(ASCII + "/by/linh"));
    }

    @Test
    void a_host_that_cannot_exist_is_refused() {
        for (var wrong : List.of("https://", "https:///x", "ftp://müller.example", "https://ü ber.example",
                "https://-ü-.example", "https://" + "ü".repeat(80) + ".example", "müller.example", "3")) {
            sending(Map.of("name", "Linh", "avatarUrl", wrong)).post(ADMIN + "/authors").then().statusCode(422)
                    .body("violations[0].field", equalTo("/avatarUrl"));
        }
        patch("site", "*", "{\"siteUrl\": \"https://-ü-.example\"}").then().statusCode(422);
        assertEquals("https://mai@xn--mller-kva.example:80/ü", HostNames.toAsciiUrl("https://mai@MÜLLER.example:80/ü"));
    }
}
