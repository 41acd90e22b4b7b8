package dev.byline.article;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** Tests articles in several locales. */
@QuarkusTest
class TranslationTest extends ServiceTest {

    @BeforeEach
    void locales() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"de\"]}").then().statusCode(200);
    }

    @Test
    void a_translation_starts_from_the_original_and_both_know_each_other() {
        var original = published("Hello").getString("id");
        var translation = translate("hello", Map.of("locale", "vi", "title", "Xin chào")).then().statusCode(201)
                .body("locale", equalTo("vi")).body("slug", equalTo("xin-chao"))
                .body("body.source", equalTo("Text of Hello.")).body("state", equalTo("never_published"))
                .body("translations.id", equalTo(List.of(original)))
                .body("translations.state", equalTo(List.of("live")))
                .extract().jsonPath().getString("id");
        staff().get(ADMIN + "/articles/" + original).then().body("translations.slug", equalTo(List.of("xin-chao")))
                .body("translations.state", equalTo(List.of("never_published")));
        get(API + "/articles/hello").then().body("translations", hasSize(0));
        publish(translation);
        get(API + "/articles/hello").then()
                .body("translations",
                        equalTo(List.of(Map.of("locale", "vi", "slug", "xin-chao", "title", "Xin chào"))));
        get(API + "/articles/xin-chao").then().body("translations.locale", equalTo(List.of("en")));
        patch("articles/" + translation, "*", "{\"title\": \"Draft title\"}").then().statusCode(200);
        get(API + "/articles/hello").then().body("translations.title", equalTo(List.of("Xin chào")));
    }

    @Test
    void a_group_has_one_article_in_each_locale_also_when_many_start_one() throws Exception {
        draft("Once");
        var statuses = runConcurrently(10, () -> translate("once", Map.of("locale", "vi")).statusCode());
        assertEquals(1, statuses.stream().filter(s -> s == 201).count(), statuses.toString());
        assertEquals(9, statuses.stream().filter(s -> s == 409).count(), statuses.toString());
        var holder = staff().get(ADMIN + "/articles?locale=vi").jsonPath().getString("items[0].id");
        translate("once", Map.of("locale", "vi")).then().statusCode(409)
                .body("type", equalTo("urn:byline:problem:translation-exists")).body("holder", equalTo(holder));
        translate("once", Map.of("locale", "en")).then().statusCode(409);
        var german = translate("once", Map.of("locale", "de")).then().statusCode(201).extract().jsonPath()
                .getString("id");
        patch("articles/" + german, "*", "{\"locale\": \"vi\"}").then().statusCode(409).body("holder",
                equalTo(holder));
        translate("once", Map.of("locale", "fr")).then().statusCode(422).body("violations[0].field",
                equalTo("/locale"));
        translate("once", Map.of("title", "X")).then().statusCode(422);
    }

    @Test
    void slugs_are_per_locale() {
        var english = published("Radio").getString("id");
        var vietnamese = translate(english, Map.of("locale", "vi")).then().statusCode(201)
                .body("slug", equalTo("radio")).extract().jsonPath().getString("id");
        publish(vietnamese);
        get(API + "/articles/radio").then().body("id", equalTo(english));
        get(API + "/articles/radio?locale=vi").then().body("id", equalTo(vietnamese));
        get(API + "/articles?locale=vi").then().body("items.id", equalTo(List.of(vietnamese)));
        get(API + "/articles?locale=en").then().body("items.id", equalTo(List.of(english)));
    }

    @Test
    void an_article_is_read_in_the_first_locale_of_the_fallbacks_that_has_it() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\", \"de\", \"fr\"]}").then().statusCode(200);
        var english = published("Bread").getString("id");
        var vietnamese = translate(english, Map.of("locale", "vi", "title", "Bánh mì")).jsonPath().getString("id");
        get(API + "/articles/bread?locale=de&fallback=vi,en").then().statusCode(200).body("locale", equalTo("en"));
        publish(vietnamese);
        get(API + "/articles/bread?locale=de&fallback=vi,en").then().statusCode(200).body("id", equalTo(vietnamese));
        get(API + "/articles/" + english + "?locale=vi&fallback=en").then().body("id", equalTo(vietnamese));
        get(API + "/articles/banh-mi?locale=en&fallback=vi").then().body("id", equalTo(english));
        get(API + "/articles/bread?fallback=en").then().body("id", equalTo(english));
        get(API + "/articles/bread?locale=de&fallback=fr").then().statusCode(404).body("detail",
                containsString("de, fr"));
        get(API + "/articles/" + english + "?locale=de").then().statusCode(200).body("id", equalTo(english));
        for (var wrong : List.of(",", "en,,vi", "a,b,c,d,e,f,g,h,i,j,k")) {
            get(API + "/articles/bread?fallback=" + wrong).then().statusCode(400).body("violations[0].field",
                    equalTo("fallback"));
        }
        patch("articles/" + english, "*", "{\"slug\": \"loaf\"}").then().statusCode(200);
        publish(english);
        given().redirects().follow(false).get(API + "/articles/bread?locale=de&fallback=en").then().statusCode(308)
                .header("Location", containsString("/articles/loaf?fallback=en&locale=en"));
    }

    private static Response translate(String article, Map<String, String> input) {
        return sending(input).post(ADMIN + "/articles/" + article + "/translations");
    }
}
