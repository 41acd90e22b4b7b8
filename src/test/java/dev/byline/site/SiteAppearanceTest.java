package dev.byline.site;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests what frontends, feeds and search engines show about the site: description, logo, icon, social links. */
@QuarkusTest
class SiteAppearanceTest extends ServiceTest {
    private static final Map<String, Object> APPEARANCE = Map.of(
            "description", "News of machines,\nin two languages & more",
            "siteUrl", "https://blog.example/{locale}",
            "logo", Map.of("url", "https://blog.example/logo.png", "alt", "Byline, in white"),
            "icon", "https://blog.example/icon.png",
            "social", List.of(Map.of("label", "Mastodon", "url", "https://social.example/@byline"),
                    Map.of("label", "Code", "url", "https://code.example/byline")));

    private static void change(Map<String, ?> settings) {
        sending(settings).header("If-Match", "*").patch(ADMIN + "/site").then().statusCode(200);
    }

    @Test
    void the_site_has_a_description_a_logo_an_icon_and_social_links() {
        get(API + "/site").then().body("social", equalTo(List.of())).body("$", not(hasKey("description")))
                .body("$", not(hasKey("logo"))).body("$", not(hasKey("icon")));
        change(APPEARANCE);
        for (var read : List.of(get(API + "/site"), staff().get(ADMIN + "/site"))) {
            APPEARANCE.forEach((name, value) -> read.then().body(name, equalTo(value)));
        }
        staff().get(ADMIN + "/site").then().header("ETag", "\"2\"");
        // Equal settings are not saved, and a merge patch changes one part of the logo.
        change(APPEARANCE);
        staff().get(ADMIN + "/site").then().header("ETag", "\"2\"");
        change(Map.of("logo", Collections.singletonMap("alt", null)));
        get(API + "/site").then().body("logo.url", equalTo("https://blog.example/logo.png"))
                .body("logo.alt", nullValue());
        patch("site", "*", "{\"description\": null, \"logo\": null, \"icon\": null, \"social\": null}").then()
                .statusCode(200);
        get(API + "/site").then().body("social", hasSize(0)).body("logo", nullValue()).body("icon", nullValue())
                .body("description", nullValue());
    }

    @Test
    void an_invalid_appearance_is_refused() {
        var link = Map.of("label", "x", "url", "https://x.example/");
        for (var wrong : Map.<Map<String, ?>, String>of(
                Map.of("description", "x".repeat(501)), "/description",
                Map.of("description", " "), "/description",
                Map.of("logo", Map.of("alt", "without an image")), "/logo/url",
                Map.of("logo", Map.of("url", "/logo.png")), "/logo/url",
                Map.of("logo", Map.of("url", "https://x.example/l.png", "alt", "x".repeat(201))), "/logo/alt",
                Map.of("icon", "javascript:alert(1)"), "/icon",
                Map.of("social", List.of(Map.of("label", "x", "url", "mailto:x@x.example"))), "/social/0/url",
                Map.of("social", List.of(Map.of("url", "https://x.example/"))), "/social/0/label",
                Map.of("social", Collections.nCopies(21, link)), "/social").entrySet()) {
            sending(wrong.getKey()).header("If-Match", "*").patch(ADMIN + "/site").then().statusCode(422)
                    .body("violations[0].field", equalTo(wrong.getValue()));
        }
        change(Map.of("social", Collections.nCopies(20, link)));
    }

    @Test
    void feeds_show_the_description_and_the_pictures_of_the_site() {
        published("Dojo");
        get(API + "/feeds/rss").then().body("rss.channel.image.size()", equalTo(0));
        change(APPEARANCE);
        get(API + "/feeds/rss").then().body("rss.channel.description", equalTo(APPEARANCE.get("description")))
                .body("rss.channel.image.url", equalTo("https://blog.example/logo.png"))
                .body("rss.channel.image.title", equalTo("Byline"))
                .body("rss.channel.image.link", equalTo("https://blog.example/en"));
        get(API + "/feeds/atom").then().body("feed.subtitle", equalTo(APPEARANCE.get("description")))
                .body("feed.icon", equalTo("https://blog.example/icon.png"))
                .body("feed.logo", equalTo("https://blog.example/logo.png"));
        get(API + "/feeds/json").then().body("description", equalTo(APPEARANCE.get("description")))
                .body("icon", equalTo("https://blog.example/icon.png"));
        // The picture of a channel is the icon of a site without a logo.
        patch("site", "*", "{\"logo\": null}").then().statusCode(200);
        get(API + "/feeds/rss").then().body("rss.channel.image.url", equalTo("https://blog.example/icon.png"));
        get(API + "/feeds/atom").then().body(containsString("<icon>")).body(not(containsString("<logo>")));
    }

    @Test
    void the_publisher_in_json_ld_is_the_site() {
        published("Dojo");
        get(API + "/articles/dojo?include=jsonLd").then().body("jsonLd.publisher",
                equalTo(Map.of("@type", "Organization", "name", "Byline")));
        change(APPEARANCE);
        get(API + "/articles/dojo?include=jsonLd").then().body("jsonLd.publisher", equalTo(Map.of(
                "@type", "Organization", "name", "Byline", "description", APPEARANCE.get("description"),
                "url", "https://blog.example/en",
                "logo", Map.of("@type", "ImageObject", "url", "https://blog.example/logo.png", "caption",
                        "Byline, in white"),
                "sameAs", List.of("https://social.example/@byline", "https://code.example/byline"))));
    }
}
