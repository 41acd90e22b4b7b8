package dev.byline.cache;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;

/** Tests how browsers may keep the files of pages: three files of the tests. {@code StartIT} does it for Swagger UI. */
@QuarkusTest
class StaticFilesTest extends ServiceTest {
    private static final String FOLDER = "/files-test/";

    @Test
    void a_page_and_a_file_by_its_own_name_are_revalidated() {
        for (var name : List.of("page.html", "script.js", "style.css")) {
            var tag = get(FOLDER + name).then().statusCode(200).header("Cache-Control", "no-cache")
                    .header("ETag", notNullValue()).header("X-Content-Type-Options", "nosniff").extract()
                    .header("ETag");
            given().header("If-None-Match", tag).get(FOLDER + name).then().statusCode(304)
                    .header("ETag", tag).header("Cache-Control", "no-cache").body(equalTo(""));
            given().header("If-None-Match", "\"another\"").get(FOLDER + name).then().statusCode(200);
            given().head(FOLDER + name).then().statusCode(200).header("ETag", tag).body(equalTo(""));
        }
    }

    @Test
    void a_page_names_its_files_by_their_content() {
        var page = get(FOLDER + "page.html").asString();
        var script = find(page, "src=\"(/files-test/script\\.[0-9a-z_]+\\.js)\"");
        var style = find(page, "href=\"(style\\.[0-9a-z_]+\\.css)\"");
        assertTrue(page.contains("src=\"missing.js\"") && page.contains("https://elsewhere.example/script.js"), page);
        get(script).then().statusCode(200).header("Cache-Control", "public, max-age=31536000, immutable")
                .contentType(containsString("text/javascript")).body(containsString("A script of the tests"));
        get(FOLDER + style).then().statusCode(200).header("Cache-Control", containsString("immutable"))
                .contentType(containsString("text/css"));
        // A page from before an upgrade, or of another node, names another content.
        get(FOLDER + "script.00000000other.js").then().statusCode(200).header("Cache-Control", "no-cache")
                .body(containsString("A script of the tests"));
    }

    @Test
    void texts_are_compressed_with_tags_of_their_own() {
        var plain = given()
                .config(RestAssured.config().decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .get(FOLDER + "script.js").header("ETag");
        var compressed = given().header("Accept-Encoding", "gzip").get(FOLDER + "script.js").then().statusCode(200)
                .header("Content-Encoding", "gzip").header("Vary", "Accept-Encoding").extract().header("ETag");
        assertEquals(plain.replaceAll("\"$", "-gzip\""), compressed);
    }

    @Test
    void other_paths_and_methods_lead_nowhere() {
        for (var path : List.of("missing.js", "script.00000000other.css", "", "script.js/", "..%2fscript.js",
                "script.00000000other.png")) {
            given().urlEncodingEnabled(false).get(FOLDER + path).then().statusCode(404);
        }
        given().post(FOLDER + "script.js").then().header("ETag", nullValue());
    }

    private static String find(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), text);
        return found.group(1);
    }
}
