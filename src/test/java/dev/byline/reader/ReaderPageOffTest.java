package dev.byline.reader;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.web.Paths;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** Tests that no file of the reader page is served with {@code BYLINE_READER_PAGE=false}. */
@QuarkusTest
@TestProfile(ReaderPageOffTest.Off.class)
class ReaderPageOffTest extends ServiceTest {
    /** The configuration of a service without the reader page. */
    public static class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(Paths.READER_PAGE_SETTING, "false");
        }
    }

    @Test
    void nothing_of_the_page_is_served() {
        published("Still here");
        for (var path : List.of("/read", "/read/", "/read/still-here", "/read/reader.js", "/read/reader.css")) {
            given().redirects().follow(false).get(path).then().statusCode(404)
                    .contentType("application/problem+json");
        }
        get(API + "/articles/still-here").then().statusCode(200);
    }

    @Test
    void a_link_that_signs_in_leads_to_the_site_without_its_token() {
        get("/pages/sign-in?locale=en&token=secret").then().statusCode(200).body(containsString("href=\"../\""),
                not(containsString("secret")));
        patch("site", "*", "{\"siteUrl\": \"https://blog.example/{locale}/\"}").then().statusCode(200);
        get("/pages/sign-in?locale=en&token=secret").then().statusCode(200).body(
                containsString("href=\"https://blog.example/en/\""), not(containsString("secret")));
    }
}
