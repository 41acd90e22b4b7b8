package dev.byline.media;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** OPTIONS of tus and the preflights of browsers, with an admin frontend at another origin. */
@QuarkusTest
@TestProfile(TusPreflightTest.WithFrontend.class)
class TusPreflightTest extends MediaTestBase {
    private static final String ORIGIN = "https://editors.example";

    public static class WithFrontend implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("byline.staff-origins", ORIGIN);
        }
    }

    @Test
    void a_preflight_is_answered_by_the_rules_of_origins_and_any_other_options_by_tus() {
        given().header("Origin", ORIGIN).header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,tus-resumable,upload-offset")
                .options(MEDIA + "/uploads/x").then().statusCode(204).header("Access-Control-Allow-Origin", ORIGIN)
                .header("Access-Control-Allow-Methods", containsString("PATCH"))
                .header("Access-Control-Allow-Headers", containsString("Upload-Offset"))
                .header("Tus-Version", nullValue());
        given().header("Origin", ORIGIN).options(MEDIA + "/uploads").then().statusCode(204)
                .header("Access-Control-Allow-Origin", ORIGIN).header("Tus-Version", "1.0.0")
                .header("Access-Control-Expose-Headers", containsString("Tus-Checksum-Algorithm"));
        given().header("Origin", "https://other.example").header("Access-Control-Request-Method", "PATCH")
                .options(MEDIA + "/uploads/x").then().header("Access-Control-Allow-Origin", nullValue());
    }
}
