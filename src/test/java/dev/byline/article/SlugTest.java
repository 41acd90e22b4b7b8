package dev.byline.article;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests current, former and derived slugs of articles. */
@QuarkusTest
class SlugTest extends ServiceTest {

    @ParameterizedTest
    @CsvSource({ "Đường đến thành công, en, duong-den-thanh-cong", "Größe & Maß, de, groesse-mass",
            "Größe & Maß, en, grosse-mass", "Iğdır İstanbul ışık, tr, igdir-istanbul-isik",
            "Съешь ещё, ru, s-es-ese", "東京の夜, ja, dong-jing-noye", "🎉🎉, en, article", "C++ 20%, en, c-plus-plus-20" })
    void titles_of_every_script_give_slugs_that_can_be_typed(String title, String locale, String slug) {
        patch("site", "*", "{\"locales\": [\"en\", \"de\", \"tr\", \"ru\", \"ja\"]}").then().statusCode(200);
        var derived = draft(Map.of("title", title, "locale", locale)).getString("slug");
        assertEquals(true, derived.matches("[a-z0-9]+(-[a-z0-9]+)*"), derived);
        if (!locale.equals("ru") && !locale.equals("ja")) {
            assertEquals(slug, derived);
        }
    }

    @Test
    void after_two_renames_both_former_slugs_lead_to_the_current_one() {
        var id = published("One").getString("id");
        rename(id, "two");
        rename(id, "three");
        for (var former : List.of("one", "two")) {
            given().redirects().follow(false).get(API + "/articles/" + former).then().statusCode(308)
                    .header("Location", containsString("/articles/three?locale=en"))
                    .header("Cache-Control", containsString("max-age=60"));
        }
        rename(id, "one");
        get(API + "/articles/one").then().statusCode(200);
        for (var former : List.of("two", "three")) {
            given().redirects().follow(false).get(API + "/articles/" + former).then().statusCode(308)
                    .header("Location", containsString("/articles/one?locale=en"));
        }
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        given().redirects().follow(false).get(API + "/articles/two").then().statusCode(404);
    }

    @Test
    void a_former_slug_is_taken_over_on_purpose_only() {
        var first = published("Old").getString("id");
        rename(first, "moved");
        assertEquals("old-2", draft(Map.of("title", "Old")).getString("slug"));
        var input = Map.of("title", "Heir", "slug", "old", "categories", List.of("news"), "body", markdown("x"));
        sending(input).post(ADMIN + "/articles").then().statusCode(409).body("holder", equalTo(first)).body("detail",
                containsString("takeOverSlug=true"));
        sending(input).post(ADMIN + "/articles?takeOverSlug=maybe").then().statusCode(400);
        var heir = sending(input).post(ADMIN + "/articles?takeOverSlug=true").then().statusCode(201).extract()
                .jsonPath().getString("id");
        given().redirects().follow(false).get(API + "/articles/old").then().statusCode(404);
        publish(heir);
        get(API + "/articles/old").then().statusCode(200).body("id", equalTo(heir));
        sending(Map.of("title", "Greedy", "slug", "moved")).post(ADMIN + "/articles?takeOverSlug=true").then()
                .statusCode(409).body("holder", equalTo(first));
        patch("articles/" + first, "*", "{\"slug\": \"old\"}").then().statusCode(409).body("holder", equalTo(heir));
    }

    @Test
    void a_live_slug_is_not_taken_over_while_its_article_is_being_renamed() {
        var id = published("Live").getString("id");
        patch("articles/" + id, "*", "{\"slug\": \"draft-of-live\"}").then().statusCode(200);
        for (var slug : List.of("live", "draft-of-live")) {
            sending(Map.of("title", "T", "slug", slug)).post(ADMIN + "/articles?takeOverSlug=true").then()
                    .statusCode(409).body("holder", equalTo(id));
        }
    }

    @Test
    void one_slug_is_taken_over_by_one_of_many() throws Exception {
        var id = published("Wanted").getString("id");
        rename(id, "left");
        var statuses = runConcurrently(10, () -> sending(Map.of("title", "T", "slug", "wanted"))
                .post(ADMIN + "/articles?takeOverSlug=true").statusCode());
        assertEquals(1, statuses.stream().filter(s -> s == 201).count(), statuses.toString());
        assertEquals(9, statuses.stream().filter(s -> s == 409).count(), statuses.toString());
    }

    private static void rename(String id, String slug) {
        patch("articles/" + id, "*", "{\"slug\": \"" + slug + "\"}").then().statusCode(200);
        publish(id);
    }
}
