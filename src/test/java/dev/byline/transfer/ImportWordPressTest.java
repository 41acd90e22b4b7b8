package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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

    private static String meta(String key, String value) {
        return "<wp:postmeta><wp:meta_key>" + key + "</wp:meta_key><wp:meta_value><![CDATA["
                + value.replace("]]>", "]]]]><![CDATA[>") + "]]></wp:meta_value></wp:postmeta>";
    }

    private static String attachment(String id, String file, String inner) {
        return "<item><title>" + id + "</title><wp:post_id>" + id + "</wp:post_id>"
                + "<wp:post_type>attachment</wp:post_type><wp:attachment_url>https://old.example/" + file
                + "</wp:attachment_url>" + inner + "</item>";
    }

    @Test
    void footnotes_stand_where_their_block_stands() {
        var reference = "<p>Text<sup data-fn=\"%1$s\" class=\"fn\"><a href=\"#%1$s\" id=\"%1$s-link\">*</a></sup>.</p>";
        var json = "[{\"content\":\"The <em>first<\\/em> note\",\"id\":\"d47e-1\"},{\"content\":\"Second\",\"id\":\"d47e-2\"}]";
        var job = importFile(wxr(post("block", "<!-- wp:paragraph -->" + reference.formatted("d47e-2")
                + reference.formatted("d47e-1")
                + "<!-- /wp:paragraph -->\n<!-- wp:footnotes /-->\n<!-- wp:paragraph --><p>End.</p>"
                + "<!-- /wp:paragraph -->", meta("footnotes", json))
                + post("missing", "<!-- wp:paragraph -->" + reference.formatted("d47e-1") + "<!-- /wp:paragraph -->",
                        meta("footnotes", json))
                + post("quotes", "<!-- wp:paragraph --><p>Text.</p><!-- /wp:paragraph -->",
                        meta("footnotes", "[{\"content\":\"See <a href=\"https://x.example\">x</a>\",\"id\":\"a\"}]"))
                + post("broken", "<!-- wp:paragraph --><p>Text.</p><!-- /wp:paragraph -->",
                        meta("footnotes", "[{\"content\":\"No end"))),
                "");
        var html = article("block").getString("body.html");
        assertTrue(html.contains("The <em>first</em> note"), html);
        assertTrue(html.indexOf("Second") < html.indexOf("End."), html);
        assertTrue(
                html.matches("(?s).*<sup class=\"footnote-ref\"><a [^>]*href=\"#[a-z0-9-]*fn-2\"[^>]*>2</a></sup>.*"),
                html);
        get(API + "/articles/missing").then().body("body.html", allOf(containsString("Second"),
                containsString("footnote-backref")));
        get(API + "/articles/quotes").then().body("body.html", containsString("<a href=\"https://x.example\""));
        get(API + "/articles/broken").then().body("body.html", containsString("No end"));
        assertTrue(report(job).contains("footnotes are not valid JSON"), report(job));
    }

    @Test
    void galleries_show_the_attachments_of_the_file() {
        var job = importFile(wxr(post("named", "A.\n\n[gallery columns=\"2\" ids=\"12,11,99\"]\n\nB.", "")
                + post("attached", "<!-- wp:shortcode -->\n[gallery exclude='12']\n<!-- /wp:shortcode -->", "")
                + post("unknown", "[gallery ids=\"98,99\"] and [[gallery]]", "")
                + attachment("11", "a.jpg", "<wp:post_parent>attached</wp:post_parent><wp:menu_order>2</wp:menu_order>"
                        + "<excerpt:encoded><![CDATA[A & <b>b</b>]]></excerpt:encoded>"
                        + meta("_wp_attachment_image_alt", "Tram"))
                + attachment("12", "b.png?x=1&y=2", "<wp:post_parent>attached</wp:post_parent>")
                + attachment("13", "c.pdf", "<wp:post_parent>attached</wp:post_parent>")
                + attachment("14", "d.webp",
                        "<wp:post_parent>attached</wp:post_parent><wp:menu_order>1</wp:menu_order>")),
                "");
        var named = article("named").getString("body.html");
        assertTrue(named.indexOf("b.png") < named.indexOf("a.jpg") && named.indexOf("a.jpg") < named.indexOf("B."),
                named);
        assertTrue(named.contains("alt=\"Tram\"") && named.contains("<figcaption>A &amp; b</figcaption>")
                && !named.contains("gallery"), named);
        var attached = article("attached").getString("body.html");
        assertTrue(attached.indexOf("d.webp") < attached.indexOf("a.jpg") && !attached.contains("b.png")
                && !attached.contains("c.pdf"), attached);
        get(API + "/articles/unknown").then().body("body.html", allOf(containsString("[gallery ids"),
                containsString("[[gallery]]")));
        assertTrue(report(job).contains("not in the export: 99"), report(job));
        assertTrue(report(job).contains("[gallery] shows files that are not in the export"), report(job));
    }

    @Test
    void audio_and_video_shortcodes_show_their_files_in_every_spelling() {
        var codes = List.of("[audio mp3=\"https://old.example/x.mp3\"][/audio]",
                "[audio src='https://old.example/x.mp3']",
                "[audio src=https://old.example/x.mp3 /]", "[audio https://old.example/x.mp3|titles=A]",
                "[audio]https://old.example/x.mp3[/audio]", "[audio loop=\"on\" ogg=\"https://old.example/x.mp3\"]",
                "[playlist ids=\"21\"]", "[audio]",
                "[video width=\"640\" height=\"360\" mp4=\"https://old.example/x.mp4\"][/video]",
                "[video poster=\"https://old.example/x.png\" src=\"https://old.example/x.mp4\"]Below[/video]",
                "[video webm=\"https://old.example/x.mp4\"]");
        var items = new StringBuilder(attachment("21", "x.mp3", "<wp:post_parent>m7</wp:post_parent>"));
        for (int i = 0; i < codes.size(); i++) {
            items.append(post("m" + i, "Above.\n\n" + codes.get(i) + "\n\nEnd.", ""));
        }
        items.append(post("youtube", "[video src=\"https://www.youtube.com/watch?v=dQw4w9WgXcQ\"]", ""));
        items.append(post("nothing", "[video] and [videos] and [audiobook id=\"1\"]", ""));
        var job = importFile(wxr(items.toString()), "");
        for (int i = 0; i < codes.size(); i++) {
            get(API + "/articles/m" + i).then().body("body.html", allOf(
                    containsString("https://old.example/x." + (codes.get(i).contains("video") ? "mp4" : "mp3")),
                    not(containsString("[audio")), not(containsString("[video")), not(containsString("[playlist"))));
        }
        get(API + "/articles/m9").then().body("body.html", containsString("Below"));
        get(API + "/articles/youtube").then().body("body.html", containsString("<iframe"));
        get(API + "/articles/nothing").then().body("body.html",
                equalTo("<p>[video] and [videos] and [audiobook id&#61;&#34;1&#34;]</p>"));
        assertTrue(report(job).contains("[video] shows files"), report(job));
    }

    @Test
    void the_text_above_the_marker_more_is_the_excerpt() {
        importFile(wxr(post("classic",
                "First &amp; <b>second</b>\nline.\n\n[gallery ids=\"1\"]\n\n<!--more Go on-->\n\nRest.", "")
                + post("block", "<!-- wp:paragraph --><p>Above.</p><!-- /wp:paragraph -->\n"
                        + "<!-- wp:more --><!--more--><!-- /wp:more --><!-- wp:paragraph --><p>Below.</p><!-- /wp:paragraph -->",
                        "")
                + post("own", "A.\n\n<!--more-->\n\nB.", "<excerpt:encoded>Own</excerpt:encoded>")
                + attachment("1", "a.jpg", "")), "");
        get(API + "/articles/classic").then().body("excerpt", equalTo("First & second line.")).body("body.html",
                containsString("Rest."));
        get(API + "/articles/block").then().body("excerpt", equalTo("Above."));
        get(API + "/articles/own").then().body("excerpt", equalTo("Own"));
    }

    @Test
    void the_pages_of_a_post_do_not_run_together() {
        importFile(wxr(post("pages", "One.<!--nextpage-->Two.", "")), "");
        assertEquals("<p>One.</p>\n<p>Two.</p>", article("pages").getString("body.source"));
    }

    @Test
    void the_relations_of_links_are_kept() {
        var link = "<a href=\"https://x.example\" target=\"_blank\" rel=\"nofollow sponsored\">x</a>";
        importFile(wxr(post("links", "A " + link + ".", "")), "");
        assertTrue(article("links").getString("body.source").contains(link));
    }

    @Test
    void posts_that_a_plugin_shows_to_members_only_stay_drafts() {
        var restricting = List.of(meta("_members_access_role", "subscriber"),
                meta("rcp_subscription_level", "any-paid"),
                meta("rcp_subscription_level", "a:1:{i:0;s:1:\"2\";}"), meta("rcp_access_level", "3"),
                meta("rcp_user_level", "Administrator"), meta("_is_paid", "1"),
                meta("um_content_restriction",
                        "a:2:{s:26:\"_um_custom_access_settings\";s:1:\"1\";s:14:\"_um_accessible\";s:1:\"2\";}"),
                meta("s2member_ccaps_req", "a:1:{i:0;s:5:\"music\";}"), meta("patreon-level", "5"),
                meta("_jetpack_newsletter_access", "subscribers"), meta("_wpmem_block", "1"), meta("_wpmem_block", "2"),
                meta("pms-content-restrict-user-status", "loggedin"),
                meta("_issuem_leaky_paywall_visibility", "a:1:{s:15:\"visibility_type\";s:4:\"only\";}"));
        var open = List.of(meta("rcp_user_level", "All"), meta("rcp_access_level", "None"),
                meta("rcp_subscription_level", "a:0:{}"), meta("_is_paid", "0"),
                meta("um_content_restriction",
                        "a:2:{s:26:\"_um_custom_access_settings\";b:0;s:14:\"_um_accessible\";i:2;}"),
                meta("um_content_restriction",
                        "a:2:{s:26:\"_um_custom_access_settings\";b:1;s:14:\"_um_accessible\";i:0;}"),
                meta("s2member_ccaps_req", "a:0:{}"), meta("patreon-level", "0"),
                meta("_jetpack_newsletter_access", "everybody"), meta("_wpmem_block", "0"),
                meta("_issuem_leaky_paywall_visibility", "a:1:{s:15:\"visibility_type\";s:7:\"default\";}"));
        var items = new ArrayList<String>();
        for (int i = 0; i < restricting.size(); i++) {
            items.add(post("r" + i, "x", restricting.get(i)));
        }
        for (int i = 0; i < open.size(); i++) {
            items.add(post("o" + i, "x", open.get(i)));
        }
        var job = importFile(wxr(String.join("", items)), "");
        for (int i = 0; i < restricting.size(); i++) {
            assertEquals("never_published", article("r" + i).getString("state"), restricting.get(i));
        }
        for (int i = 0; i < open.size(); i++) {
            assertEquals("live", article("o" + i).getString("state"), open.get(i) + report(job));
        }
        assertTrue(report(job).contains("was not public in its source (patreon-level) and stays a draft"), report(job));
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

    @Test
    void a_tag_with_the_slug_of_another_is_merged_with_a_note() {
        var tagged = "<category domain=\"post_tag\" nicename=\"nodejs\"><![CDATA[%s]]></category>";
        importFile(wxr(post("one", "x", tagged.formatted("Node.js"))), "source=first");
        var second = importFile(wxr(post("two", "x", tagged.formatted("NodeJS"))), "source=second");
        assertEquals(0, second.getInt("outcomes.failed"), report(second));
        assertTrue(report(second).contains("has the slug of the tag 'Node.js' and is merged with it"), report(second));
        assertEquals(List.of("Node.js"), article("two").getList("tags.name"));
        var ghost = importFile("{\"db\": [{\"meta\": {}, \"data\": {\"posts\": [{\"id\": \"p\", \"title\": \"three\", "
                + "\"slug\": \"three\", \"html\": \"<p>x</p>\", \"status\": \"published\", \"published_at\": 1700000000000}], "
                + "\"tags\": [{\"id\": \"t\", \"name\": \"Node JS\", \"slug\": \"nodejs\"}], "
                + "\"posts_tags\": [{\"post_id\": \"p\", \"tag_id\": \"t\"}]}}]}", "");
        assertTrue(report(ghost).contains("is merged with it"), report(ghost));
        assertEquals(List.of("Node.js"), article("three").getList("tags.name"));
        get(API + "/tags").then().body("items.size()", equalTo(1));
    }
}
