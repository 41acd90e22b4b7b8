package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests the import of a zip with one export in it. */
@QuarkusTest
class ImportArchiveTest extends ImportTestBase {
    private static final String WXR = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Trams</title>
            <link>https://trams.example</link>
            <item><wp:post_id>7</wp:post_id><wp:post_type>post</wp:post_type><title>Line four</title>
            <content:encoded>It runs.</content:encoded><wp:post_name>line-four</wp:post_name>
            <wp:post_date_gmt>2011-03-01 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status></item>
            </channel></rss>
            """;
    private static final String GHOST = """
            {"db": [{"meta": {"version": "5.1"}, "data": {"posts": [{"id": "p1", "title": "Hello", "slug": "hello",
             "html": "<p>Hi</p>", "status": "published", "published_at": "2023-01-01T00:00:00Z"}]}}]}
            """;

    @Test
    void a_zip_with_one_export_is_the_same_as_the_export() throws Exception {
        var zipped = importFile(
                zip(Map.of("trams/trams.xml", WXR, "trams/uploads/logo.png", "x", "__MACOSX/trams/._trams.xml",
                        "x")),
                "");
        assertEquals("wordpress", zipped.getString("format"));
        assertEquals("https://trams.example", zipped.getString("source"));
        assertEquals("done", zipped.getString("state"), zipped.prettify());
        assertEquals(1, zipped.getInt("outcomes.created"), report(zipped));
        get(API + "/articles/line-four").then().statusCode(200).body("publishedAt", equalTo("2011-03-01T08:00:00Z"));
        assertEquals(1, importFile(WXR, "").getInt("outcomes.unchanged"));
        var backup = importFile(
                zip(Map.of(".DS_Store", "x", "a/b/README.txt", "x", "a/b/c/trams.xml", WXR, "a/logo.png",
                        "x")),
                "");
        assertEquals(1, backup.getInt("outcomes.unchanged"), report(backup));
        var ghost = importFile(zip(Map.of("a.json", GHOST)), "");
        assertEquals("ghost", ghost.getString("format"));
        assertEquals(1, ghost.getInt("outcomes.created"), report(ghost));
        var lines = importFile(zip(Map.of("everything.ndjson",
                "{\"externalId\":\"1\",\"tag\":{\"name\":\"Trams\"}}\n")), "");
        assertEquals("byline", lines.getString("format"));
        assertEquals(1, lines.getInt("outcomes.created"), report(lines));
    }

    @Test
    void the_parameter_format_names_an_export_behind_other_files() throws Exception {
        var files = zip(Map.of("content/style.css", "x", "export.json", GHOST));
        assertEquals("failed", importFile(files, "").getString("state"));
        var named = importFile(files, "format=ghost");
        assertEquals(1, named.getInt("outcomes.created"), report(named));
    }

    @Test
    void an_archive_with_several_exports_or_none_is_refused() throws Exception {
        var several = importFile(zip(Map.of("a.xml", WXR, "b.xml", WXR)), "format=wordpress");
        assertEquals("failed", several.getString("state"));
        assertTrue(several.getString("message").startsWith("The archive contains several files that may be the export: "
                + "a.xml, b.xml. Send an archive with one export"), several.getString("message"));
        var none = importFile(zip(Map.of("a.png", "x")), "format=ghost");
        assertEquals("failed", none.getString("state"));
        assertTrue(none.getString("message").startsWith("The archive contains no export"), none.getString("message"));
    }

    @Test
    void files_of_sites_are_not_taken_for_exports() throws Exception {
        var site = importFile(zip(Map.of("package.json", "{\"author\": \"Mai\"}", "posts/a.md", "A.", "css/a.css",
                "x", "feed.xml", WXR)), "");
        assertEquals("markdown", site.getString("format"));
        assertEquals(1, site.getInt("outcomes.created"), report(site));
    }

    @Test
    void a_damaged_archive_ends_the_import_with_the_reason() throws Exception {
        var file = zip(Map.of("trams.xml", WXR));
        var cut = importFile(Arrays.copyOf(file, file.length - 30), "");
        assertEquals("failed", cut.getString("state"));
        assertTrue(cut.getString("message").startsWith("The archive cannot be read: ")
                && cut.getString("message").endsWith(". No item was imported. Correct the file and send it again."),
                cut.getString("message"));
        var damaged = file.clone();
        int directory = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        damaged[directory + 16] ^= 1;
        var checked = importFile(damaged, "");
        assertEquals("failed", checked.getString("state"));
        assertTrue(checked.getString("message").startsWith("The file trams.xml in the archive is damaged"),
                checked.getString("message"));
        var garbled = file.clone();
        int content = 30 + "trams.xml".length();
        Arrays.fill(garbled, content, content + 40, (byte) 0xff);
        var unreadable = importFile(garbled, "format=wordpress");
        assertEquals("failed", unreadable.getString("state"));
        assertTrue(unreadable.getString("message").contains("trams.xml in the archive cannot be unpacked"),
                unreadable.getString("message"));
    }

    @Test
    void an_export_that_unpacks_to_a_giant_element_ends_at_the_limit() throws Exception {
        var bomb = importFile(zip(Map.of("bomb.xml", WXR.replace("It runs.", "0".repeat(40_000_000)))), "");
        assertEquals("wordpress", bomb.getString("format"));
        assertEquals("failed", bomb.getString("state"));
        assertTrue(bomb.getString("message").contains("an element has more than 32 million characters"),
                bomb.getString("message"));
    }
}
