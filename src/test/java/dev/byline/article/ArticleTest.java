package dev.byline.article;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

@QuarkusTest
class ArticleTest extends ServiceTest {

    @Test
    void creating_answers_with_location_and_etag_and_both_lead_to_the_draft() {
        var response = sending(Map.of("title", "Đường đến thành công")).post(ADMIN + "/articles").then().statusCode(201)
                .header("ETag", "\"1\"").header("Cache-Control", "private, no-store")
                .body("slug", equalTo("duong-den-thanh-cong")).body("version", equalTo(1))
                .body("state", equalTo("never_published")).body("hasUnpublishedChanges", equalTo(false))
                .body("createdAt", matchesPattern("\\d{4}-.*T.*Z")).extract();
        staff().get(response.header("Location")).then().statusCode(200).header("ETag", "\"1\"").body("id",
                equalTo(response.path("id")));
        staff().get(ADMIN + "/articles/duong-den-thanh-cong").then().statusCode(200).body("id",
                equalTo(response.path("id")));
    }

    @Test
    void what_is_created_reads_back_the_same() {
        category("AI Technology");
        author("Linh Trần");
        var input = Map.ofEntries(Map.entry("title", "Whole"), Map.entry("slug", "whole-thing"),
                Map.entry("locale", "en"), Map.entry("excerpt", "In short"),
                Map.entry("body",
                        Map.of("format", "html", "source", "<p>Hello <script>alert(1)</script><b>you</b></p>")),
                Map.entry("cover", Map.of("url", "https://blog.example/a.jpg", "alt", "A", "width", 12, "height", 6)),
                Map.entry("authors", List.of("linh-tran")), Map.entry("categories", List.of("ai-technology")),
                Map.entry("tags", List.of("xAI", "Tesla")), Map.entry("pinned", true),
                Map.entry("seo", Map.of("title", "T", "noIndex", true)), Map.entry("commentsPolicy", "closed"),
                Map.entry("metadata", Map.of("source", Map.of("page", 3, "tags", List.of("a", 1, true)))),
                Map.entry("publishedAt", "2023-07-14T07:00:00.1234567+07:00"));
        var id = draft(input).getString("id");
        staff().get(ADMIN + "/articles/" + id).then().statusCode(200).body("slug", equalTo("whole-thing"))
                .body("excerpt", equalTo("In short")).body("body.format", equalTo("html"))
                .body("body.source", containsString("<script>")).body("body.html", equalTo("<p>Hello <b>you</b></p>"))
                .body("cover.width", equalTo(12)).body("authors.name", equalTo(List.of("Linh Trần")))
                .body("categories.slug", equalTo(List.of("ai-technology"))).body("tags.name",
                        equalTo(List.of("xAI", "Tesla")))
                .body("pinned", equalTo(true)).body("seo.noIndex", equalTo(true))
                .body("commentsPolicy", equalTo("closed")).body("metadata.source.page", equalTo(3))
                .body("metadata.source.tags", equalTo(List.of("a", 1, true)))
                .body("publishedAt", equalTo("2023-07-14T00:00:00.123Z"));
    }

    @Test
    void a_patch_leaves_what_is_absent_clears_what_is_null_and_replaces_arrays() {
        category("News");
        category("Sport");
        var id = draft(
                Map.of("title", "One", "excerpt", "Short", "categories", List.of("news"), "tags", List.of("a", "b"),
                        "seo", Map.of("title", "S", "description", "D"), "metadata", Map.of("keep", 1, "drop", 2)))
                .getString("id");
        patch("articles/" + id, "\"1\"",
                "{\"excerpt\": null, \"categories\": [\"sport\", \"news\"], \"seo\": {\"title\": null}, \"metadata\": {\"drop\": null}}")
                .then().statusCode(200).header("ETag", "\"2\"").body("title", equalTo("One"))
                .body("excerpt", nullValue()).body("categories.slug", equalTo(List.of("sport", "news")))
                .body("tags.name", equalTo(List.of("a", "b"))).body("seo.title", nullValue())
                .body("seo.description", equalTo("D")).body("metadata", equalTo(Map.of("keep", 1)));
        patch("articles/" + id, "\"2\"", "{\"seo\": null, \"tags\": null}").then().statusCode(200)
                .body("seo", nullValue()).body("tags", hasSize(0));
        patch("articles/" + id, "*", "{\"title\": null}").then().statusCode(422).body("violations[0].field",
                equalTo("/title"));
        patch("articles/" + id, "*", "{\"titel\": null}").then().statusCode(422).body("violations[0].field",
                equalTo("/titel"));
        patch("articles/" + id, "*", "[]").then().statusCode(422);
    }

    @Test
    void a_replacement_drops_what_it_does_not_name() {
        var id = draft(Map.of("title", "One", "excerpt", "Short", "tags", List.of("a"))).getString("id");
        staff().header("If-Match", "1").contentType("application/json").body(Map.of("title", "Two"))
                .put(ADMIN + "/articles/" + id).then().statusCode(200).body("title", equalTo("Two"))
                .body("slug", equalTo("two")).body("excerpt", nullValue()).body("tags", hasSize(0))
                .body("version", equalTo(2));
    }

    @Test
    void a_change_that_changes_nothing_keeps_the_version() {
        var id = draft(Map.of("title", "Same", "tags", List.of("a"), "metadata", Map.of("x", 1))).getString("id");
        patch("articles/" + id, "\"1\"", "{\"title\": \"Same\", \"metadata\": {\"x\": 1}}").then().statusCode(200)
                .body("version", equalTo(1));
        staff().header("If-Match", "1").contentType("application/json")
                .body(Map.of("title", "Same", "tags", List.of("A"), "metadata", Map.of("x", 1)))
                .put(ADMIN + "/articles/" + id).then().statusCode(200).body("version", equalTo(1));
    }

    @Test
    void every_change_needs_the_current_version() {
        var id = draft("Versions").getString("id");
        for (var path : List.of("/publish", "/unpublish")) {
            staff().post(ADMIN + "/articles/" + id + path).then().statusCode(428).body("detail",
                    containsString("If-Match: \"1\""));
            staff().header("If-Match", "\"7\"").post(ADMIN + "/articles/" + id + path).then().statusCode(412)
                    .header("ETag", "\"1\"");
        }
        staff().delete(ADMIN + "/articles/" + id).then().statusCode(428);
        patch("articles/" + id, "W/\"1\"", "{\"title\": \"No\"}").then().statusCode(412);
        patch("articles/" + id, "\"0\"", "{\"title\": \"No\"}").then().statusCode(412);
        staff().get(ADMIN + "/articles/" + id).then().body("title", equalTo("Versions"));
        patch("articles/" + id, "\"5\", \"1\"", "{\"title\": \"Yes\"}").then().statusCode(200);
        patch("articles/" + id, "2", "{\"title\": \"Bare\"}").then().statusCode(200).body("version", equalTo(3));
    }

    @Test
    void of_twenty_writers_with_one_version_exactly_one_wins() throws Exception {
        var id = draft("Race").getString("id");
        var statuses = runConcurrently(20,
                () -> patch("articles/" + id, "\"1\"", "{\"excerpt\": \"" + Thread.currentThread().getId() + "\"}")
                        .statusCode());
        assertEquals(1, statuses.stream().filter(s -> s == 200).count(), statuses.toString());
        assertEquals(19, statuses.stream().filter(s -> s == 412).count(), statuses.toString());
    }

    @Test
    void fifty_articles_of_one_title_made_at_once_have_fifty_slugs() throws Exception {
        var slugs = runConcurrently(50, () -> draft(Map.of("title", "The same title")).getString("slug"));
        assertEquals(50, new HashSet<>(slugs).size(), slugs.toString());
        assertEquals(true, slugs.contains("the-same-title") && slugs.contains("the-same-title-50"), slugs.toString());
    }

    @Test
    void a_slug_of_another_article_is_refused_and_its_holder_named() {
        var holder = draft(Map.of("title", "First", "slug", "taken")).getString("id");
        sending(Map.of("title", "Second", "slug", "taken")).post(ADMIN + "/articles").then().statusCode(409)
                .body("type", equalTo("urn:byline:problem:slug-taken")).body("holder", equalTo(holder));
        var second = draft("Second").getString("id");
        patch("articles/" + second, "*", "{\"slug\": \"taken\"}").then().statusCode(409).body("holder",
                equalTo(holder));
        patch("articles/" + second, "*", "{\"slug\": \"11111111-2222-3333-4444-555555555555\"}").then().statusCode(422);
    }

    @Test
    void publishing_lists_everything_that_is_missing() {
        var id = draft(Map.of("title", "Thin", "publishedAt", "2999-01-01T00:00:00Z")).getString("id");
        verb("articles/" + id + "/publish").then().statusCode(422).body("violations.field",
                equalTo(List.of("/body", "/at")));
        RestAssured.get(API + "/articles/" + id).then().statusCode(404);
    }

    @Test
    void a_cover_is_enough_to_publish_and_a_category_is_not_needed() {
        var cover = Map.of("url", "https://x.vn/a.png", "alt", "A");
        publish(draft(Map.of("title", "Only a cover", "cover", cover)).getString("id"));
        publish(draft(Map.of("title", "Uncategorized", "body", markdown("Text."), "tags", List.of("Trams")))
                .getString("id"));
        for (var slug : List.of("only-a-cover", "uncategorized")) {
            RestAssured.get(API + "/articles/" + slug + "?include=related,neighbors,comments,jsonLd").then()
                    .statusCode(200).body("categories", equalTo(List.of()))
                    .body("jsonLd.articleSection", nullValue());
        }
        RestAssured.get(API + "/articles/only-a-cover").then().body("body.html", equalTo(""))
                .body("cover.url", equalTo("https://x.vn/a.png"));
        RestAssured.get(API + "/articles?include=body&count=exact").then().body("items", hasSize(2));
        RestAssured.get(API + "/search?q=cover").then().statusCode(200).body("items.slug", hasItem("only-a-cover"));
        for (var format : List.of("rss", "atom", "json")) {
            RestAssured.get(API + "/feeds/" + format).then().statusCode(200);
        }
        var preview = sending(Map.of()).post(ADMIN + "/articles/only-a-cover/previews").then().statusCode(201)
                .extract().path("token").toString();
        RestAssured.get(API + "/previews/" + preview).then().statusCode(200).body("categories", equalTo(List.of()));
    }

    @Test
    void an_article_dated_ahead_is_published_at_its_time_and_not_now() {
        var id = draft(Map.of("title", "Ahead", "body", markdown("Text."), "publishedAt", "2999-01-01T00:00:00Z"))
                .getString("id");
        verb("articles/" + id + "/publish").then().statusCode(422).body("violations.field", equalTo(List.of("/at")))
                .body("violations[0].message", containsString("2999-01-01T00:00:00Z"));
        RestAssured.get(API + "/articles/" + id).then().statusCode(404);
        staff().header("If-Match", "*").contentType("application/json").body("{\"at\": \"2999-01-01T00:00:00Z\"}")
                .post(ADMIN + "/articles/" + id + "/publish").then().statusCode(200)
                .body("schedule.at", equalTo("2999-01-01T00:00:00Z"));
    }

    @Test
    void times_before_the_gregorian_calendar_come_back_as_they_were_sent() throws Exception {
        var id = draft(Map.of("title", "Old", "body", markdown("Text."), "firstPublishedAt", "0001-01-01T00:00:00Z",
                "publishedAt", "1500-03-01T12:34:56.789Z", "updatedAt", "1582-10-10T00:00:00Z")).getString("id");
        staff().get(ADMIN + "/articles/" + id).then().body("publishedAt", equalTo("1500-03-01T12:34:56.789Z"))
                .body("firstPublishedAt", equalTo("0001-01-01T00:00:00Z"))
                .body("updatedAt", equalTo("1582-10-10T00:00:00Z"));
        publish(id);
        for (var path : List.of("/articles/old", "/articles")) {
            RestAssured.get(API + path).then()
                    .body((path.equals("/articles") ? "items[0]." : "") + "publishedAt",
                            equalTo("1500-03-01T12:34:56.789Z"));
        }
        RestAssured.get(API + "/articles/old").then().body("updatedAt", equalTo("1582-10-10T00:00:00Z"))
                .body("firstPublishedAt", equalTo("0001-01-01T00:00:00Z"));
        assertEquals(1, query("select count(*) from publication where published_at = '1500-03-01 12:34:56.789+00'"));
    }

    @Test
    void readers_see_a_change_of_a_live_article_when_it_is_published_and_not_before() {
        var id = published("Live").getString("id");
        patch("articles/" + id, "*", "{\"title\": \"Changed\", \"slug\": \"changed\", \"tags\": [\"new\"]}").then()
                .statusCode(200).body("hasUnpublishedChanges", equalTo(true)).body("live.slug", equalTo("live"));
        RestAssured.get(API + "/articles/" + id).then().statusCode(200).body("title", equalTo("Live"))
                .body("slug", equalTo("live")).body("tags", hasSize(0));
        RestAssured.get(API + "/articles/changed").then().statusCode(404);
        RestAssured.get(API + "/tags").then().body("items", hasSize(0));
        publish(id);
        RestAssured.get(API + "/articles/changed").then().statusCode(200).body("title", equalTo("Changed"))
                .body("tags.name", equalTo(List.of("new")));
        staff().get(ADMIN + "/articles/" + id).then().body("hasUnpublishedChanges", equalTo(false));
    }

    @Test
    void a_former_slug_leads_to_the_current_one_while_the_article_is_live() {
        var id = published("First name").getString("id");
        patch("articles/" + id, "*", "{\"slug\": \"second-name\"}").then().statusCode(200);
        publish(id);
        RestAssured.given().redirects().follow(false).get(API + "/articles/first-name?locale=en").then().statusCode(308)
                .header("Location", containsString("/api/v1/articles/second-name?locale=en"))
                .header("Cache-Control", containsString("max-age=60"));
        view("first-name").then().statusCode(202);
        sending(Map.of("title", "Thief", "slug", "first-name")).post(ADMIN + "/articles").then().statusCode(409);
        patch("articles/" + id, "*", "{\"slug\": \"first-name\"}").then().statusCode(200);
        publish(id);
        RestAssured.get(API + "/articles/first-name").then().statusCode(200);
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        for (var slug : List.of("first-name", "second-name")) {
            RestAssured.given().redirects().follow(false).get(API + "/articles/" + slug).then().statusCode(404);
        }
    }

    @Test
    void a_slug_that_readers_never_saw_is_free_again() {
        var id = draft(Map.of("title", "One", "slug", "never-seen")).getString("id");
        patch("articles/" + id, "*", "{\"slug\": \"other\"}").then().statusCode(200);
        draft(Map.of("title", "Two", "slug", "never-seen"));
    }

    @Test
    void dates_that_staff_set_are_kept() {
        category("News");
        var id = draft(Map.of("title", "Old", "categories", List.of("news"), "body", markdown("x"), "publishedAt",
                "2019-05-01T10:00:00Z", "updatedAt", "2020-06-02T10:00:00Z")).getString("id");
        publish(id);
        RestAssured.get(API + "/articles/old").then().body("publishedAt", equalTo("2019-05-01T10:00:00Z"))
                .body("firstPublishedAt", equalTo("2019-05-01T10:00:00Z"))
                .body("updatedAt", equalTo("2020-06-02T10:00:00Z"));
        // The date of that change is used up: the next one has its own.
        patch("articles/" + id, "*", "{\"title\": \"Old again\"}").then().statusCode(200);
        publish(id);
        RestAssured.get(API + "/articles/old").then().body("publishedAt", equalTo("2019-05-01T10:00:00Z"))
                .body("updatedAt", not(equalTo("2020-06-02T10:00:00Z")));
    }

    @Test
    void unpublishing_loses_nothing_and_publishing_again_restores_it() {
        var first = published("Comes and goes");
        var id = first.getString("id");
        view(id).then().statusCode(202);
        approvedComment(id, "Hello", null);
        verb("articles/" + id + "/unpublish").then().statusCode(200).body("state", equalTo("unpublished"))
                .body("live", nullValue()).body("stats.views", equalTo(1)).body("stats.comments", equalTo(1));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        RestAssured.get(API + "/articles/comes-and-goes").then().statusCode(404);
        publish(id);
        RestAssured.get(API + "/articles/comes-and-goes").then().statusCode(200).body("stats.views", equalTo(1))
                .body("stats.comments", equalTo(1))
                .body("firstPublishedAt", equalTo(first.get("live.firstPublishedAt")));
    }

    @Test
    void publishing_what_readers_have_changes_nothing_and_succeeds() throws Exception {
        var article = published("Twice");
        var again = publish(article.getString("id"));
        assertEquals(article.getInt("version"), again.getInt("version"));
        assertEquals(article.getString("live.updatedAt"), again.getString("live.updatedAt"));
        assertEquals(1, query("select count(*) from audit_entry where action = 'article.publish'"));
    }

    @Test
    void a_replacement_without_a_slug_does_not_move_an_address_that_readers_have_seen() {
        var id = published("Known address").getString("id");
        staff().header("If-Match", "*").contentType("application/json").body(Map.of("title", "Quite another title"))
                .put(ADMIN + "/articles/" + id).then().statusCode(200).body("slug", equalTo("known-address"));
    }

    @Test
    void a_date_is_within_the_years_that_can_be_written_wherever_its_offset_puts_it() {
        for (var date : List.of("9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00")) {
            sending(Map.of("title", "T", "publishedAt", date)).post(ADMIN + "/articles").then().statusCode(422)
                    .body("violations[0].field", equalTo("/publishedAt"));
        }
        draft(Map.of("title", "T", "publishedAt", "9999-12-31T23:59:59.999Z", "updatedAt", "0001-01-01T00:00:00Z"));
    }

    @Test
    void nothing_to_read_is_not_published() {
        category("News");
        for (var nothing : List.of("", "\u200b", "---", "<p></p>", "&nbsp;")) {
            var id = draft(Map.of("title", "T", "categories", List.of("news"), "body", markdown(nothing)))
                    .getString("id");
            verb("articles/" + id + "/publish").then().statusCode(422).body("violations.field",
                    equalTo(List.of("/body")));
        }
        publish(draft(Map.of("title", "T", "categories", List.of("news"), "body", markdown("![A](https://x.vn/a.png)")))
                .getString("id"));
    }

    @Test
    void a_small_source_cannot_ask_for_a_huge_table() {
        var table = "|a".repeat(1000) + "|\n" + "|-".repeat(1000) + "|\n" + "|b\n".repeat(1000);
        sending(Map.of("title", "T", "body", markdown(table))).post(ADMIN + "/articles").then().statusCode(422)
                .body("violations[0].field", equalTo("/body/source"))
                .body("violations[0].message", containsString("20000 cells"));
    }

    @Test
    void deleting_puts_into_the_trash_where_nothing_changes() throws Exception {
        var id = published("Rubbish").getString("id");
        staff().header("If-Match", "*").delete(ADMIN + "/articles/rubbish").then().statusCode(204);
        RestAssured.get(API + "/articles/rubbish").then().statusCode(404);
        staff().get(ADMIN + "/articles/" + id).then().statusCode(200).body("state", equalTo("trashed"));
        staff().get(ADMIN + "/articles").then().body("items", hasSize(0));
        staff().get(ADMIN + "/articles?state=trashed").then().body("items.id", hasItem(id));
        verb("articles/" + id + "/publish").then().statusCode(409).body("detail", containsString("trashed"));
        patch("articles/" + id, "*", "{\"title\": \"No\"}").then().statusCode(409);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
        assertEquals(1, query("select count(*) from audit_entry where action = 'article.trash'"));
    }

    @Test
    void the_list_filters_and_sorts_and_pages() {
        author("Linh");
        var live = published("Live one").getString("id");
        draft(Map.of("title", "By Linh", "authors", List.of("linh"), "tags", List.of("Tesla")));
        staff().get(ADMIN + "/articles?state=live").then().body("items.id", equalTo(List.of(live)));
        staff().get(ADMIN + "/articles?author=linh").then().body("items.title", equalTo(List.of("By Linh")));
        staff().get(ADMIN + "/articles?tag=tesla").then().body("items.title", equalTo(List.of("By Linh")));
        staff().get(ADMIN + "/articles?category=news").then().body("items.title", equalTo(List.of("Live one")));
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        staff().get(ADMIN + "/articles?locale=vi").then().body("items", hasSize(0));
        patch("articles/" + live, "*", "{\"excerpt\": \"x\"}").then().statusCode(200);
        staff().get(ADMIN + "/articles?hasUnpublishedChanges=true").then().body("items.id", equalTo(List.of(live)));
        staff().get(ADMIN + "/articles?hasUnpublishedChanges=false").then().body("items.title",
                equalTo(List.of("By Linh")));
        staff().get(ADMIN + "/articles").then().body("items.title", equalTo(List.of("Live one", "By Linh")));
        staff().get(ADMIN + "/articles?sort=createdAt&count=exact").then()
                .body("items.title", equalTo(List.of("Live one", "By Linh"))).body("page.total", equalTo(2));
        staff().get(ADMIN + "/articles?sort=title").then().statusCode(400);
        staff().get(ADMIN + "/articles?category=nope").then().statusCode(400);
    }

    @Test
    void unknown_references_are_refused_by_name_and_nothing_is_written() throws Exception {
        sending(Map.of("title", "X", "authors", List.of("nobody"))).post(ADMIN + "/articles").then().statusCode(422)
                .body("violations[0].field", equalTo("/authors/0")).body("violations[0].message",
                        containsString("nobody"));
        assertEquals(0, query("select count(*) from article_identity"));
    }

    @Test
    void each_change_leaves_one_row_in_the_audit_log() throws Exception {
        var id = published("Audited").getString("id");
        patch("articles/" + id, "*", "{\"title\": \"Audited 2\"}").then().statusCode(200);
        assertEquals(3, query("select count(*) from audit_entry where entity = 'article' and entity_id = '" + id
                + "' and actor = 'environment' and request_id is not null"));
    }
}
