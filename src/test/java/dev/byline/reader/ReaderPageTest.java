package dev.byline.reader;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;

/** Tests how the files of the reader page are served: addresses, caching and headers. */
@QuarkusTest
class ReaderPageTest extends ServiceTest {
    private static final Path FILES = Path.of("src/main/resources/reader");
    private static final int MAX_BYTES = 50 * 1024;
    /** Leaves the Accept-Encoding and the body as they are. */
    private static final RestAssuredConfig RAW = RestAssured.config()
            .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());
    private static final Pattern STRING = Pattern.compile("(?m)^  (\\w+): ");

    @Test
    void every_address_of_an_article_or_a_list_is_the_page() {
        for (var path : List.of("/read/", "/read/an-article", "/read/0190b1e3-0000-7000-8000-000000000000",
                "/read/search?q=two+words&utm_source=mail", "/read/category/publishing", "/read/tag/ink",
                "/read/author/linh-tran")) {
            get(path).then().statusCode(200).contentType("text/html; charset=UTF-8")
                    .body(containsString("id=\"content\""));
        }
        get("/read/an-article").then().body(containsString("src=\"reader.js\""));
        get("/read/category/publishing").then().body(containsString("src=\"../reader.js\""))
                .body(not(containsString("{base}")));
    }

    @Test
    void the_path_without_a_slash_leads_there_below_any_prefix() {
        given().redirects().follow(false).get("/read").then().statusCode(308).header("Location", "read/");
        given().redirects().follow(false).get("/read?locale=vi").then().header("Location", "read/?locale=vi");
    }

    @Test
    void an_unknown_address_is_not_found() {
        for (var path : List.of("/read/nothing.js", "/read/index.html", "/read/../reader/index.html", "/read/a/b",
                "/read/category/", "/read/category/a/b", "/reader", "/readers/", "/read/%2e%2e/x.js")) {
            get(path).then().statusCode(404).contentType("application/problem+json");
        }
    }

    @Test
    void other_methods_are_not_allowed() {
        given().body("x").post("/read/").then().statusCode(405).header("Allow", "GET, HEAD")
                .contentType("application/problem+json");
    }

    @Test
    void browsers_ask_each_time_and_load_only_what_changed() {
        for (var path : List.of("/read/", "/read/reader.js", "/read/reader.css", "/read/icon.svg")) {
            var first = given().config(RAW).header("Accept-Encoding", "identity").get(path);
            first.then().statusCode(200).header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding")
                    .header("Content-Encoding", nullValue());
            var etag = first.header("ETag");
            assertTrue(etag.matches("\"[0-9a-z_]+\""), etag);
            for (var known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
                given().config(RAW).header("Accept-Encoding", "identity").header("If-None-Match", known).get(path)
                        .then()
                        .statusCode(304).header("ETag", etag).header("Cache-Control", "no-cache").body(emptyString());
            }
            given().config(RAW).header("Accept-Encoding", "identity").header("If-None-Match", "\"other\"").get(path)
                    .then()
                    .statusCode(200);
            given().config(RAW).header("Accept-Encoding", "identity").head(path).then().statusCode(200)
                    .header("ETag", etag)
                    .header("Content-Length", first.header("Content-Length")).body(emptyString());
        }
    }

    @Test
    void each_coding_has_its_own_tag() throws IOException {
        var plain = given().config(RAW).header("Accept-Encoding", "gzip;q=0").get("/read/reader.js");
        var compressed = given().config(RAW).header("Accept-Encoding", "gzip").get("/read/reader.js");
        compressed.then().header("Content-Encoding", "gzip").header("ETag", not(equalTo(plain.header("ETag"))));
        assertTrue(Integer.parseInt(compressed.header("Content-Length")) < Integer
                .parseInt(plain.header("Content-Length")) / 2);
        var gunzipped = new GZIPInputStream(new ByteArrayInputStream(compressed.asByteArray())).readAllBytes();
        assertEquals(plain.asString(), new String(gunzipped, StandardCharsets.UTF_8));
    }

    @Test
    void the_page_may_run_its_own_scripts_only() {
        get("/read/").then().header("X-Content-Type-Options", "nosniff").header("X-Frame-Options", "DENY")
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'; "))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                // Without inline scripts and styles, as the policy demands.
                .body(not(containsString("<style"))).body(not(containsString("style=")))
                .body(not(containsString("onload=")));
        assertFalse(Pattern.compile("<script(?! type=\"module\" src=)").matcher(get("/read/").asString()).find());
        get("/read/reader.js").then().contentType("text/javascript; charset=UTF-8");
        get("/read/reader.css").then().contentType("text/css; charset=UTF-8");
        get("/read/icon.svg").then().contentType("image/svg+xml");
    }

    @Test
    void every_file_is_served_and_all_of_them_are_small() throws IOException {
        long bytes = 0;
        try (var files = Files.list(FILES)) {
            for (var file : files.toList()) {
                bytes += Files.size(file);
                var name = file.getFileName().toString();
                if (!name.equals("index.html")) {
                    get("/read/" + name).then().statusCode(200);
                }
            }
        }
        assertTrue(bytes < MAX_BYTES, "The files have " + bytes + " bytes");
    }

    @Test
    void every_language_has_every_text() throws IOException {
        var languages = Files.readString(FILES.resolve("texts.js")).split("(?m)^const (?=\\w\\w = \\{)");
        assertTrue(languages.length >= 3);
        var english = names(languages[1]);
        assertTrue(english.size() > 50, english::toString);
        for (int i = 2; i < languages.length; i++) {
            assertEquals(english, names(languages[i]));
        }
    }

    @Test
    void requests_have_one_name_in_the_metrics() {
        get("/read/an-article-of-the-metrics");
        get("/read/tag/a-tag-of-the-metrics");
        get("/q/metrics").then().body(containsString("uri=\"/read/{page}\""))
                .body(not(containsString("of-the-metrics")));
    }

    private static TreeSet<String> names(String texts) {
        return STRING.matcher(texts.split("(?m)^};")[0]).results().map((MatchResult text) -> text.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
