package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests what WordPress keeps beside the text of a post: footnotes, media, access settings, and comments. */
@QuarkusTest
class ImportWordPressTest extends ImportTestBase {

    private static String wxr(String items) {
        return "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>T</title>" + items
                + "</channel></rss>";
    }

    private static String post(String name, String content, String inner) {
        return "<item><title>" + name + "</title><content:encoded><![CDATA[" + content + "]]></content:encoded>"
                + "<wp:post_id>" + name + "</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt>"
                + "<wp:post_name>" + name + "</wp:post_name><wp:status>publish</wp:status>"
                + "<wp:post_type>post</wp:post_type>" + inner + "</item>";
    }

    private static String attachment(String id, String file, String inner) {
        return "<item><title>" + id + "</title><wp:post_id>" + id + "</wp:post_id>"
                + "<wp:post_type>attachment</wp:post_type><wp:attachment_url>https://old.example/" + file
                + "</wp:attachment_url>" + inner + "</item>";
    }

    @Test
    void comments_on_attachments_are_noted_and_comments_without_a_date_get_that_of_their_article() {
        var comment = "<wp:comment><wp:comment_id>%1$s</wp:comment_id><wp:comment_content>Hi %1$s</wp:comment_content>"
                + "<wp:comment_date_gmt>%2$s</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved></wp:comment>";
        var job = importFile(wxr(post("one", "x", comment.formatted("1", "") + comment.formatted("2", "soon")
                + comment.formatted("3", "2021-01-01 00:00:00"))
                + attachment("5", "a.jpg", comment.formatted("6", "") + comment.formatted("7", "")
                        + "<wp:comment><wp:comment_type>pingback</wp:comment_type></wp:comment>")
                + attachment("8", "b.jpg", "")), "");
        assertTrue(
                report(job).contains("is an attachment; articles refer to its file by URL; its comments (2) were not"),
                report(job));
        get(API + "/articles/one/comments?sort=createdAt").then().body("items.createdAt",
                equalTo(List.of("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")));
        assertTrue(report(job).contains("has no date that can be read; the date of its article"), report(job));
        var isso = importFile(
                "[{\"id\": \"/one/\", \"comments\": [{\"id\": 1, \"author\": \"An\", \"text\": \"Undated\"}]}]",
                "");
        get(API + "/articles/one/comments").then().body("items.find { it.body == 'Undated' }.createdAt",
                equalTo(isso.getString("createdAt")));
        assertTrue(report(isso).contains("the time of the import became its date"), report(isso));
    }
}
