package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests items that stand before the items they refer to, and wait for them. */
@QuarkusTest
class ImportWaitingTest extends ImportTestBase {
    private static final String AUTHOR = "{\"externalId\":\"mai\",\"author\":{\"name\":\"Mai\"}}\n";

    private static String article(String title, String more) {
        return "{\"externalId\":\"1\",\"state\":\"live\",\"article\":{\"title\":\"" + title + "\",\"slug\":\"one\","
                + "\"authors\":[\"mai\"],\"body\":{\"format\":\"markdown\",\"source\":\"Text.\"}" + more + "}}\n";
    }

    @Test
    void an_item_that_waits_keeps_the_notes_of_its_reader() {
        var comment = """
                <entry><id>tag:blogger.com,1999:blog-5.post-9</id><published>2012-04-06T06:07:00Z</published>
                <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/>
                <content type='html'>An answer</content><author><name>Reader</name></author>
                <thr:in-reply-to href='http://wells.example/2012/04/well.html' ref='tag:blogger.com,1999:blog-5.post-1'/>
                <link rel='related' href='http://www.blogger.com/feeds/5/1/comments/default/404'/></entry>""";
        // The author of the post is written before the post, and in a transaction of its own.
        var post = """
                <entry><id>tag:blogger.com,1999:blog-5.post-1</id><published>2012-04-05T06:07:00Z</published>
                <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>
                <title type='text'>A well</title><content type='html'>Deep</content><author><name>Thu</name></author>
                <link rel='alternate' type='text/html' href='http://wells.example/2012/04/well.html'/></entry>""";
        var feed = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
                + "<id>tag:blogger.com,1999:blog-5.archive</id>" + comment + post + "</feed>";
        for (var options : new String[]{ "dryRun=true", "" }) {
            var job = importFile(feed, options);
            assertEquals(3, job.getInt("outcomes.created"), report(job));
            assertEquals(1, job.getInt("noted"), report(job));
            assertTrue(report(job).contains("answers a comment that is not in the file, and stands by itself"),
                    report(job));
        }
        get(API + "/articles/well/comments").then().body("items.size()", equalTo(1));
    }

    @Test
    void an_item_that_waits_keeps_the_notes_on_the_options_of_the_job() {
        var job = importFile(article("One", "") + AUTHOR, "category=Uncategorized");
        assertEquals(Map.of("has no date of publication and stays a draft", 1,
                "was put into the category 'Uncategorized', because it names no category", 1),
                job.getList("notes", Map.class).stream()
                        .collect(Collectors.toMap(note -> note.get("note"), note -> note.get("items"))));
        assertEquals("never_published", article("one").getString("state"));
    }

    @Test
    void replacements_apply_once_to_an_item_that_waits() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("First");
        category("Second");
        var job = importFile(article("One", ",\"locale\":\"vi\",\"categories\":[\"first\"]") + AUTHOR,
                "locales=vi:en,en:vi&categories=first:second&categories=second:first");
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals("en", article("one").getString("locale"));
        assertEquals("second", article("one").getString("categories[0].slug"));
    }

    @Test
    void an_undated_item_that_waits_unpublishes_no_article() {
        importFile(AUTHOR + article("One", ",\"publishedAt\":\"2020-01-01T00:00:00Z\""), "");
        get(API + "/articles/one").then().statusCode(200);
        var job = importFile(article("Changed", "").replace("[\"mai\"]", "[\"linh\"]") + AUTHOR.replace("mai", "linh")
                .replace("Mai", "Linh"), "");
        assertEquals(1, job.getInt("outcomes.updated"), report(job));
        get(API + "/articles/one").then().statusCode(200);
        assertEquals("Changed", article("one").getString("title"));
    }
}
