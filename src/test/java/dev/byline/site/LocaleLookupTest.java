package dev.byline.site;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests which locale of the site the parameter {@code locale} means, wherever a request has one. */
@QuarkusTest
class LocaleLookupTest extends ServiceTest {
    private static final String LOCALES = "en, vi, pt-BR, zh-Hant";

    @Test
    void a_locale_finds_the_locale_of_the_site_that_it_begins_with() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"pt-BR\", \"zh-Hant\"]}").then().statusCode(200);
        category("News");
        author("Linh");
        for (var locale : List.of("en", "vi", "pt-BR", "zh-Hant")) {
            publish(draft(Map.of("title", "Radio", "locale", locale, "categories", List.of("news"), "authors",
                    List.of("linh"), "tags", List.of("Sound"), "body", markdown("radio"))).getString("id"));
        }
        for (var asked : Map.of("VI", "vi", "vi-VN", "vi", "EN", "en", "en-GB", "en", "PT-br", "pt-BR", "zh-hant-TW",
                "zh-Hant").entrySet()) {
            for (var path : List.of("/articles?", "/search?q=radio&", "/search/suggestions?q=rad&",
                    "/articles?q=radio&")) {
                get(API + path + "locale=" + asked.getKey()).then().statusCode(200).body("items.locale",
                        equalTo(List.of(asked.getValue())));
            }
            get(API + "/articles/radio?locale=" + asked.getKey()).then().statusCode(200).body("locale",
                    equalTo(asked.getValue()));
            get(API + "/feeds/json?locale=" + asked.getKey()).then().statusCode(200)
                    .body("language", equalTo(asked.getValue())).body("items", hasSize(1));
        }
        for (var unknown : List.of("de", "pt", "english", "e", "vi_VN", "-vi", "vietnamese-VN")) {
            for (var path : List.of("/articles?", "/articles/radio?", "/articles/radio/related?",
                    "/articles/radio/neighbors?", "/articles/radio/comments?", "/articles/radio/views?",
                    "/articles/radio/comments/feeds/rss?", "/views?articles=radio&", "/search?q=radio&",
                    "/search/suggestions?q=radio&", "/archive?", "/feeds/rss?", "/categories/news/feeds/atom?",
                    "/categories?",
                    "/categories/news?", "/tags?", "/tags/sound?", "/authors?", "/authors/linh?")) {
                get(API + path + "locale=" + unknown).then().statusCode(400)
                        .body("violations[0].field", equalTo("locale"))
                        .body("detail", containsString(LOCALES));
            }
            given().contentType("application/json").body("{}").post(API + "/articles/radio/views?locale=" + unknown)
                    .then().statusCode(400).body("detail",
                            containsString(LOCALES));
        }
        get(API + "/articles/radio?locale=vi&fallback=PT-br,EN").then().statusCode(200).body("locale", equalTo("vi"));
        for (var unknown : List.of("de", "en,de", "EN,pt,vi")) {
            for (var path : List.of("/articles/radio?fallback=", "/articles/radio?locale=vi&fallback=",
                    "/articles/" + get(API + "/articles/radio?locale=en").jsonPath().getString("id") + "?fallback=",
                    "/articles/nothing?fallback=")) {
                get(API + path + unknown).then().statusCode(400).body("violations[0].field", equalTo("fallback"))
                        .body("detail", containsString(LOCALES));
            }
        }
    }

    @Test
    void staff_and_exports_look_locales_up_in_the_same_way() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        draft(Map.of("title", "Radio", "locale", "en"));
        draft(Map.of("title", "Radio", "locale", "vi"));
        staff().get(ADMIN + "/articles?locale=vi-VN").then().statusCode(200).body("items.locale",
                equalTo(List.of("vi")));
        staff().get(ADMIN + "/articles/radio?locale=VI").then().statusCode(200).body("locale", equalTo("vi"));
        var export = staff().get(ADMIN + "/exports?types=article&locale=EN").then().statusCode(200).extract()
                .asString();
        assertEquals(1, export.lines().filter(line -> line.contains("\"Radio\"")).count(), export);
        for (var path : List.of("/articles?", "/articles/radio?", "/exports?types=article&")) {
            staff().get(ADMIN + path + "locale=de").then().statusCode(400)
                    .body("violations[0].field", equalTo("locale")).body("detail", containsString("en, vi"));
        }
    }

    @Test
    void an_article_in_a_locale_that_the_site_gave_up_is_found_by_its_slug() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("News");
        for (var locale : List.of("en", "vi")) {
            publish(draft(Map.of("title", "Radio", "locale", locale, "categories", List.of("news"), "body",
                    markdown("x"))).getString("id"));
        }
        patch("site", "*", "{\"locales\": [\"en\"]}").then().statusCode(200);
        get(API + "/articles/radio?locale=vi").then().statusCode(200).body("locale", equalTo("vi"));
        staff().get(ADMIN + "/articles/radio?locale=vi").then().statusCode(200).body("locale", equalTo("vi"));
        get(API + "/articles?locale=vi").then().statusCode(400);
    }
}
