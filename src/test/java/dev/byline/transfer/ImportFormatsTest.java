package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;

import dev.byline.job.HourlyCleanup;
import dev.byline.transfer.format.ImportFormat;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Tests the import of other systems' formats, and of the irregularities of their files, each with a small file. */
@QuarkusTest
class ImportFormatsTest extends ImportTestBase {
    @Any
    @Inject
    Instance<HourlyCleanup> cleanups;

    private static final String WXR = """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">
            <channel><title>Trams</title>
            <wp:author><wp:author_login>mai@example.com</wp:author_login><wp:author_display_name><![CDATA[Mai Phạm]]></wp:author_display_name></wp:author>
            <wp:category><wp:category_nicename>night-lines</wp:category_nicename><wp:category_parent>lines</wp:category_parent><wp:cat_name><![CDATA[Night &amp; fog]]></wp:cat_name></wp:category>
            <wp:category><wp:category_nicename>lines</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Lines]]></wp:cat_name></wp:category>
            %s
            </channel></rss>
            """;

    private static String post(String id, String inner) {
        return "<item><wp:post_id>" + id + "</wp:post_id><wp:post_type>post</wp:post_type>" + inner + "</item>";
    }

    @Test
    void wordpress_with_bare_ampersands_nested_parents_classic_text_and_threads() {
        var job = importFile(WXR.formatted(post("7",
                """
                        <title>Trams &amp; trains</title><link>http://trams.example/2011/03/line_4.html?a=1&b=2</link>
                        <dc:creator>mai@example.com</dc:creator>
                        <content:encoded><![CDATA[One line
                        of two.

                        [caption id="x" width="3"]<img src="https://trams.example/a.png" alt="A tram" /> A caption[/caption]

                        [gallery ids="1,2"]

                        <pre>as  it

                        is</pre>]]></content:encoded>
                        <excerpt:encoded><![CDATA[<p>Short &amp; plain</p>]]></excerpt:encoded>
                        <wp:post_date>2011-03-01 10:00:00</wp:post_date><wp:post_date_gmt>2011-03-01 08:00:00</wp:post_date_gmt>
                        <wp:post_modified_gmt>2012-01-01 00:00:00</wp:post_modified_gmt>
                        <wp:post_name>line-4.html</wp:post_name><wp:status>publish</wp:status><wp:is_sticky>1</wp:is_sticky>
                        <wp:comment_status>closed</wp:comment_status>
                        <category domain="category" nicename="night-lines"><![CDATA[Night &amp; fog]]></category>
                        <category domain="post_tag" nicename="rails"><![CDATA[Rails]]></category>
                        <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>
                        <wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>the-four</wp:meta_value></wp:postmeta>
                        <wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>321</wp:meta_value></wp:postmeta>
                        <wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Linh</wp:comment_author>
                        <wp:comment_content><![CDATA[An answer with <a href="https://x.example/">a link</a>]]></wp:comment_content>
                        <wp:comment_date_gmt>2011-03-03 00:00:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved>
                        <wp:comment_parent>1</wp:comment_parent></wp:comment>
                        <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Mai</wp:comment_author>
                        <wp:comment_author_email>mai@example.com</wp:comment_author_email>
                        <wp:comment_content><![CDATA[First!]]></wp:comment_content>
                        <wp:comment_date_gmt>2011-03-02 00:00:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved></wp:comment>
                        <wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author>Shop</wp:comment_author>
                        <wp:comment_content>buy</wp:comment_content><wp:comment_approved>spam</wp:comment_approved></wp:comment>
                        <wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_type>pingback</wp:comment_type>
                        <wp:comment_content>ping</wp:comment_content></wp:comment>
                        """)
                + post("8",
                        """
                                <title></title><content:encoded><![CDATA[<!-- wp:paragraph --><p>An aside without a title.</p><!-- /wp:paragraph -->]]></content:encoded>
                                <wp:post_date>2011-03-05 10:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
                                <wp:status>draft</wp:status>""")
                + post("10",
                        "<title>Mine alone</title><content:encoded>x</content:encoded><wp:status>private</wp:status>")
                + "<item><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>"
                + "<wp:attachment_url>https://trams.example/cover.png?w=1&h=2</wp:attachment_url></item>"
                + "<item><wp:post_id>11</wp:post_id><wp:post_type>page</wp:post_type><title>About</title></item>"), "");
        assertEquals("wordpress", job.getString("format"));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        assertEquals(2, job.getInt("outcomes.skipped"), report(job));
        get(API + "/articles/line-4").then().statusCode(200).body("title", equalTo("Trams & trains"))
                .body("excerpt", equalTo("Short & plain")).body("publishedAt", equalTo("2011-03-01T08:00:00Z"))
                .body("updatedAt", equalTo("2012-01-01T00:00:00Z")).body("pinned", equalTo(true))
                .body("commentsPolicy", equalTo("closed")).body("authors[0].name", equalTo("Mai Phạm"))
                .body("categories[0].name", equalTo("Night & fog")).body("tags[0].slug", equalTo("rails"))
                .body("cover.url", equalTo("https://trams.example/cover.png?w=1&h=2"))
                .body("stats.views", equalTo(321)).body("stats.comments", equalTo(2))
                .body("body.html", containsString("<p>One line<br"))
                .body("body.html", containsString("[gallery ids&#61;"))
                .body("body.html", containsString("<figcaption>A caption</figcaption>"))
                .body("body.html", containsString("as  it\n\nis"));
        get(API + "/articles/the-four").then().body("slug", equalTo("line-4"));
        get(API + "/categories/night-lines").then().body("parent.slug", equalTo("lines"));
        get(API + "/articles/line-4/comments").then().body("items.size()", equalTo(1))
                .body("items[0].body", equalTo("First!"))
                .body("items[0].replies[0].body", containsString("[a link](https://x.example/)"));
        get(API + "/authors").then().body("items.name", equalTo(List.of("Mai Phạm")))
                .body("items[0].slug", equalTo("mai-pham"));
        var aside = article("an-aside-without-a-title");
        assertEquals("never_published", aside.getString("state"));
        // Two hours from the other item's two dates.
        assertEquals("2011-03-05T08:00:00Z", aside.getString("createdAt"));
        assertNull(aside.getString("publishedAt"), "The draft has no date of its own");
        assertTrue(!aside.getString("body.html").contains("wp:"), aside.getString("body.html"));
        assertEquals("never_published", article("mine-alone").getString("state"));
    }

    @Test
    void wordpress_pages_become_pages_and_may_share_slugs_with_posts() {
        var file = WXR.formatted(
                post("1",
                        "<title>Same</title><content:encoded>a</content:encoded><wp:post_name>same</wp:post_name><wp:status>publish</wp:status>")
                        + "<item><wp:post_id>2</wp:post_id><wp:post_type>page</wp:post_type><title>Same</title>"
                        + "<content:encoded>b</content:encoded><wp:post_name>same</wp:post_name></item>");
        assertEquals(1, importFile(file, "undated=publish&pages=false").getInt("outcomes.skipped"));
        var job = importFile(file, "undated=publish");
        get(API + "/articles/same").then().statusCode(200).body("kind", equalTo("article"));
        assertEquals("live", article("same-2").getString("state"), report(job));
        get(API + "/articles/same-2").then().statusCode(200).body("kind", equalTo("page"));
        get(API + "/articles").then().body("items.slug", equalTo(List.of("same")));
        assertEquals(job.getInt("outcomes.created") + job.getInt("outcomes.unchanged"),
                importFile(file, "undated=publish").getInt("outcomes.unchanged"));
        importFile(file, "source=elsewhere&publish=draft");
        assertEquals("never_published", article("same-3").getString("state"));
    }

    @Test
    void files_become_pages_if_their_layout_or_type_says_so_and_they_are_no_posts() throws Exception {
        var file = zip(Map.of("content/about.md", "---\ntitle: About\nlayout: page\n---\nUs.", "content/imprint.md",
                "---\ntitle: Imprint\ntype: Page\n---\nUs.", "content/posts/one.md",
                "---\ntitle: One\ntype: posts\n---\nHi.", "content/posts/two.md",
                "---\ntitle: Two\nlayout: page-wide\n---\nHi.", "hugo.toml", "x"));
        var job = importFile(file, "undated=publish");
        assertEquals(4, job.getInt("outcomes.created"), report(job));
        get(API + "/articles?sort=title").then().body("items.slug", equalTo(List.of("one", "two")));
        get(API + "/articles?sort=title&kind=page").then().body("items.slug", equalTo(List.of("about", "imprint")));
        importFile(zip(Map.of("_config.yml", "x", "_posts/2022-03-27-wide.md",
                "---\ntitle: Wide\nlayout: page\n---\nA post in the layout of pages.")), "source=jekyll");
        get(API + "/articles/wide").then().statusCode(200).body("kind", equalTo("article"));
    }

    @Test
    void a_broken_file_stops_the_import_and_keeps_the_items_before_it() {
        var job = importFile(WXR.formatted(post("1", "<title>Whole</title><content:encoded>a</content:encoded>"))
                .replace("</channel></rss>", "").getBytes(StandardCharsets.UTF_8), "");
        assertEquals("failed", job.getString("state"));
        assertTrue(job.getString("message").startsWith("After element 5 the file ends without </channel>"),
                job.getString("message"));
        assertEquals(4, job.getInt("outcomes.created"), "The items before the broken place are complete");
        // The cut-off item lacks its state and the rest of its text.
        var half = WXR.formatted(post("4", "<title>Good</title><content:encoded>a</content:encoded>")
                + "<item><wp:post_id>5</wp:post_id><title>Half</title><content:encoded>Half a te");
        assertEquals("failed", importFile(half.substring(0, half.indexOf("Half a te") + 9), "").getString("state"));
        article("good");
        staff().get(ADMIN + "/articles/half").then().statusCode(404);
        var latin = WXR.formatted(post("2", "<title>First</title>") + post("3", "<title>Caf\u00e9</title>"))
                .getBytes(StandardCharsets.ISO_8859_1);
        var broken = importFile(latin, "source=latin");
        assertEquals("failed", broken.getString("state"));
        assertTrue(broken.getString("message").contains("not in the encoding"), broken.getString("message"));
        article("first");
        var ghost = "{\"db\":[{\"meta\":{\"version\":\"5\"},\"data\":{\"posts\":[{\"id\":\"1\",\"title\":\"Uncut\"},";
        for (var end : List.of("{\"id\":", "[".repeat(3000))) {
            var cut = importFile(ghost + end, "source=" + end.length());
            assertEquals("failed", cut.getString("state"));
            assertTrue(cut.getString("message").contains("At line 1, column ")
                    && cut.getString("message").contains(". The items before this place were processed. "),
                    cut.getString("message"));
            assertEquals(1, cut.getInt("outcomes.created"),
                    "The tables that join posts and tags come last, and are missing");
        }
        var right = importFile(new String(latin, StandardCharsets.ISO_8859_1).replace("UTF-8", "ISO-8859-1")
                .getBytes(StandardCharsets.ISO_8859_1), "source=latin");
        assertEquals("done", right.getString("state"));
        assertEquals("Café", article("cafe").getString("title"));
    }

    @Test
    void wordpress_sites_with_the_same_post_ids_are_distinguished_by_their_urls() {
        var one = WXR.replace("<title>Trams</title>", "<link>http://one.example/</link>")
                .formatted(post("1", "<title>Of one</title><category domain=\"series\"><![CDATA[Night]]></category>"
                        + "<dc:creator>mai@example.com</dc:creator><category domain=\"author\" nicename=\"cap-linh\"><![CDATA[Linh]]></category>"));
        var two = WXR.replace("<title>Trams</title>",
                "<link>http://localhost</link><wp:base_blog_url>https://two.example/blog/</wp:base_blog_url>")
                .formatted(post("1", "<title>Of two</title>")
                        + "<item><title>Without a number</title><link>https://two.example/?p=4</link></item>");
        var first = importFile(one, "");
        assertEquals("http://one.example", first.getString("source"));
        assertTrue(report(first).contains("its terms of the taxonomy series were not imported: Night"), report(first));
        var second = importFile(two.getBytes(StandardCharsets.UTF_16), "");
        assertEquals("https://two.example/blog", second.getString("source"));
        var nameless = importFile(WXR.formatted(post("9", "<link>http://item.example/</link><title>x</title>")), "");
        assertEquals("wordpress", nameless.getString("source"));
        assertEquals(2, second.getInt("outcomes.created"), report(second));
        assertEquals(List.of("Mai Phạm", "Linh"), article("of-one").getList("authors.name"));
        assertEquals("Of two", article("of-two").getString("title"));
        assertEquals(5, importFile(one, "").getInt("outcomes.unchanged"));
    }

    @Test
    void custom_xml_entities_are_not_expanded() {
        var file = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b \"&a;&a;\">]>"
                + "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>"
                + post("1",
                        "<title>Bomb &a; &b;</title><content:encoded>x</content:encoded><wp:post_name>bomb</wp:post_name>")
                + "</channel></rss>";
        assertEquals("done", importFile(file, "").getString("state"));
        assertTrue(!article("bomb").getString("title").contains("root"));
    }

    @Test
    void ghost_with_join_tables_before_and_after_the_posts() {
        var job = importFile(
                """
                        {"db": [{"meta": {"version": "5.1"}, "data": {
                         "posts_tags": [{"post_id": "p1", "tag_id": "t2", "sort_order": 1}, {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
                           {"post_id": "p1", "tag_id": "t3", "sort_order": 2}],
                         "posts": [{"id": "p1", "title": "Hello", "slug": "hello", "html": "<p>Hi <img src=\\"__GHOST_URL__/i.png\\"></p>", "status": "published",
                           "featured": 1, "feature_image": "__GHOST_URL__/c.png", "published_at": 1700000000000, "created_at": "2023-01-01T00:00:00Z", "updated_at": "2023-12-01T00:00:00Z"},
                          {"id": "p2", "title": "For payers", "slug": "paid", "html": "<p>x</p>", "status": "published", "visibility": "paid", "published_at": "2023-01-01T00:00:00Z"},
                          {"id": "p3", "title": "Later", "slug": "later", "html": "<p>x</p>", "status": "scheduled", "published_at": "2100-01-01T00:00:00Z"},
                          {"id": "p4", "title": "About", "slug": "about", "type": "page", "html": "<p>x</p>", "status": "published"}],
                         "posts_meta": [{"post_id": "p1", "meta_title": "Seo"}],
                         "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
                         "users": [{"id": "u1", "name": "Mai", "slug": "mai", "email": "mai@example.com", "profile_image": null}],
                         "newsletters": [{"id": "n"}],
                         "tags": [{"id": "t1", "name": "Rails", "slug": "rails"}, {"id": "t2", "name": "Wires", "slug": "wires"}, {"id": "t3", "name": "#hidden", "slug": "hash-hidden"}]}}]}
                        """,
                "source=https://ghost.example");
        assertEquals("ghost", job.getString("format"));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        get(API + "/articles/hello").then().statusCode(200).body("publishedAt", equalTo("2023-11-14T22:13:20Z"))
                .body("tags.name", equalTo(List.of("Rails", "Wires"))).body("categories[0].slug", equalTo("rails"))
                .body("authors[0].slug", equalTo("mai")).body("pinned", equalTo(true))
                .body("cover.url", equalTo("https://ghost.example/c.png")).body("seo.title", equalTo("Seo"))
                .body("body.html", containsString("https://ghost.example/i.png"));
        assertEquals("never_published", article("paid").getString("state"));
        assertEquals("2100-01-01T00:00:00Z", article("later").getString("schedule.at"), report(job));
        assertEquals("page", article("about").getString("kind"));
    }

    @Test
    void files_are_known_by_how_they_begin_whatever_is_in_them() {
        for (var file : Map.of(
                "{\"db\":[{\"meta\":{},\"data\":{\"posts\":[],\"users\":[{\"id\":\"u\",\"name\":\"Mai\"}]}}]}",
                ImportFormat.ghost,
                "{\"version\":1,\"users\":[],\"posts\":[]}\n{\"id\":\"r\",\"locator\":{\"url\":\"x\"},\"text\":\"Hi\"}",
                ImportFormat.remark42,
                "\n{\"data\": {\"posts\": []}, \"meta\": {}}", ImportFormat.ghost,
                "<?xml version=\"1.0\"?>\n<!-- <disqus> > -->\n<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>&lt;disqus</title></channel></rss>",
                ImportFormat.wordpress,
                "\uFEFF<!DOCTYPE x><!-- <rss> > --><disqus><thread dsq:id=\"1\"><title>wordpress.org/export/</title></thread></disqus>",
                ImportFormat.disqus,
                "{\"externalId\":\"1\",\"tag\":{\"name\":\"users\"}}", ImportFormat.byline).entrySet()) {
            assertEquals(file.getValue().name(), importFile(file.getKey(), "source=begin").getString("format"),
                    file.getKey());
        }
    }

    @Test
    void old_ghost_exports_have_numeric_ids_and_markdown() {
        var file = """
                {"meta": {"exported_on": 1400000000000, "version": "003"}, "data": {
                 "posts": [{"id": 1, "uuid": "%1$s-p", "title": "Of %1$s", "slug": "of-%1$s", "markdown": "It *was* so.", "html": null, "image": null,
                   "featured": 0, "page": 0, "status": "published", "author_id": 1, "published_at": 1400000000000, "codeinjection_head": "<style></style>"}],
                 "users": [{"id": 1, "uuid": "%1$s-u", "name": "Mai", "slug": "mai"}], "tags": [{"id": 1, "uuid": "%1$s-t", "name": "Trams", "slug": "trams"}],
                 "posts_tags": [{"id": 1, "post_id": 1, "tag_id": 1}]}}
                """;
        var job = importFile(file.formatted("one"), "");
        assertTrue(report(job).contains("its injected code was not imported"), report(job));
        importFile(file.formatted("two"), "");
        for (var slug : List.of("of-one", "of-two")) {
            get(API + "/articles/" + slug).then().statusCode(200).body("body.html", containsString("<em>was</em>"))
                    .body("authors.slug", equalTo(List.of("mai"))).body("categories.slug", equalTo(List.of("trams")))
                    .body("publishedAt", equalTo("2014-05-13T16:53:20Z"));
        }
    }

    @Test
    void markdown_zip_with_every_kind_of_front_matter() throws Exception {
        var job = importFile(zip(Map.of("blog-main/_posts/2022-03-27-jekyll.markdown", """
                ---
                title: 'Jekyll'
                date: 2023-01-29 18:30:22 2023 -0800
                categories: [release, news]
                author: parkr
                ---
                {% raw %}Text{% endraw %} with `code`.
                """, "blog-main/posts/hugo/index.vi.md", """
                +++
                title = "Hugo"
                date = 2024-05-01T10:00:00+07:00
                tags = ["a", "b"]
                draft = true
                aliases = ["/old/hugo-was.html"]
                +++
                {{< figure src="x" >}}
                """, "blog-main/hexo.md",
                "title: Hexo: with a colon\ndate: 2013-12-25 00:23:23\ntags:\n- Foo\n---\n\nBody of it.\n",
                "blog-main/no-title.md", "date: 2013-12-25 22:57:49\n---\n\nA body.\n", "blog-main/zola.md", """
                        +++
                        path = "2024/09/24/zola-post"
                        title = "Zola"
                        [taxonomies]
                        tags = ["rust"]
                        +++
                        Read me.
                        """, "blog-main/astro.mdx",
                "---\ntitle: Astro\npubDate: 'Jul 08 2022'\nheroImage: https://x.example/a.png\n---\nHi.\n",
                "blog-main/latin.md", "---\ntitle: x\n---\ncaf\u00e9", "blog-main/README.md", "# No article",
                "blog-main/plain.md", "No front matter at all.")), "locales=vi:en&undated=publish");
        assertEquals("markdown", job.getString("format"));
        assertEquals(0, job.getInt("outcomes.failed"), report(job));
        get(API + "/articles/jekyll").then().statusCode(200).body("publishedAt", equalTo("2023-01-30T02:30:22Z"))
                .body("categories.name", equalTo(List.of("release", "news"))).body("authors[0].name", equalTo("parkr"))
                .body("body.html", not(containsString("raw")));
        var hugo = article("hugo");
        assertEquals("never_published", hugo.getString("state"));
        assertEquals("2024-05-01T03:00:00Z", hugo.getString("publishedAt"));
        get(API + "/articles/hexo").then().statusCode(200).body("title", equalTo("Hexo: with a colon"));
        get(API + "/articles/no-title").then().statusCode(200).body("title", equalTo("no title"));
        get(API + "/articles/zola-post").then().statusCode(200).body("publishedAt", equalTo("2024-09-24T00:00:00Z"))
                .body("tags[0].name", equalTo("rust")).body("categories", equalTo(List.of()));
        get(API + "/articles/astro").then().statusCode(200).body("publishedAt", equalTo("2022-07-08T00:00:00Z"))
                .body("cover.url", equalTo("https://x.example/a.png"));
        get(API + "/articles/plain").then().statusCode(200).body("title", equalTo("plain"));
    }

    @Test
    void only_posts_of_a_complete_site_become_articles() throws Exception {
        var jekyll = Map.of("blog/_config.yml", "x", "blog/_posts/2022-03-27-welcome.md",
                "---\ntitle: Welcome\ncategories: jekyll update\ntags: [\"two words\"]\n---\nHi.", "blog/about.md",
                "---\nlayout: page\n---\nUs.", "blog/_includes/x.md", "x");
        var posts = importFile(zip(jekyll), "source=jekyll");
        assertEquals(List.of(3, 2), List.of(posts.getInt("outcomes.created"), posts.getInt("outcomes.skipped")),
                report(posts));
        get(API + "/articles/welcome").then().body("categories.name", equalTo(List.of("jekyll", "update")))
                .body("tags.name", equalTo(List.of("two words")));
        assertEquals(1, importFile(zip(jekyll), "source=jekyll&pages=true&undated=publish").getInt("outcomes.created"));
        get(API + "/articles/about").then().body("kind", equalTo("page"));
        get(API + "/articles").then().body("items.slug", equalTo(List.of("welcome")));
        var hugo = importFile(zip(Map.of("hugo.toml", "x", "content/posts/rails.md",
                "---\ntags: two words\nexpiryDate: 2100-01-01\n---\nHi.",
                "content/posts/gone.md", "---\nauthor: {name: Mai, mail: x}\nexpiryDate: 2020-01-01\n---\nHi.",
                "archetypes/default.md", "x", "themes/t/exampleSite/content/post/x.md", "x")),
                "source=hugo&undated=publish");
        assertEquals(3, hugo.getInt("outcomes.created"), report(hugo));
        assertEquals("unpublish", article("rails").getString("schedule.action"));
        assertEquals("never_published", article("gone").getString("state"));
        assertEquals("Mai", article("gone").getString("authors[0].name"));
        get(API + "/articles/rails").then().body("tags.name", equalTo(List.of("two words")));
    }

    @Test
    void external_ids_of_archive_files_do_not_depend_on_other_files() throws Exception {
        var notes = Map.of("notes/one.md", "One.");
        assertEquals(1, importFile(zip(notes), "").getInt("outcomes.created"));
        var more = importFile(zip(Map.of("notes/one.md", "One.", "notes/two.md", "Two.", "essays/three.md", "Three.",
                "notes/a.PNG", "x", "old.zip", "x", "LICENSE", "x")), "");
        assertEquals(1, more.getInt("outcomes.unchanged"), report(more));
        assertEquals(2, more.getInt("outcomes.created"), report(more));
        assertTrue(report(more).contains(
                "files that are not Markdown are imported only where articles show them; these were not used: 1 .png, "
                        + "1 .zip, 1 others"),
                report(more));
        for (var folder : List.of("site-3f2a91c/", "site-main/", "checkout/")) {
            var site = importFile(zip(Map.of(folder + "_config.yml", "x", folder + "_posts/2022-01-01-four.md", "4")),
                    "");
            assertEquals("_posts/2022-01-01-four.md", staff().get(ADMIN + "/imports/" + site.getString("id") + "/items")
                    .path("items[0].externalId"));
        }
        var exported = importFile(zip(Map.of("export.xml", "<rss/>", "b.xml", "<rss/>")), "");
        assertEquals("failed", exported.getString("state"));
        assertTrue(exported.getString("message").contains("but 2 .xml. Send exports of other formats unpacked"),
                exported.getString("message"));
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("<disqus/>".getBytes(StandardCharsets.UTF_8));
        }
        staff().contentType("application/octet-stream").body(packed.toByteArray()).post(ADMIN + "/imports").then()
                .statusCode(415).body("detail", containsString("unpack it first"));
        var damaged = zip(Map.of("a.md", "A.", "b.md", "B."));
        // The checksum of the first file, in the directory at the end.
        int directory = new String(damaged, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        damaged[directory + 16] ^= 1;
        var job = importFile(damaged, "source=damaged");
        assertEquals(1, job.getInt("outcomes.created"), report(job));
        assertTrue(report(job).contains("is damaged"), report(job));
    }

    @Test
    void path_traversal_and_zip_bombs_fail_file_by_file() throws Exception {
        var job = importFile(zip(Map.of("../../etc/evil.md", "x", "good.md", "Good.", "bomb.md", "0".repeat(9_000_000),
                "nul\0.md", "x")), "undated=publish");
        assertEquals("done", job.getString("state"));
        staff().get(ADMIN + "/imports/" + job.getString("id") + "/items?outcome=failed").then()
                .body("items.message", containsInAnyOrder("has a path that leads out of the archive",
                        "unpacks to more than 4 MiB, the maximum size of a file",
                        "has a name with control characters"));
        get(API + "/articles/good").then().statusCode(200);
        var doubled = new StringBuilder("---\ntitle: Doubled\na0: &a0 [x, x]\n");
        for (int i = 1; i <= 25; i++) {
            doubled.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        var yaml = importFile(zip(Map.of("doubled.md", doubled + "tags: *a25\n---\nText.", "endless.md",
                "---\ntitle: Endless\ntags: &t [*t]\n---\nText.")), "undated=publish");
        assertEquals(2, yaml.getInt("outcomes.created"), report(yaml));
        assertTrue(report(yaml).contains("read line by line"), report(yaml));
        get(API + "/articles/endless").then().statusCode(200);
        var broken = zip(Map.of("good.md", "Good."));
        var cut = Arrays.copyOf(broken, broken.length - 30);
        assertEquals("failed", importFile(cut, "").getString("state"));
    }

    @Test
    void disqus_with_a_stray_character_missing_ids_and_broken_dates() {
        draft("x");
        published("Podcast 229");
        var job = importFile(
                """
                        `<?xml version="1.0" encoding="utf-8"?>
                        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
                        <thread dsq:id="1"><id/><link>https://radio.example/p/2011/podcast-229.html</link></thread>
                        <thread dsq:id="2"><link>https://radio.example/gone/</link></thread>
                        <thread dsq:id="3"><link>https://radio.example/p/2011/podcast-229.html</link><isDeleted>true</isDeleted></thread>
                        <post dsq:id="12"><message><![CDATA[<p>An <b>answer</b></p>]]></message><createdAt>2011-09-01T00:00:00Z</createdAt>
                         <author><name>Linh</name></author><thread dsq:id="1"/><parent dsq:id="11"/></post>
                        <post dsq:id="11"><message><![CDATA[<p>A root &amp; more</p>]]></message><createdAt>2011-08-31T15:16:29Z</createdAt>
                         <author><email>Mai.Phạm@Müller.example</email><name>Mai</name></author><thread dsq:id=1/></post>
                        <post><id>13</id><message>No id here</message><createdAt>2011-09-02T00:00:00Z</createdAt><isSpam>true</isSpam>
                         <author><name>Spam</name></author><thread dsq:id="1"/></post>
                        <post dsq:id="14"><message>x</message><createdAt>2011-x09-30T22:48:43Z</createdAt><thread dsq:id="1"/></post>
                        <post dsq:id="15"><message>y</message><createdAt>2011-09-30T22:48:43Z</createdAt><thread dsq:id="2"/></post>
                        <post dsq:id="16"><message>z</message><createdAt>2011-09-30T22:48:43Z</createdAt><thread dsq:id="3"/></post>
                        </disqus>
                        """,
                "");
        assertEquals(3, job.getInt("outcomes.created"), report(job));
        assertEquals(1, job.getInt("outcomes.skipped"), report(job));
        staff().get(ADMIN + "/imports/" + job.getString("id") + "/items?outcome=failed").then()
                .body("items.externalId", equalTo(List.of("14", "15")))
                .body("items[1].message", containsString("https://radio.example/gone/"));
        get(API + "/articles/podcast-229/comments").then().body("items.size()", equalTo(1))
                .body("items[0].body", equalTo("A root & more")).body("items[0].author.name", equalTo("Mai"))
                .body("items[0].replies[0].body", equalTo("An **answer**"));
        staff().get(ADMIN + "/comments?author=mai.phạm@xn--mller-kva.example").then().body("items.author.email",
                equalTo(List.of("Mai.Phạm@xn--mller-kva.example")));
        // Its retention begins with the import, not with its date.
        cleanups.forEach(HourlyCleanup::deleteExpired);
        staff().get(ADMIN + "/comments?state=spam").then().body("items[0].body", equalTo("No id here"));
    }

    @Test
    void a_member_who_was_imported_without_a_verification_stays() throws Exception {
        importFile("{\"externalId\":\"m1\",\"member\":{\"name\":\"Mai\",\"email\":\"mai@example.com\"},"
                + "\"createdAt\":\"2020-01-01T00:00:00Z\"}\n", "");
        cleanups.forEach(HourlyCleanup::deleteExpired);
        assertEquals(1, query("select count(*) from member"));
    }

    @Test
    void commento_remark42_and_isso_find_their_articles_by_address() {
        published("Two");
        var commento = importFile(
                """
                        {"version": 1, "comments": [
                          {"commentHex": "b", "url": "/blog/two", "commenterHex": "anonymous", "markdown": "Reply", "parentHex": "a", "state": "unapproved", "creationDate": "2021-03-13T11:21:56Z"},
                          {"commentHex": "a", "url": "/blog/two", "commenterHex": "m", "markdown": "Root", "parentHex": "root", "state": "approved", "creationDate": "2021-03-12T11:21:56.123456Z"}],
                         "commenters": [{"commenterHex": "m", "email": "mai@example.com", "name": "Mai", "link": "https://mai.example"}]}
                        """,
                "");
        assertEquals(2, commento.getInt("outcomes.created"), report(commento));
        var remark = importFile(
                """
                        {"version":1,"users":[],"posts":[]}
                        {"id":"r1","pid":"","text":"<p>Hi</p>","orig":"Hi *there*","user":{"name":"Linh"},"locator":{"site":"s","url":"https://x.example/two/"},"time":"2022-01-01T00:00:00.5+02:00"}
                        """,
                "");
        assertEquals(1, remark.getInt("outcomes.created"), report(remark));
        var isso = importFile(
                """
                        [{"id": "/blog/two.html", "comments": [{"id": 1, "author": "Anh", "text": "Isso", "created": "2020-01-01 10:00:00"}]}]
                        """,
                "");
        assertEquals(1, isso.getInt("outcomes.created"), report(isso));
        get(API + "/articles/two").then().body("stats.comments", equalTo(3));
        get(API + "/articles/two/comments?size=10").then()
                .body("items.createdAt", equalTo(List.of("2021-12-31T22:00:00.500Z", "2021-03-12T11:21:56.123Z",
                        "2020-01-01T10:00:00Z")))
                .body("items.author.name", equalTo(List.of("Linh", "Mai", "Anh")))
                .body("items[1].author.email", nullValue());
    }
}
