package dev.byline.site;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
class SiteTest extends ServiceTest {

    @Test
    void everyone_reads_it_and_an_admin_changes_it() {
        get(API + "/site").then().statusCode(200).body("defaultLocale", equalTo("en")).body("locales",
                equalTo(List.of("en"))).body("commentsPolicy", equalTo("all")).body("version", nullValue());
        staff().get(ADMIN + "/site").then().statusCode(200).header("ETag", "\"1\"");
        patch("site", "\"1\"",
                "{\"title\": \"Tin tức\", \"locales\": [\"en\", \"vi\"], \"articleUrl\": \"https://x.vn/{slug}\"}")
                .then().statusCode(200).body("version", equalTo(2));
        get(API + "/site").then().body("title", equalTo("Tin tức")).body("articleUrl", equalTo("https://x.vn/{slug}"));
        patch("site", "\"1\"", "{\"title\": \"Late\"}").then().statusCode(412);
        patch("site", "*", "{\"articleUrl\": null}").then().statusCode(200).body("articleUrl", nullValue());
        patch("site", "*", "{\"siteUrl\": \"https://x.vn/{locale}\", \"tagUrl\": \"https://x.vn/t/{slug}\","
                + " \"authorUrl\": \"https://x.vn/a/{slug}\"}").then().statusCode(200);
        get(API + "/site").then().body("siteUrl", equalTo("https://x.vn/{locale}"))
                .body("tagUrl", equalTo("https://x.vn/t/{slug}")).body("authorUrl", equalTo("https://x.vn/a/{slug}"));
    }

    @Test
    void what_makes_no_sense_is_refused() {
        for (var wrong : Map.of("{\"title\": null}", "/title", "{\"locales\": []}", "/locales",
                "{\"locales\": [\"english\"]}", "/locales/0", "{\"locales\": [\"vi\"]}", "/defaultLocale",
                "{\"locales\": [\"en\", \"en\"]}", "/locales", "{\"articleUrl\": \"javascript:{slug}\"}", "/articleUrl",
                "{\"commentsPolicy\": \"some\"}", "/commentsPolicy", "{\"theme\": \"dark\"}", "/theme").entrySet()) {
            patch("site", "*", wrong.getKey()).then().statusCode(422).body("violations[0].field",
                    equalTo(wrong.getValue()));
        }
    }

    @Test
    void a_template_must_give_a_url() {
        for (var wrong : List.of("https://[{slug}", "https:///{slug}", "https://x.vn:port/{slug}",
                "https://x.vn/{slug}|", "https://x.vn/{year}/{slug}", "https://x.vn/%/{slug}", "https://x.vn/",
                "ftp://x.vn/{slug}",
                "https://x.vn/" + "x".repeat(1_990) + "{slug}")) {
            change("articleUrl", wrong).then().statusCode(422)
                    .body("violations[0].field", equalTo("/articleUrl"))
                    .body("violations[0].message", equalTo("must be an http or https URL with {slug} in it"));
        }
        change("siteUrl", "https://x.vn/{language}").then().statusCode(422)
                .body("violations[0].message", equalTo("must be an http or https URL"));
        change("confirmUrl", "https://x.vn/{slug}").then().statusCode(422)
                .body("violations[0].message", equalTo("must be an http or https URL with {token} in it"));
        for (var right : List.of("https://blog-{slug}.x.vn", "http://localhost:3000/{locale}/{slug}/?a=%C3%BC#{slug}",
                "https://{locale}.x.vn/a/{slug}.html")) {
            change("articleUrl", right).then().statusCode(200).body("articleUrl", equalTo(right));
        }
    }

    @Test
    void one_slug_in_two_locales_is_two_articles() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"de\"]}").then().statusCode(200);
        var en = published("Radio").getString("id");
        var vi = publish(
                draft(Map.of("title", "Radio", "locale", "vi", "categories", List.of("news"), "body", markdown("x")))
                        .getString("id"));
        get(API + "/articles/radio").then().body("id", equalTo(en));
        get(API + "/articles/radio?locale=vi").then().body("id", equalTo(vi.getString("id")));
        get(API + "/articles?locale=vi").then().body("items.id", equalTo(List.of(vi.getString("id"))));
        var only = publish(
                draft(Map.of("title", "Bär", "locale", "de", "categories", List.of("news"), "body", markdown("x")))
                        .getString("id"));
        // A move to another locale is followed there, and not round in a circle.
        patch("articles/" + only.getString("id"), "*", "{\"locale\": \"vi\"}").then().statusCode(200);
        publish(only.getString("id"));
        given().redirects().follow(false).get(API + "/articles/baer?locale=de").then().statusCode(308).header(
                "Location",
                endsWith("/api/v1/articles/baer?locale=vi"));
        get(API + "/articles/baer").then().body("id", equalTo(only.getString("id")));
        // An article keeps the locale that it has when the site gives it up.
        patch("site", "*", "{\"locales\": [\"en\"]}").then().statusCode(200);
        patch("articles/" + only.getString("id"), "*", "{\"title\": \"Still here\"}").then().statusCode(200)
                .body("locale", equalTo("vi"));
    }

    private static Response change(String setting, String value) {
        return patch("site", "*", "{\"" + setting + "\": \"" + value + "\"}");
    }
}
