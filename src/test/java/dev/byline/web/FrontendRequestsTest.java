package dev.byline.web;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;

/** What browsers, proxies and frameworks send beside what a frontend means. */
@QuarkusTest
class FrontendRequestsTest extends ServiceTest {
    private static final String TRACKING = "utm_source=mail&utm_medium=x&fbclid=1&gclid=2&msclkid=3&mc_cid=4&mc_eid=5"
            + "&_=6&_rsc=7&ref=home";
    private static final RestAssuredConfig UNDECODED = RestAssuredConfig.config()
            .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());

    private static final String COMMENT = "{\"body\": \"Once.\", \"author\": {\"name\": \"Mai\"}}";

    private void publishedPage() {
        category("News");
        publish(draft(Map.of("title", "Page", "categories", List.of("news"), "body", markdown("Text.")))
                .getString("id"));
    }

    /** Changes the slug of the published article from "page" to "leaf". */
    private void renameArticle() {
        patch("articles/page", "*", "{\"slug\": \"leaf\"}").then().statusCode(200);
        verb("articles/leaf/publish").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/articles", "/articles?size=5", "/articles/page", "/articles/page/related", "/categories",
            "/categories/news", "/site", "/archive", "/search?q=text", "/feeds/rss", "/articles/page/comments" })
    void tracking_parameters_are_no_part_of_a_read(String path) {
        publishedPage();
        var plain = get(API + path).then().statusCode(200).extract();
        var separator = path.contains("?") ? "&" : "?";
        assertEquals(plain.asString(),
                get(API + path + separator + TRACKING).then().statusCode(200).extract().asString());
        if (plain.header("Surrogate-Key") != null) {
            assertEquals(0, statements(() -> get(API + path + separator + TRACKING).then().statusCode(200)));
        }
    }

    @Test
    void tracking_parameters_are_in_no_link() {
        publishedPage();
        publish(draft(Map.of("title", "Second", "body", markdown("Text."))).getString("id"));
        get(API + "/articles?utm_source=a&size=1&ref=b").then().statusCode(200).header("Link",
                containsString("</api/v1/articles?size=1&cursor="));
        renameArticle();
        patch("categories/news", "*", "{\"slug\": \"fresh\"}").then().statusCode(200);
        for (var former : Map.of("/articles/page", "/articles/leaf?locale=en", "/categories/news", "/categories/fresh")
                .entrySet()) {
            given().redirects().follow(false).get(API + former.getKey() + "?utm_source=a").then()
                    .header("Location", not(containsString("utm")))
                    .header("Location", containsString(former.getValue()));
        }
    }

    @Test
    void tracking_parameters_are_ignored_by_writes_of_readers_and_refused_by_the_admin_api() {
        publishedPage();
        given().contentType(ContentType.JSON).body("{}").post(API + "/articles/page/views?" + TRACKING).then()
                .statusCode(202);
        staff().get(ADMIN + "/articles?utm_source=a").then().statusCode(400);
        get(API + "/articles?utm=a").then().statusCode(400);
        get(API + "/articles?szie=1").then().statusCode(400).body("violations.message",
                hasItem(containsString("did you mean 'size'?")));
    }

    @Test
    void no_operation_has_a_parameter_that_is_ignored() {
        List<String> names = get("/q/openapi?format=json").jsonPath()
                .getList("paths.collectMany { it.value.values() }.findAll { it instanceof Map }"
                        + ".collectMany { it.parameters ?: [] }.findAll { it.in == 'query' }.name");
        assertTrue(names.contains("cursor"), names.toString());
        assertEquals(List.of(), names.stream().filter(TrackingParameters::isOne).toList());
    }

    @ParameterizedTest
    @CsvSource({ "/a,/a", "/a?,/a?", "/a?b=1,/a?b=1", "/a?utm_x=1,/a", "/a?utm_x=1&b=2,/a?b=2", "/a?b=2&_,/a?b=2",
            "/a?_rsc=x&b=2&ref,/a?b=2", "/a?reference=1,/a?reference=1", "/a?b=ref,/a?b=ref", "/ref?b=_,/ref?b=_",
            "/a?mc_cid,/a", "/a?_a=1,/a?_a=1", "/a?b=1&utm_x&c=2,/a?b=1&c=2" })
    void only_whole_names_are_taken_out_of_an_address(String uri, String expected) {
        assertEquals(expected, TrackingParameters.removeFrom(uri));
    }

    @Test
    void a_repetition_with_other_tracking_parameters_is_a_repetition() {
        publishedPage();
        var key = "a-key-of-this-test";
        var first = given().contentType(ContentType.JSON).header("Idempotency-Key", key).body(COMMENT)
                .post(API + "/articles/page/comments?utm_source=a").then().statusCode(202).extract().path("id");
        given().contentType(ContentType.JSON).header("Idempotency-Key", key).body(COMMENT)
                .post(API + "/articles/page/comments").then().statusCode(202).body("id", equalTo(first));
    }

    @Test
    void a_redirect_or_a_problem_can_be_kept_by_a_proxy_and_sent_to_any_origin() {
        publishedPage();
        renameArticle();
        given().redirects().follow(false).get(API + "/articles/page").then().statusCode(308)
                .header("Access-Control-Allow-Origin", "*").header("Vary", nullValue());
        given().header("Origin", "https://blog.example").redirects().follow(false).get(API + "/articles/page").then()
                .statusCode(308).header("Access-Control-Allow-Origin", "*");
        get(API + "/articles/missing").then().statusCode(404).header("Access-Control-Allow-Origin", "*");
        get(API + "/articles?size=x").then().statusCode(400).header("Access-Control-Allow-Origin", "*");
        for (var contract : List.of("/q/openapi", "/q/openapi?format=json")) {
            get(contract).then().statusCode(200).header("Access-Control-Allow-Origin", "*");
        }
        staff().get(ADMIN + "/articles").then().header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void members_are_not_told_of_the_keys_of_staff() {
        for (var token : List.of("", "Bearer byline_unknown", "Bearer unknown")) {
            var request = token.isEmpty() ? given() : given().header("Authorization", token);
            request.get(API + "/members/me").then().statusCode(401).body("detail", not(containsString("API key")))
                    .body("detail", containsString("POST /api/v1/sessions"));
        }
        get(ADMIN + "/articles").then().statusCode(401).body("detail", containsString("API key"));
    }

    @Test
    void an_article_in_another_locale_than_the_requested_one_says_so() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        publishedPage();
        for (var query : List.of("", "?locale=en", "?locale=EN-gb", "?fallback=en")) {
            get(API + "/articles/page" + query).then().statusCode(200).body("requestedLocale", nullValue());
        }
        for (var query : List.of("?locale=vi", "?locale=vi-VN&fallback=en")) {
            get(API + "/articles/page" + query).then().statusCode(200).body("locale", equalTo("en"))
                    .body("requestedLocale", equalTo("vi"));
        }
    }

    @Test
    void browsers_may_send_the_headers_of_tracing_and_of_frameworks() {
        given().header("Origin", "https://blog.example").header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "traceparent, tracestate, x-requested-with")
                .options(API + "/articles/page/views").then().statusCode(204)
                .header("Access-Control-Allow-Headers", containsString("traceparent"))
                .header("Access-Control-Allow-Headers", containsString("tracestate"))
                .header("Access-Control-Allow-Headers", containsString("X-Requested-With"));
    }

    @Test
    void head_has_the_headers_of_get() {
        publishedPage();
        for (var path : List.of("/articles?size=3", "/articles/page", "/categories", "/articles/page?locale=en")) {
            // First what is read for HEAD, then what is kept.
            for (int i = 0; i < 2; i++) {
                var head = given().config(UNDECODED).head(API + path).then().statusCode(200).extract().headers();
                var full = given().config(UNDECODED).get(API + path).then().statusCode(200).extract().headers();
                for (var name : List.of("Content-Length", "ETag", "Cache-Control", "Vary", "Surrogate-Key",
                        "Content-Type", "Content-Encoding")) {
                    assertEquals(full.getValue(name), head.getValue(name), path + " " + name);
                }
            }
        }
    }

    @Test
    void one_response_names_everything_that_is_wrong_with_a_body() {
        sending("""
                {"titel": "x", "pinned": "yes", "seo": {"noIndex": 3, "tittle": "y"}, "tags": [7, "a"], "excerpt": 1,
                 "slug": "Not A Slug", "body": {"format": "markdown", "source": "x"}}""").post(ADMIN + "/articles")
                .then()
                .statusCode(422).body("violations.field", containsInAnyOrder("/titel", "/pinned", "/seo/noIndex",
                        "/seo/tittle", "/tags/0", "/excerpt", "/slug", "/title"))
                .body("violations.find { it.field == '/titel' }.message", containsString("did you mean 'title'?"));
        assertEquals(0, staff().get(ADMIN + "/articles").jsonPath().getList("items").size());
    }

    @Test
    void a_patch_is_told_the_same() {
        draft(Map.of("title", "Page"));
        patch("articles/page", "*", "{\"titel\": \"x\", \"pinned\": 3, \"slug\": \"Not A Slug\"}").then()
                .statusCode(422)
                .body("violations.field", containsInAnyOrder("/titel", "/pinned", "/slug"));
        staff().get(ADMIN + "/articles/page").then().body("version", equalTo(1));
    }

    @Test
    void a_body_that_is_no_json_has_one_problem() {
        sending("{\"titel\": \"x\", \"pinned\": }").post(ADMIN + "/articles").then().statusCode(400).body("violations",
                nullValue());
    }
}
