package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** Tests exports of imported content: a file that was imported before the move is recognized after it. */
@QuarkusTest
class ExportOriginsTest extends ImportTestBase {
    private static final String WXR = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old</title><link>https://old.example</link>
            <wp:author><wp:author_login>mai</wp:author_login><wp:author_display_name>Mai</wp:author_display_name></wp:author>
            <wp:category><wp:category_nicename>lines</wp:category_nicename><wp:cat_name>Lines</wp:cat_name></wp:category>
            <wp:tag><wp:tag_slug>rails</wp:tag_slug><wp:tag_name>Rails</wp:tag_name></wp:tag>
            <item><title>One</title><link>https://old.example/one/</link><dc:creator>mai</dc:creator><wp:post_id>1</wp:post_id>
            <wp:post_type>post</wp:post_type><wp:post_name>one</wp:post_name><content:encoded>Text.</content:encoded>
            <wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status>
            <category domain="category" nicename="lines">Lines</category><category domain="post_tag" nicename="rails">Rails</category>
            <wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_author>Linh</wp:comment_author>
            <wp:comment_content>Hi</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment></item>
            <item><title>Two</title><link>https://old.example/two/</link><wp:post_id>2</wp:post_id>
            <wp:post_type>post</wp:post_type><wp:post_name>two</wp:post_name><content:encoded>Text.</content:encoded>
            <wp:post_date_gmt>2020-01-02 00:00:00</wp:post_date_gmt><wp:status>publish</wp:status></item></channel></rss>
            """;

    @ParameterizedTest
    @ValueSource(strings = { "ids=keep", "ids=fresh", "source=first-move" })
    void a_file_sent_again_after_a_move_changes_nothing(String options) throws Exception {
        var first = importFile(WXR, "");
        assertEquals(6, first.getInt("outcomes.created"), report(first));
        patch("articles/two", "*", "{\"title\": \"Edited\"}").then().statusCode(200);
        var export = export("");
        resetDatabase();
        var moved = importFile(export, options);
        assertEquals(0, moved.getInt("outcomes.failed"), report(moved));
        var again = importFile(WXR, "");
        assertEquals(6, again.getInt("outcomes.unchanged"), report(again));
        get(API + "/articles?count=exact").then().body("page.total", equalTo(2));
        assertEquals(1, query("select count(*) from comment"));
        var changed = importFile(
                WXR.replace("<title>One</title>", "<title>New one</title>").replace("<title>Two</title>",
                        "<title>New two</title>"),
                "onConflict=fail");
        assertEquals(1, changed.getInt("outcomes.updated"), report(changed));
        assertEquals(1, changed.getInt("outcomes.conflict"),
                "The article was edited before the move: " + report(changed));
        get(API + "/articles/one").then().body("title", equalTo("New one"));
    }

    @Test
    void an_export_sent_back_to_its_own_byline_reports_taken_ids_as_conflicts() throws Exception {
        importFile(WXR, "");
        var job = importFile(export(""), "ids=keep");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(3, job.getInt("outcomes.conflict"), report(job));
        assertTrue(report(job).contains("has the id of a comment that exists here"), report(job));
        assertEquals(1, query("select count(*) from comment"));
    }

    @Test
    void origins_move_on_with_a_second_move_and_with_a_later_export() throws Exception {
        importFile(WXR, "");
        var export = export("");
        resetDatabase();
        importFile(export, "ids=keep");
        var second = export("");
        assertEquals(export, second);
        resetDatabase();
        importFile(second, "ids=keep");
        assertEquals(6, importFile(WXR, "").getInt("outcomes.unchanged"));
        // A later export of the first place brings a later state of the file.
        var renamed = WXR.replace("<title>One</title>", "<title>New one</title>");
        importFile(renamed, "");
        var later = export("");
        resetDatabase();
        importFile(export, "ids=keep");
        importFile(later, "ids=keep");
        assertEquals(6, importFile(renamed, "").getInt("outcomes.unchanged"));
    }

    @Test
    void a_copy_takes_no_origin_from_an_object_that_is_still_there() throws Exception {
        importFile(WXR, "");
        var id = get(API + "/articles/one").jsonPath().getString("id");
        var export = export("");
        importFile(export, "source=copy");
        assertEquals(4, query("select count(*) from article"));
        var changed = importFile(WXR.replace("<title>One</title>", "<title>New one</title>"), "");
        assertEquals(1, changed.getInt("outcomes.updated"), report(changed));
        get(API + "/articles/" + id).then().body("title", equalTo("New one"));
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
        verb("articles/" + id + "/purge");
        importFile(export, "source=second-copy");
        assertEquals(6, importFile(WXR, "").getInt("outcomes.unchanged"));
    }

    @Test
    void an_origin_is_validated() {
        var job = importFile("""
                {"externalId":"1","tag":{"name":"Rails"},"origins":[{"source":"x","externalId":"1","hash":"0"}]}
                """, "");
        assertTrue(report(job).contains("/origins/0/hash"), report(job));
        var twice = ",{\"source\":\"x\",\"externalId\":\"1\",\"hash\":\"" + "0".repeat(64) + "\"}";
        var accepted = importFile("{\"externalId\":\"2\",\"tag\":{\"name\":\"Wires\"},\"origins\":["
                + twice.repeat(2).substring(1) + "]}", "");
        assertEquals(1, accepted.getInt("outcomes.created"), report(accepted));
    }
}
