package dev.byline.transfer;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests that a file of a known system that cannot be imported is answered with another way to import its content. */
@QuarkusTest
class UnsupportedFormatsTest extends ImportTestBase {

    @Test
    void a_file_that_cannot_be_imported_is_named_with_another_way() throws Exception {
        for (var file : Map.of(
                "AUTHOR: Mai\nTITLE: Boats\nDATE: 01/02/2009 10:00:00 AM\n-----\nBODY:\nText\n-----\n--------\n",
                "Movable Type", "{\"meta\":{\"status\":200},\"response\":{\"posts\":[{\"reblog_key\":\"a\"}]}}",
                "Tumblr",
                "var tumblr_api_read = {\"posts\":[]};", "Tumblr",
                "{\"website\":{\"id\":\"1\"},\"websiteSettings\":{}}", "Export, WordPress",
                "{\"contentTypes\":[{\"sys\":{\"id\":\"post\"}}],\"entries\":[]}", "Contentful",
                ":toc:\n\n= Boats\nMai\n\nText", "Asciidoctor",
                "[\n  {\n    \"externalId\": \"1\",\n    \"tag\": {\"name\": \"x\"}\n  }\n]", "jq -c '.[]'",
                "{\n  \"externalId\": \"1\",\n  \"tag\": {\"name\": \"x\"}\n}\n", "jq -c .").entrySet()) {
            refuse(file.getKey().getBytes(StandardCharsets.UTF_8), "", file.getValue());
        }
        refuse("[{\"tag\": {\"name\": \"x\"}}]".getBytes(StandardCharsets.UTF_8), "?format=byline", "jq -c '.[]'");
        refuse(zip(Map.of("posts/html/1.html", "x", "posts_index.html", "x")), "", "Tumblr");
        var asciidoc = importFile(zip(Map.of("one.adoc", "= One")), "");
        assertEquals("failed", asciidoc.getString("state"));
        assertTrue(asciidoc.getString("message").contains("Convert AsciiDoc into Markdown"),
                asciidoc.getString("message"));
    }

    private static void refuse(byte[] file, String query, String way) {
        staff().contentType("application/octet-stream").body(file).post(ADMIN + "/imports" + query).then()
                .statusCode(415).body("detail", containsString(way));
    }
}
