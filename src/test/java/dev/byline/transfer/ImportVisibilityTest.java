package dev.byline.transfer;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests that an import publishes what its source shows to readers, and nothing else. */
@QuarkusTest
class ImportVisibilityTest extends ImportTestBase {
    private static final List<String> RESTRICTIONS = List.of("draft: true", "draft: \"yes\"", "Draft: TRUE",
            "draft: perhaps", "isDraft: true", "is_draft: 1", "status: draft", "Status: Draft", "status: pending",
            "status: private", "status: hidden", "status: in review", "state: draft", "visibility: members",
            "access: paid", "published: false", "published: maybe", "isPublished: no", "publish: false",
            "public: false", "private: true", "unlisted: true", "hidden: true", "hide: true", "headless: true",
            "_build: {render: never}", "build: {render: link}", "build: {list: local}", "_build: {render: false}",
            "render: false", "permalink: false", "eleventyExcludeFromCollections: true", "listed: false",
            "visible: false", "routable: false", "password: secret", "encrypt: true", "members_only: true",
            "membersOnly: true", "paywall: true", "loginRequired: true", "saveAsDraft: true", "layout: draft",
            "type: draft", "extra: {draft: true}", "params: {private: true}", "expiryDate: 2020-01-02",
            "unpublish_date: 2020-01-02", "expires: soon", "publishDate: later", "embargo: unknown", "expired: true",
            "article: false", "published_at: tomorrow", "not_published: true", "isNotPublished: perhaps", "wip: true",
            "workInProgress: true", "disabled: true", "enabled: false", "is_active: no", "inactive: true",
            "noPublish: true",
            "dont_publish: true", "neverPublish: true", "notPublic: true", "nonpublic: true", "not_listed: true",
            "nolist: perhaps", "inviteOnly: true", "archived: true", "deleted: 2021-01-01", "trashed: true",
            "removed: true", "internal: true", "restricted: true", "paid: true", "offline: true", "unfinished: true",
            "stub: true", "skip: true", "ignore: true", "exclude: true", "suppressed: true", "hideFromList: true",
            "hide_in_home: true", "show: false", "display: false", "_discoverable: no", "online: false",
            "ready: false", "finished: no", "approved: false", "reviewed: false", "showInList: false",
            "displayInList: false", "tier: paid", "tiers: [gold]", "membership: unknown", "audience: only_paid");
    private static final List<String> PUBLIC = List.of("draft: false", "draft: \"no\"", "draft: ", "status: published",
            "status: Publish", "Status: featured", "published: true", "published: 2019-03-05", "publish: yes",
            "publisher: A house", "publication: In a journal", "visibility: public", "private: false", "hidden: false",
            "hide: [toc]", "unlisted: false", "_build: {render: always, list: always, publishResources: false}",
            "build: {render: true}", "permalink: /x/", "password: ", "expiryDate: never", "layout: post",
            "type: posts", "hide_title: true", "publishDate: 2019-01-01", "toc: false", "render_with_liquid: false",
            "not_published: false", "disabled: false", "enabled: true", "comments: {enabled: false}", "active: about",
            "archived: false",
            "deleted: false", "exclude: [feed]", "noindex: true", "hide_from_toc: true", "hideMeta: true",
            "show: true", "show_toc: false", "display: grid", "showInMenu: false", "finished: 2020-01-01",
            "approved: Mai", "tier: free", "tiers: ", "membership: public", "audience: developers",
            "audience: everyone", "index: false");

    @Test
    void a_restricted_file_stays_a_draft_with_a_note_in_every_spelling() throws Exception {
        var files = new LinkedHashMap<String, String>();
        for (int i = 0; i < RESTRICTIONS.size(); i++) {
            files.put("posts/r%02d.md".formatted(i), file(RESTRICTIONS.get(i)));
        }
        var job = importFile(zip(files), "");
        assertEquals(RESTRICTIONS.size(), job.getInt("outcomes.created"), report(job));
        var messages = messages(job);
        for (int i = 0; i < RESTRICTIONS.size(); i++) {
            var slug = "r%02d".formatted(i);
            var message = messages.get("posts/" + slug + ".md");
            assertEquals("never_published", article(slug).getString("state"), RESTRICTIONS.get(i) + ": " + message);
            assertNotNull(message, RESTRICTIONS.get(i));
            assertTrue(message.contains("draft"), RESTRICTIONS.get(i) + ": " + message);
        }
        assertTrue(!report(job).contains("secret"), "A password is not quoted");
        get(API + "/articles").then().body("items", equalTo(List.of()));
    }

    @Test
    void a_public_file_stays_public() throws Exception {
        var files = new LinkedHashMap<String, String>();
        for (int i = 0; i < PUBLIC.size(); i++) {
            files.put("posts/p%02d.md".formatted(i), file(PUBLIC.get(i)));
        }
        var job = importFile(zip(files), "");
        for (int i = 0; i < PUBLIC.size(); i++) {
            var slug = PUBLIC.get(i).startsWith("permalink") ? "x" : "p%02d".formatted(i);
            assertEquals("live", article(slug).getString("state"), PUBLIC.get(i) + ": " + report(job));
        }
    }

    @Test
    void folders_of_drafts_and_heads_of_other_generators_restrict_too() throws Exception {
        var job = importFile(zip(Map.of("_drafts/jekyll.md", file("x: 1"), "content/drafts/hugo.md", file("x: 1"),
                "content/_partial.md", file("x: 1"), "pelican.md",
                "Title: Pelican\nDate: 2019-03-05\nStatus: hidden\n\nText.", "nikola.md",
                "<!--\n.. title: Nikola\n.. date: 2019-03-05 10:00:00 UTC\n.. status: private\n-->\nText.",
                "unclosed.md", "---\ntitle: Unclosed\ndate: 2020-01-01\ndraft: true\n\nText.", "broken.md",
                "---\ntitle: Broken\ndate: 2020-01-01\n  draft: true\n *x\n---\nText.", "public.md", file("x: 1"))),
                "");
        assertEquals(8, job.getInt("outcomes.created"), report(job));
        for (var slug : List.of("jekyll", "hugo", "partial", "pelican", "nikola", "unclosed", "broken")) {
            assertEquals("never_published", article(slug).getString("state"), slug);
        }
        get(API + "/articles").then().body("items.slug", equalTo(List.of("public")));
        assertTrue(article("broken").getString("body.source").contains("draft: true"));
    }

    @Test
    void a_section_passes_restrictions_on_to_the_files_below_it() throws Exception {
        importFile(zip(Map.of("content/inner/_index.md", "---\ncascade:\n  _build: {render: never}\n---\n",
                "content/inner/deep/a.md", file("x: 1"), "content/inner/own.md", file("_build: {render: always}"),
                "content/lists/_index.md", "---\ncascade: [{_target: {kind: section}, draft: true}]\n---\n",
                "content/lists/b.md", file("x: 1"), "content/outer.md", file("x: 1"))), "");
        assertEquals("never_published", article("a").getString("state"));
        get(API + "/articles?sort=title").then().body("items.slug", containsInAnyOrder("own", "b", "outer"));
    }

    @Test
    void an_embargo_beside_an_older_date_is_scheduled() throws Exception {
        var job = importFile(zip(Map.of("launch.md", file("publishDate: 2099-01-01"), "later.md",
                "---\ntitle: Later\ndate: 2098-01-01 10:00\n---\nText.", "until.md", file("embargo_until: 2099-01-01"),
                "draft.md", file("publishDate: 2099-01-01\ndraft: true"))), "");
        var launch = article("launch");
        assertEquals("never_published", launch.getString("state"), report(job));
        assertEquals("2020-01-01T00:00:00Z", launch.getString("publishedAt"));
        assertEquals("2099-01-01T00:00:00Z", launch.getString("schedule.at"));
        assertEquals("2098-01-01T10:00:00Z", article("later").getString("schedule.at"));
        assertEquals("2099-01-01T00:00:00Z", article("until").getString("schedule.at"));
        assertEquals(null, article("draft").getString("schedule"));
        assertTrue(messages(job).get("launch.md").contains("is not public before 2099-01-01T00:00:00Z"), report(job));
    }

    @Test
    void restrictions_of_wordpress_and_ghost_keep_drafts() {
        var item = "<item><title>%1$s</title><content:encoded>x</content:encoded><wp:post_id>%1$s</wp:post_id>"
                + "<wp:post_date_gmt>%2$s 00:00:00</wp:post_date_gmt><wp:post_name>%1$s</wp:post_name>"
                + "<wp:post_password>%3$s</wp:post_password><wp:status>%4$s</wp:status></item>";
        var job = importFile("<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>T</title>"
                + item.formatted("w1", "2020-01-01", "", "private") + item.formatted("w2", "2020-01-01", "x", "publish")
                + item.formatted("w3", "2020-01-01", "", "pending") + item.formatted("w4", "2099-01-01", "x", "future")
                + item.formatted("w5", "2099-01-01", "", "future") + item.formatted("w6", "2020-01-01", "", "future")
                + "</channel></rss>", "");
        for (var slug : List.of("w1", "w2", "w3", "w4")) {
            assertEquals("never_published", article(slug).getString("state"), slug);
            assertEquals(null, article(slug).getString("schedule"), slug);
            assertTrue(messages(job).get(slug).contains("stays a draft"), report(job));
        }
        assertEquals("publish", article("w5").getString("schedule.action"));
        assertEquals("live", article("w6").getString("state"));
        var post = "{\"id\": \"%1$s\", \"title\": \"%1$s\", \"slug\": \"%1$s\", \"html\": %4$s, \"status\": \"%2$s\", "
                + "\"visibility\": \"%3$s\", \"published_at\": \"%5$s-01-01T00:00:00Z\", \"lexical\": %6$s,"
                + "\"feature_image\": \"https://x.example/a.png\"}";
        var text = "\"{\\\"root\\\":{\\\"children\\\":[{\\\"type\\\":\\\"text\\\",\\\"text\\\":\\\"Hi\\\"}]}}\"";
        var empty = "\"{\\\"root\\\":{\\\"children\\\":[{\\\"children\\\":[],\\\"type\\\":\\\"paragraph\\\"}]}}\"";
        var ghost = importFile("{\"db\": [{\"meta\": {}, \"data\": {\"posts\": ["
                + String.join(",", post.formatted("g1", "published", "paid", "\"x\"", "2020", "null"),
                        post.formatted("g2", "scheduled", "members", "\"x\"", "2099", "null"),
                        post.formatted("g3", "draft", "public", "\"x\"", "2020", "null"),
                        post.formatted("g4", "published", "public", "null", "2020", text),
                        post.formatted("g5", "published", "public", "null", "2020", empty),
                        post.formatted("g6", "scheduled", "public", "\"x\"", "2099", "null"),
                        post.formatted("g7", "scheduled", "public", "\"x\"", "2020", "null"))
                + "], \"posts_meta\": [{\"post_id\": \"g7\", \"email_only\": 1}]}}]}", "format=ghost");
        for (var slug : List.of("g1", "g2", "g3", "g4", "g7")) {
            assertEquals("never_published", article(slug).getString("state"), slug);
            assertEquals(null, article(slug).getString("schedule"), slug);
            assertTrue(messages(ghost).get(slug).contains("a draft"), report(ghost));
        }
        assertEquals("live", article("g5").getString("state"), report(ghost));
        assertEquals("publish", article("g6").getString("schedule.action"));
    }

    @Test
    void a_published_item_with_a_date_in_the_future_is_scheduled_in_every_format() {
        var byline = importFile("{\"externalId\": \"b1\", \"article\": {\"title\": \"B1\", \"publishedAt\": "
                + "\"2099-01-01T00:00:00Z\"}, \"state\": \"live\"}", "");
        var wordpress = importFile("<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>T</title><item>"
                + "<title>W1</title><wp:post_id>w1</wp:post_id><wp:post_date_gmt>2099-01-01 00:00:00</wp:post_date_gmt>"
                + "<wp:post_name>w1</wp:post_name><wp:status>publish</wp:status></item></channel></rss>", "");
        var ghost = importFile("{\"db\": [{\"meta\": {}, \"data\": {\"posts\": [{\"id\": \"g1\", \"title\": \"G1\", "
                + "\"slug\": \"g1\", \"html\": \"x\", \"status\": \"published\", \"published_at\": "
                + "\"2099-01-01T00:00:00Z\"}]}}]}", "format=ghost");
        for (var item : Map.of("b1", byline, "w1", wordpress, "g1", ghost).entrySet()) {
            var article = article(item.getKey());
            assertEquals("never_published", article.getString("state"), report(item.getValue()));
            assertEquals("2099-01-01T00:00:00Z", article.getString("schedule.at"));
            assertTrue(messages(item.getValue()).get(item.getKey()).contains("is scheduled for"),
                    report(item.getValue()));
        }
        get(API + "/articles").then().body("items", equalTo(List.of()));
    }

    @Test
    void an_item_without_a_date_stays_a_draft_unless_it_is_published_with_the_time_of_the_import() throws Exception {
        var files = zip(Map.of("none.md", "---\ntitle: None\n---\nText.", "odd.md",
                "---\ntitle: Odd\ndate: 05/07/2015\n---\nText.", "2015-07-05-named.md", "---\ntitle: Named\n---\nText.",
                "ends.md", "---\ntitle: Ends\nexpiryDate: 2099-01-01\n---\nText."));
        var job = importFile(files, "");
        assertEquals(4, job.getInt("outcomes.created"), report(job));
        for (var slug : List.of("none", "odd", "ends")) {
            assertEquals("never_published", article(slug).getString("state"));
            assertEquals(null, article(slug).getString("publishedAt"));
            assertTrue(messages(job).get(slug + ".md").contains("has no date of publication"), report(job));
        }
        assertTrue(messages(job).get("odd.md").contains("'05/07/2015'"), report(job));
        get(API + "/articles/named").then().body("publishedAt", equalTo("2015-07-05T00:00:00Z"));
        var published = importFile(files, "undated=publish");
        assertEquals(3, published.getInt("outcomes.updated"), report(published));
        for (var slug : List.of("none", "odd", "ends")) {
            get(API + "/articles/" + slug).then().statusCode(200)
                    .body("publishedAt", equalTo(published.getString("createdAt")));
        }
        // Neither a later import nor one without the parameter changes the date, or unpublishes the article.
        assertEquals(4, importFile(files, "undated=publish").getInt("outcomes.unchanged"));
        importFile(files, "");
        get(API + "/articles/none").then().statusCode(200)
                .body("publishedAt", equalTo(published.getString("createdAt")));
        var fresh = importFile(files, "undated=publish&source=other");
        get(API + "/articles/none-2").then().body("publishedAt", equalTo(fresh.getString("createdAt")));
        staff().contentType("application/octet-stream").body(new byte[]{ 'x' }).post(ADMIN + "/imports?undated=now")
                .then()
                .statusCode(400);
    }

    @Test
    void times_without_an_offset_are_in_the_time_zone_of_the_site() throws Exception {
        var post = "---\ntitle: Zoned\ndate: 2020-07-01 09:00\n---\nText.";
        for (var config : Map.of("_config.yml", "title: x\ntimezone: Asia/Tokyo # here\n", "hugo.toml",
                "title = \"x\"\ntimeZone = 'Asia/Tokyo'\n").entrySet()) {
            importFile(zip(Map.of(config.getKey(), config.getValue(), "_posts/2020-07-01-zoned.md", post,
                    "content/zoned.md", post)), "source=" + config.getKey());
        }
        get(API + "/articles?sort=publishedAt").then().body("items.publishedAt",
                equalTo(List.of("2020-07-01T00:00:00Z", "2020-07-01T00:00:00Z")));
        var unknown = importFile(zip(Map.of("_config.yml", "timezone: Mars/Base\n", "_posts/2020-07-01-mars.md", post)),
                "source=mars");
        assertTrue(report(unknown).contains("'Mars/Base'"), report(unknown));
    }

    @Test
    void a_published_item_without_a_body_stays_published() {
        var job = importFile(
                """
                        {"externalId":"photo","article":{"title":"Photo","cover":{"url":"https://x.example/a.png"},"publishedAt":"2020-01-01T00:00:00Z"},"state":"live"}
                        {"externalId":"empty","article":{"title":"Empty","publishedAt":"2020-01-02T00:00:00Z"},"state":"live"}
                        """,
                "");
        assertEquals(2, job.getInt("outcomes.created"), report(job));
        get(API + "/articles").then().body("items.slug", equalTo(List.of("empty", "photo")))
                .body("items.categories", equalTo(List.of(List.of(), List.of())));
        get(API + "/articles/empty").then().statusCode(200).body("body.html", equalTo("")).body("cover", nullValue());
        importFile(
                """
                        {"externalId":"empty","article":{"title":"Still empty","slug":"empty","publishedAt":"2020-01-02T00:00:00Z"},"state":"live"}
                        """,
                "category=Uncategorized");
        get(API + "/articles/empty").then().body("title", equalTo("Still empty")).body("categories.name",
                equalTo(List.of("Uncategorized")));
    }

    @Test
    void the_second_item_with_an_id_fails_and_the_same_file_again_changes_nothing() throws Exception {
        var item = "<item><title>%1$s</title><content:encoded>%1$s</content:encoded><wp:post_id>%2$s</wp:post_id>"
                + "<wp:post_date_gmt>2010-01-01 00:00:00</wp:post_date_gmt><wp:post_name>%1$s</wp:post_name>"
                + "<wp:status>publish</wp:status>%3$s</item>";
        var comment = "<wp:comment><wp:comment_id>9</wp:comment_id><wp:comment_content>Hi</wp:comment_content>"
                + "<wp:comment_approved>1</wp:comment_approved></wp:comment>";
        var file = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>T</title>"
                + item.formatted("first", 156, "") + item.formatted("second", 156, comment)
                + item.formatted("third", 157, "") + "</channel></rss>";
        assertEquals(2, importFile(file, "dryRun=true").getInt("outcomes.failed"));
        for (int run = 0; run < 3; run++) {
            var job = importFile(file, "");
            assertEquals(2, job.getInt(run == 0 ? "outcomes.created" : "outcomes.unchanged"), report(job));
            assertEquals(2, job.getInt("outcomes.failed"), report(job));
            staff().get(ADMIN + "/imports/" + job.getString("id") + "/items?outcome=failed").then()
                    .body("items[0].externalId", equalTo("156"))
                    .body("items[0].message",
                            containsString("has the id '156' of an earlier item of this file (item 1)"));
        }
        assertEquals(2, query("select count(*) from article"));
        assertEquals(2, query("select sum(version) - count(*) from article"));
        get(API + "/articles/first").then().body("title", equalTo("first")).body("stats.comments", equalTo(0));
    }

    private static String file(String line) {
        return "---\ntitle: x\n" + (line.startsWith("date") ? "" : "date: 2020-01-01\n") + line + "\n---\nText.";
    }

    private static Map<String, String> messages(JsonPath job) {
        var messages = new LinkedHashMap<String, String>();
        report(job).lines().map(JsonPath::from)
                .forEach(item -> messages.put(item.getString("externalId"), item.getString("message")));
        return messages;
    }
}
