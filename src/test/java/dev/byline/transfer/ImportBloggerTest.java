package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests the import of the two exports of Blogger: its own, and that of Google Takeout. */
@QuarkusTest
class ImportBloggerTest extends ImportTestBase {
    private static final String ID = "tag:blogger.com,1999:blog-5.post-";
    private static final String FEED = """
            <?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="x.css" type="text/css"?>
            <feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>
            <id>tag:blogger.com,1999:blog-5.archive</id><title type='text'>Canals</title>
            %s</feed>
            """;

    private static String entry(String id, String kind, String inner) {
        return "<entry><id>" + ID + id + "</id><published>2012-04-05T06:07:00.000+02:00</published>"
                + "<updated>2012-05-05T00:00:00.000Z</updated><category scheme='http://schemas.google.com/g/2005#kind' "
                + "term='http://schemas.google.com/blogger/2008/kind#" + kind + "'/>" + inner + "</entry>";
    }

    private static String comment(String id, String inner) {
        return entry(id, "comment", "<title type='text'>x</title><author><name>Reader " + id
                + "</name><email>noreply@blogger.com</email></author><thr:in-reply-to href='http://canals.example/x' ref='"
                + ID + "1' type='text/html'/>" + inner);
    }

    private static String settings(String access) {
        return entry("0", "settings", "<content type='text'>" + access + "</content>")
                .replace(ID + "0", "tag:blogger.com,1999:blog-5.settings.BLOG_READ_ACCESS_MODE");
    }

    private static final String POSTS = entry("8", "template", "<content type='text'>body {}</content>")
            + entry("1", "post",
                    """
                            <category scheme='http://www.blogger.com/atom/ns#' term='Old locks'/><title type='text'>Locks &amp; weirs</title>
                            <content type='html'>&lt;p&gt;A lock&lt;a name='more'&gt;&lt;/a&gt; &lt;img src='/lock.png'&gt;&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</content>
                            <link rel='self' type='application/atom+xml' href='http://www.blogger.com/feeds/5/posts/default/1'/>
                            <link rel='alternate' type='text/html' href='http://canals.example/2012/04/locks.html' title='x'/>
                            <author><name>Thu Ngo</name><uri>http://www.blogger.com/profile/1</uri><email>noreply@blogger.com</email></author>""")
            + entry("2", "post",
                    "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>"
                            + "<title type='text'>Half done</title><content type='html'>x</content>")
            + entry("3", "page", "<title type='text'>About</title><content type='html'>x</content>"
                    + "<link rel='alternate' type='text/html' href='http://canals.example/p/about.html'/>")
            + comment("12", "<content type='html'>An &lt;b&gt;answer&lt;/b&gt;</content><link rel='related' "
                    + "type='application/atom+xml' href='http://www.blogger.com/feeds/5/1/comments/default/11?v=2'/>")
            + comment("11", "<content type='html'>A root&lt;br /&gt;of two lines</content>")
            + comment("13", "<content type='html'>This comment has been removed.</content>"
                    + "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>")
            + comment("14",
                    "<content type='html'>Alone</content><link rel='related' href='http://x.example/default/99'/>")
            + comment("15", "<content type='html'>On a page</content>").replace("ref='" + ID + "1'",
                    "ref='" + ID + "3'");

    @Test
    void blogger_posts_labels_drafts_pages_and_threads() {
        var file = FEED.formatted(settings("PUBLIC") + POSTS);
        var job = importFile(file, "pages=false");
        assertEquals("blogger", job.getString("format"));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(4, job.getInt("outcomes.skipped"), report(job));
        get(API + "/articles?formerAddress=http://canals.example/2012/04/locks.html").then()
                .body("items.slug", equalTo(List.of("locks")));
        get(API + "/articles/locks").then().statusCode(200).body("title", equalTo("Locks & weirs"))
                .body("publishedAt", equalTo("2012-04-05T04:07:00Z")).body("updatedAt", equalTo("2012-05-05T00:00:00Z"))
                .body("tags.name", equalTo(List.of("Old locks"))).body("authors.name", equalTo(List.of("Thu Ngo")))
                .body("body.html", containsString("http://canals.example/lock.png"));
        var comments = get(API + "/articles/locks/comments?size=10").then().extract().jsonPath();
        assertEquals("2012-04-05T04:07:00Z",
                comments.getString("items.find { it.author?.name == 'Reader 11' }.createdAt"),
                comments.prettify());
        assertEquals("An **answer**",
                comments.getString("items.find { it.author?.name == 'Reader 11' }.replies[0].body"),
                comments.prettify());
        assertTrue(comments.getList("items.body").contains("Alone"), comments.prettify());
        assertTrue(report(job).contains("answers a comment that is not in the file"), report(job));
        var draft = article("half-done");
        assertEquals("never_published", draft.getString("state"));
        assertNull(draft.getString("publishedAt"));
        assertTrue(report(job).contains("belongs to a page"), report(job));
        var again = importFile(file, "pages=false");
        assertEquals(job.getInt("outcomes.created"), again.getInt("outcomes.unchanged"), report(again));
        var pages = importFile(file, "");
        assertEquals(2, pages.getInt("outcomes.created"), report(pages));
        get(API + "/articles/about").then().statusCode(200).body("stats.comments", equalTo(1)).body("kind",
                equalTo("page"));
    }

    @Test
    void posts_of_a_blog_that_is_not_public_stay_drafts() {
        var job = importFile(FEED.formatted(POSTS + settings("PRIVATE")), "");
        assertEquals("never_published", article("locks").getString("state"));
        assertTrue(report(job).contains("BLOG_READ_ACCESS_MODE PRIVATE"), report(job));
    }

    @Test
    void takeout_feed_with_states_parents_and_files() throws Exception {
        var entry = "<entry><id>" + ID
                + "%1$s</id><blogger:type>%2$s</blogger:type><blogger:status>%3$s</blogger:status>"
                + "<author><name>Thu Ngo</name><uri></uri><blogger:type>BLOGGER</blogger:type></author>"
                + "<title>T%1$s</title><content type='html'>&lt;p&gt;Text %1$s &lt;img src=\"a.png\"&gt;&lt;/p&gt;</content>"
                + "<blogger:created>2023-01-01T00:00:00Z</blogger:created><published>%4$s-02-01T00:00:00Z</published>"
                + "<category scheme='tag:blogger.com,1999:blog-5' term='Weirs'/>%5$s<blogger:trashed/></entry>";
        var path = "<blogger:filename>/2023/02/file-%s.html</blogger:filename>"
                + "<blogger:metaDescription>About it</blogger:metaDescription>";
        var parent = "<blogger:parent>" + ID + "1</blogger:parent><blogger:inReplyTo>%s</blogger:inReplyTo>";
        var file = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' "
                + "xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-5</id>"
                + entry.formatted("1", "POST", "LIVE", "2023", path.formatted("1"))
                + entry.formatted("2", "POST", "DRAFT", "2023", "<blogger:filename/>")
                + entry.formatted("3", "POST", "SOFT_TRASHED", "2023", path.formatted("3"))
                + entry.formatted("4", "POST", "SCHEDULED", "2099", path.formatted("4"))
                + entry.formatted("5", "PAGE", "LIVE", "2023", path.formatted("5"))
                + entry.formatted("6", "POST", "LOCKED", "2023", path.formatted("6"))
                + entry.formatted("21", "COMMENT", "LIVE", "2023", parent.formatted(""))
                + entry.formatted("22", "COMMENT", "LIVE", "2023", parent.formatted(ID + "21"))
                + entry.formatted("23", "COMMENT", "SPAM", "2023", parent.formatted(""))
                + "</feed>";
        var job = importFile(file, "source=https://canals.example");
        assertEquals("blogger", job.getString("format"));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(0, job.getInt("outcomes.skipped"), report(job));
        assertEquals("page", article("file-5").getString("kind"));
        get(API + "/articles/file-1").then().statusCode(200).body("publishedAt", equalTo("2023-02-01T00:00:00Z"))
                .body("tags.name", equalTo(List.of("Weirs"))).body("seo.description", equalTo("About it"))
                .body("stats.comments", equalTo(2))
                .body("body.html", containsString("https://canals.example/a.png"));
        get(API + "/articles/file-1/comments").then().body("items.size()", equalTo(1))
                .body("items[0].replies.size()", equalTo(1));
        assertEquals("never_published", article("t2").getString("state"));
        assertEquals("trashed", article("file-3").getString("state"));
        assertEquals("2099-02-01T00:00:00Z", article("file-4").getString("schedule.at"));
        assertEquals("never_published", article("file-6").getString("state"));
        assertTrue(report(job).contains("has the status 'LOCKED' and stays a draft"), report(job));
        staff().get(ADMIN + "/comments?state=spam").then().body("items.size()", equalTo(1));
        find("https://canals.example/2023/02/file-1.html");
        resetDatabase();
        var unnamed = importFile(file, "");
        assertEquals(0, unnamed.getInt("outcomes.failed"), report(unnamed));
        find("/2023/02/file-1.html");
    }

    private static void find(String formerAddress) {
        get(API + "/articles?formerAddress=" + formerAddress).then().body("items.slug", equalTo(List.of("file-1")));
    }
}
