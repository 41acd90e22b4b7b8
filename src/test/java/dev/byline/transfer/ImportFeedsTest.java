package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests the import of feeds: RSS, Atom and JSON Feed. */
@QuarkusTest
class ImportFeedsTest extends ImportTestBase {
    private static final String RSS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel><title>Ferries</title><atom:link rel="self" href="https://ferries.example/feed.xml"/>
            <link>https://ferries.example/</link>
            <item><title>Ferries &amp; quays</title><link>https://ferries.example/2019/05/quays.html</link>
              <guid isPermaLink="false">f-1</guid><pubDate>Sat, 04 May 2019 08:00:00 +0200</pubDate>
              <dc:creator><![CDATA[Lan Vu]]></dc:creator><category>Harbours</category><category>Rivers</category>
              <description>Short &lt;b&gt;of it&lt;/b&gt;</description>
              <content:encoded><![CDATA[<p>All <a href="../04/piers.html">of</a> it. <img src="pier.png" alt="A pier"><a href="#top">Up</a></p><script>x()</script>]]></content:encoded>
              <enclosure url="/cover.png" type="image/png" length="3"/>
              <enclosure url="https://ferries.example/talk.mp3" type="audio/mpeg" length="3"/></item>
            <item><title>Only a description</title><link>https://ferries.example/only</link>
              <author>lan@example.com (Lan Vu)</author><dc:date>2019-06-01T00:00:00Z</dc:date>
              <description>&lt;p&gt;The whole text.&lt;/p&gt;</description></item>
            <item><title>Undated</title><guid>https://ferries.example/undated</guid><description>x</description></item>
            <item><title>Odd</title><guid>https://ferries.example/odd</guid><pubDate>05/07/2015</pubDate><description>x</description></item>
            <item><title>Later</title><guid>https://ferries.example/later</guid><pubDate>Fri, 01 Jan 2100 00:00:00 GMT</pubDate><description>x</description></item>
            <item><title>Without an address</title><description>x</description></item>
            </channel></rss>
            """;
    private static final String ATOM = """
            <?xml version="1.0"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://quay.example/blog/">
            <title>Quay</title><link href="https://quay.example/blog/"/><author><name>Of the feed</name></author>
            <entry><id>tag:quay.example,2020:1</id><title type="html">Bells &amp;amp; ropes</title>
              <link rel="alternate" type="text/html" href="2020/bells"/><published>2020-02-01T10:00:00Z</published>
              <updated>2020-03-01T10:00:00Z</updated><category term="ropes" label="Ropes"/>
              <author><name>Huy Do</name></author><summary>In short</summary>
              <content type="xhtml" xml:base="2020/files/"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <em>bell</em><i/> rings.</p><img src="bell.png"/></div></content></entry>
            <entry><id>tag:quay.example,2020:2</id><title>Plain &lt;text&gt;</title><link href="/blog/plain"/>
              <updated>2020-04-01T10:00:00Z</updated><content>One &lt; two.

            Three.</content></entry>
            <entry><id>tag:quay.example,2020:3</id><title>Not ready</title><link href="/blog/not-ready"/>
              <updated>2020-05-01T10:00:00Z</updated><content type="html">&lt;p&gt;x&lt;/p&gt;</content>
              <app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control></entry>
            <entry><id>tag:quay.example,2020:4</id><title>Re: Bells</title><thr:in-reply-to ref="tag:quay.example,2020:1"/><content>Yes</content></entry>
            </feed>
            """;
    private static final String JSON = """
            {"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "title": "Locks", "home_page_url": "https://locks.example/",
             "language": "en-US", "authors": [{"name": "Of the feed"}], "items": [
              {"id": 7, "url": "https://locks.example/notes/gates", "title": "Gates < doors", "content_html": "<p><img src='gate.png'></p>",
               "summary": "On gates", "image": "/gate-cover.png", "date_published": "2021-01-02T03:04:05+01:00", "date_modified": "2021-02-01T00:00:00Z",
               "tags": ["Gates", "R&D"], "language": "en-US", "authors": [{"name": "An Bui", "avatar": "https://locks.example/an.png"}]},
              {"id": "8", "url": "https://locks.example/notes/plain", "content_text": "Look at this.\\nIt is good.", "external_url": "https://else.example/page",
               "date_published": "2021-01-03T00:00:00Z", "attachments": [{"url": "https://locks.example/a.mp3", "mime_type": "audio/mpeg"}]},
              {"id": "9", "url": "https://locks.example/notes/undated", "title": "Undated", "content_text": "x"},
              {"title": "Without an id"}]}
            """;

    @Test
    void rss_with_dates_authors_tags_pictures_and_relative_addresses() {
        var job = importFile(RSS, "");
        assertEquals("rss", job.getString("format"));
        assertEquals("https://ferries.example", job.getString("source"));
        assertEquals(1, job.getInt("outcomes.failed"), report(job));
        get(API + "/articles/quays").then().statusCode(200).body("title", equalTo("Ferries & quays"))
                .body("publishedAt", equalTo("2019-05-04T06:00:00Z")).body("excerpt", equalTo("Short of it"))
                .body("authors.name", equalTo(List.of("Lan Vu")))
                .body("tags.name", equalTo(List.of("Harbours", "Rivers")))
                .body("cover.url", equalTo("https://ferries.example/cover.png"))
                .body("body.html", containsString("https://ferries.example/2019/04/piers.html"))
                .body("body.html", containsString("https://ferries.example/2019/05/pier.png"))
                .body("body.html", not(containsString("x()")));
        get(API + "/articles/only").then().body("publishedAt", equalTo("2019-06-01T00:00:00Z"))
                .body("authors.name", equalTo(List.of("Lan Vu"))).body("body.html", containsString("The whole text."));
        assertTrue(report(job).contains("its enclosure was not imported: https://ferries.example/talk.mp3"),
                report(job));
        assertTrue(report(job).contains("must have a guid or a link"), report(job));
        assertEquals("2100-01-01T00:00:00Z", article("later").getString("schedule.at"));
        for (var slug : List.of("undated", "odd")) {
            assertEquals("never_published", article(slug).getString("state"));
        }
        assertTrue(report(job).contains("'05/07/2015'"), report(job));
        var again = importFile(RSS, "");
        assertEquals(job.getInt("outcomes.created"), again.getInt("outcomes.unchanged"), report(again));
        assertEquals(2, importFile(RSS, "undated=publish").getInt("outcomes.updated"));
        get(API + "/articles/undated").then().statusCode(200);
    }

    @Test
    void atom_with_every_kind_of_text_and_nested_bases() {
        var job = importFile(ATOM, "");
        assertEquals("atom", job.getString("format"));
        assertEquals("https://quay.example/blog", job.getString("source"));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(0, job.getInt("outcomes.skipped"), report(job));
        get(API + "/articles/bells/comments").then().body("items.body", equalTo(List.of("Yes")));
        get(API + "/articles/bells").then().statusCode(200).body("title", equalTo("Bells & ropes"))
                .body("publishedAt", equalTo("2020-02-01T10:00:00Z")).body("updatedAt", equalTo("2020-03-01T10:00:00Z"))
                .body("authors.name", equalTo(List.of("Huy Do"))).body("tags.name", equalTo(List.of("Ropes")))
                .body("excerpt", equalTo("In short")).body("body.html", containsString("<em>bell</em>"))
                .body("body.html", containsString("https://quay.example/blog/2020/files/bell.png"));
        get(API + "/articles/plain").then().body("title", equalTo("Plain <text>"))
                .body("publishedAt", equalTo("2020-04-01T10:00:00Z"))
                .body("authors.name", equalTo(List.of("Of the feed")))
                .body("body.html", containsString("<p>One &lt; two.</p>"))
                .body("body.html", containsString("<p>Three.</p>"));
        var draft = article("not-ready");
        assertEquals("never_published", draft.getString("state"));
        assertNull(draft.getString("publishedAt"));
        assertTrue(report(job).contains("is a draft in its source and stays a draft"), report(job));
        var again = importFile(ATOM, "");
        assertEquals(job.getInt("outcomes.created"), again.getInt("outcomes.unchanged"), report(again));
    }

    @Test
    void json_feed_with_html_plain_text_and_an_address_elsewhere() {
        var job = importFile(JSON, "");
        assertEquals("jsonfeed", job.getString("format"));
        assertEquals("https://locks.example", job.getString("source"));
        assertEquals(1, job.getInt("outcomes.failed"), report(job));
        get(API + "/articles/gates").then().statusCode(200).body("title", equalTo("Gates < doors"))
                .body("publishedAt", equalTo("2021-01-02T02:04:05Z")).body("updatedAt", equalTo("2021-02-01T00:00:00Z"))
                .body("authors.name", equalTo(List.of("An Bui")))
                .body("tags.name", equalTo(List.of("Gates", "R&D"))).body("excerpt", equalTo("On gates"))
                .body("cover.url", equalTo("https://locks.example/gate-cover.png"))
                .body("body.html", containsString("https://locks.example/notes/gate.png"));
        get(API + "/authors/an-bui").then().body("avatarUrl", equalTo("https://locks.example/an.png"));
        get(API + "/articles/plain").then().body("cover", nullValue()).body("title", containsString("Look at this."))
                .body("authors.name", equalTo(List.of("Of the feed")))
                .body("body.html", containsString("https://else.example/page"));
        assertEquals("never_published", article("undated").getString("state"));
        assertTrue(report(job).contains("its attachments were not imported: 1"), report(job));
        var again = importFile(JSON, "");
        assertEquals(job.getInt("outcomes.created"), again.getInt("outcomes.unchanged"), report(again));
        var cut = importFile(JSON.substring(0, JSON.indexOf("{\"id\": \"9\"") + 9), "source=cut");
        assertEquals("failed", cut.getString("state"));
        assertTrue(cut.getString("message").contains("not valid JSON"), cut.getString("message"));
    }

    @Test
    void rss_1_and_feeds_with_other_prefixes_are_read_by_their_namespaces() {
        var rdf = """
                <?xml version="1.0" encoding="utf-8"?>
                <r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:my="http://purl.org/rss/1.0/"
                  xmlns:who="http://purl.org/dc/elements/1.1/" xmlns:full="http://purl.org/rss/1.0/modules/content/">
                <my:channel r:about="https://piers.example/rdf"><my:title>Piers</my:title><my:link>https://piers.example/</my:link></my:channel>
                <my:image><my:title>Logo</my:title><my:link>https://piers.example/</my:link></my:image>
                <my:item r:about="https://piers.example/posts/1"><my:title>A pier</my:title><my:link>https://piers.example/long-pier</my:link>
                  <who:date>2003-01-02T03:04:05+01:00</who:date><who:creator>Minh</who:creator><who:subject>Water</who:subject>
                  <my:description>Short</my:description><full:encoded><![CDATA[<p>All of <a href="/x">it</a></p>]]></full:encoded></my:item>
                </r:RDF>
                """;
        var job = importFile(rdf, "");
        assertEquals(List.of("rss", "https://piers.example"),
                List.of(job.getString("format"), job.getString("source")));
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        get(API + "/articles/long-pier").then().statusCode(200).body("title", equalTo("A pier"))
                .body("publishedAt", equalTo("2003-01-02T02:04:05Z")).body("excerpt", equalTo("Short"))
                .body("authors[0].name", equalTo("Minh")).body("tags[0].name", equalTo("Water"))
                .body("body.html", containsString("https://piers.example/x"));
        assertEquals(2, importFile(rdf, "").getInt("outcomes.unchanged"));
        assertEquals("failed", importFile(rdf.replace("</r:RDF>", ""), "").getString("state"));
        // The same feed with other prefixes, or with a default namespace, is the same source.
        var prefixed = ATOM.replaceAll("<(/?)(?!\\?|/|app:|thr:|div|p>|em|i/|img)", "<$1a:")
                .replace("xmlns=\"http://www.w3.org/2005/Atom\"", "xmlns:a=\"http://www.w3.org/2005/Atom\"");
        assertTrue(prefixed.contains("<a:entry>") && prefixed.contains("<em>"), prefixed);
        var atom = importFile(prefixed, "");
        assertEquals(List.of("atom", "https://quay.example/blog"), List.of(atom.getString("format"),
                atom.getString("source")));
        assertEquals(0, atom.getInt("outcomes.failed"), report(atom));
        var again = importFile(ATOM, "");
        assertEquals(0, again.getInt("outcomes.created") + again.getInt("outcomes.updated"), report(again));
    }

    @Test
    void answers_in_an_atom_feed_become_comments_with_their_threads() {
        var answer = """
                <entry xmlns:t="http://purl.org/syndication/thread/1.0"><id>c%s</id><title>Re</title><t:in-reply-to ref="%s"%s/>
                <published>2020-02-02T00:00:00Z</published><author><name>Reader %1$s</name><uri>https://reader.example</uri></author>
                <content type="html">&lt;p&gt;Answer &lt;b&gt;%1$s&lt;/b&gt;&lt;/p&gt;</content></entry>
                """;
        var feed = ATOM.replaceFirst("(?s)<entry><id>tag:quay.example,2020:4.*?</entry>",
                answer.formatted("2", "c1", "") + answer.formatted("1", "tag:quay.example,2020:1", ""));
        var job = importFile(feed, "");
        assertEquals(0, job.getInt("outcomes.failed") + job.getInt("outcomes.skipped"), report(job));
        get(API + "/articles/bells/comments").then().body("items.body", equalTo(List.of("Answer **1**")))
                .body("items[0].author.name", equalTo("Reader 1"))
                .body("items[0].author.website", equalTo("https://reader.example"))
                .body("items[0].createdAt", equalTo("2020-02-02T00:00:00Z"))
                .body("items[0].replies.body", equalTo(List.of("Answer **2**")));
        // A feed of comments alone names the address of the article.
        var comments = ATOM.replaceFirst("(?s)<entry>.*</entry>",
                answer.formatted("3", "urn:unknown", " href=\"https://quay.example/blog/2020/bells\"")
                        + answer.formatted("4", "urn:gone", ""));
        var second = importFile(comments, "source=comments");
        assertEquals(List.of(1, 1), List.of(second.getInt("outcomes.created"), second.getInt("outcomes.failed")),
                report(second));
        get(API + "/articles/bells").then().body("stats.comments", equalTo(3));
        assertEquals(1, importFile(comments, "source=comments").getInt("outcomes.unchanged"));
    }
}
