package dev.byline.article;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the revisions of articles. */
@QuarkusTest
class RevisionTest extends ServiceTest {
    @Test
    void each_save_that_changes_something_is_a_revision_with_who_and_when() {
        var id = draft("First").getString("id");
        patch("articles/" + id, "*", "{\"title\": \"Second\"}").then().statusCode(200);
        patch("articles/" + id, "*", "{\"title\": \"Second\"}").then().statusCode(200);
        publish(id);
        patch("articles/" + id, "*", "{\"title\": \"Third\"}").then().statusCode(200).body("version", equalTo(4));
        staff().get(ADMIN + "/articles/" + id + "/revisions?count=exact").then().statusCode(200)
                .body("items.version", equalTo(List.of(4, 2, 1)))
                .body("items.title", equalTo(List.of("Third", "Second", "First")))
                .body("items.current", equalTo(List.of(true, false, false)))
                .body("items.published", equalTo(List.of(false, true, false)))
                .body("items[0].savedBy", equalTo("environment")).body("items[0].savedAt", notNullValue())
                .body("page.total", equalTo(3));
        staff().get(ADMIN + "/articles/" + id + "/revisions/1").then().statusCode(200)
                .body("content.title", equalTo("First")).body("content.slug", equalTo("first"))
                .body("content.body.source", equalTo("Text of First.")).body("current", equalTo(false));
        for (var wrong : List.of("3", "99", "-1", "x", "99999999999")) {
            staff().get(ADMIN + "/articles/" + id + "/revisions/" + wrong).then().statusCode(404);
        }
    }

    @Test
    void revisions_page_by_cursor() {
        var id = draft("Paged").getString("id");
        for (int i = 0; i < 4; i++) {
            patch("articles/" + id, "*", "{\"title\": \"Paged " + i + "\"}").then().statusCode(200);
        }
        var seen = new ArrayList<Integer>();
        var path = ADMIN + "/articles/" + id + "/revisions?size=2";
        String cursor = null;
        do {
            var page = staff().get(path + (cursor == null ? "" : "&cursor=" + cursor)).then().statusCode(200).extract()
                    .jsonPath();
            seen.addAll(page.getList("items.version"));
            cursor = page.getString("page.next");
        } while (cursor != null);
        assertEquals(List.of(5, 4, 3, 2, 1), seen);
        staff().get(path + "&cursor=AAAA").then().statusCode(400);
    }

    @Test
    void a_comparison_lists_only_what_staff_changed() {
        var id = draft("First").getString("id");
        var path = ADMIN + "/articles/" + id + "/revisions/";
        patch("articles/" + id, "*", "{\"updatedAt\": \"2024-01-01T00:00:00Z\"}").then().statusCode(200);
        staff().get(path + "2/changes").then().body("changes.field", equalTo(List.of("/updatedAt")));
        publish(id);
        patch("articles/" + id, "*", "{\"title\": \"Second\"}").then().statusCode(200).body("version", equalTo(4))
                .body("firstPublishedAt", notNullValue()).body("updatedAt", nullValue());
        staff().get(path + "4/changes").then().body("changes.field", equalTo(List.of("/title")));
        staff().get(path + "2/changes?since=4").then().body("changes.field", equalTo(List.of("/title")));
        patch("articles/" + id, "*", "{\"firstPublishedAt\": \"2020-01-01T00:00:00Z\"}").then().statusCode(200);
        staff().get(path + "5/changes").then().body("changes.field", equalTo(List.of("/firstPublishedAt")));
        category("Other");
        sending(Map.of("into", "other")).header("If-Match", "*").post(ADMIN + "/categories/news/merge").then()
                .statusCode(200);
        patch("articles/" + id, "*", "{\"title\": \"Third\"}").then().statusCode(200);
        staff().get(path + "6/changes").then().body("changes.field", equalTo(List.of("/title")));
    }

    @Test
    void two_revisions_are_compared_field_by_field() {
        category("News");
        var id = draft(Map.of("title", "A", "body", markdown("One."), "tags", List.of("x", "y"), "metadata",
                Map.of("a/b", 1, "keep", 2))).getString("id");
        patch("articles/" + id, "*",
                "{\"title\": \"B\", \"body\": {\"source\": \"Two.\"}, \"tags\": [\"y\", \"x\"], \"metadata\": {\"a/b\": null}, \"excerpt\": \"E\"}")
                .then().statusCode(200);
        var path = ADMIN + "/articles/" + id + "/revisions/";
        staff().get(path + "2/changes").then().statusCode(200).body("since", equalTo(1)).body("version", equalTo(2))
                .body("changes.field",
                        equalTo(List.of("/body/source", "/excerpt", "/metadata/a~1b", "/tags", "/title")))
                .body("changes[0].before", equalTo("One.")).body("changes[0].after", equalTo("Two."))
                .body("changes[1].before", nullValue()).body("changes[2].after", nullValue())
                .body("changes[3].after", equalTo(List.of("y", "x")));
        staff().get(path + "1/changes").then().body("changes", hasSize(0));
        staff().get(path + "1/changes?since=2").then().body("changes.field", hasSize(5)).body("changes[0].after",
                equalTo("One."));
        staff().get(path + "2/changes?since=7").then().statusCode(404);
        staff().get(path + "2/changes?since=x").then().statusCode(400);
    }

    @Test
    void restoring_saves_again_what_was_and_readers_see_nothing_of_it() {
        var author = author("Linh").getString("id");
        var id = draft("Old").getString("id");
        patch("articles/" + id, "*",
                "{\"authors\": [\"linh\"], \"tags\": [\"gone\"], \"body\": {\"source\": \"*Old*\"}}")
                .then().statusCode(200);
        patch("articles/" + id, "*", "{\"title\": \"New\", \"slug\": \"new\", \"authors\": [], \"tags\": []}").then()
                .statusCode(200);
        publish(id);
        patch("tags/gone", "*", "{\"name\": \"renamed\"}").then().statusCode(200);
        staff().header("If-Match", "\"4\"").post(ADMIN + "/articles/" + id + "/revisions/2/restore").then()
                .statusCode(200).body("version", equalTo(5)).body("revision", equalTo(5)).body("slug", equalTo("old"))
                .body("body.html", equalTo("<p><em>Old</em></p>")).body("authors.id", equalTo(List.of(author)))
                .body("tags.name", equalTo(List.of("renamed"))).body("hasUnpublishedChanges", equalTo(true));
        get(API + "/articles/new").then().body("title", equalTo("New"));
        staff().header("If-Match", "*").post(ADMIN + "/articles/" + id + "/revisions/5/restore").then()
                .statusCode(200).body("version", equalTo(5));
    }

    @Test
    void what_a_revision_refers_to_and_is_gone_is_named_and_left_out_only_on_purpose() {
        author("Linh");
        author("Mai");
        var id = draft(Map.of("title", "T", "authors", List.of("mai", "linh"))).getString("id");
        var linh = staff().get(ADMIN + "/authors/linh").jsonPath().getString("id");
        patch("articles/" + id, "*", "{\"authors\": [\"mai\"]}").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/authors/linh").then().statusCode(204);
        var path = ADMIN + "/articles/" + id + "/revisions/1/restore";
        staff().header("If-Match", "*").post(path).then().statusCode(409).body("detail", containsString(linh))
                .body("detail", containsString("dropMissing=true"));
        staff().header("If-Match", "*").post(path + "?dropMissing=true").then().statusCode(200).body("authors.slug",
                equalTo(List.of("mai")));
    }

    @Test
    void what_was_merged_since_is_meant_by_its_former_id() {
        category("News");
        category("Middle");
        category("Later");
        var id = draft(Map.of("title", "T", "categories", List.of("news"), "tags", List.of("a", "b"), "body",
                markdown("x"))).getString("id");
        publish(id);
        patch("articles/" + id, "*", "{\"title\": \"U\", \"categories\": [\"later\"], \"tags\": []}").then()
                .statusCode(200);
        for (var merge : List.of("categories/news/merge middle", "categories/middle/merge later", "tags/a/merge b")) {
            sending(Map.of("into", merge.split(" ")[1])).header("If-Match", "*").post(ADMIN + "/" + merge.split(" ")[0])
                    .then().statusCode(200);
        }
        verb("articles/" + id + "/revert").then().statusCode(200).body("categories.slug", equalTo(List.of("later")))
                .body("tags.name", equalTo(List.of("b"))).body("hasUnpublishedChanges", equalTo(false));
        var live = get(API + "/articles/" + id).jsonPath();
        assertEquals(List.of("later"), live.getList("categories.slug"));
        assertEquals(List.of("b"), live.getList("tags.name"));
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        verb("articles/" + id + "/revisions/1/restore").then().statusCode(200).body("categories.slug",
                equalTo(List.of("later")));
        publish(id);
    }

    @Test
    void a_slug_that_another_article_has_now_is_not_restored() {
        var id = draft("Mine").getString("id");
        patch("articles/" + id, "*", "{\"slug\": \"other\"}").then().statusCode(200);
        var holder = draft(Map.of("title", "Theirs", "slug", "mine")).getString("id");
        staff().header("If-Match", "*").post(ADMIN + "/articles/" + id + "/revisions/1/restore").then().statusCode(409)
                .body("holder", equalTo(holder));
    }

    @Test
    void the_oldest_revisions_go_and_never_the_published_or_the_planned_one() throws Exception {
        var id = published("Kept").getString("id");
        patch("articles/" + id, "*", "{\"title\": \"Planned\"}").then().statusCode(200).body("version", equalTo(3));
        sending(Map.of("at", "2100-01-01T00:00:00Z")).header("If-Match", "*")
                .post(ADMIN + "/articles/" + id + "/publish")
                .then().statusCode(200);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            // As if it had been saved a hundred times.
            statement.execute("""
                    insert into article_revision (article_id, version, content, saved_at, saved_by)
                    select article_id, n, content, saved_at, saved_by from article_revision, generate_series(5, 110) n
                    where version = 3""");
            statement.execute("update article set version = 110, content_version = 110");
        }
        patch("articles/" + id, "*", "{\"title\": \"Last\"}").then().statusCode(200).body("version", equalTo(111));
        assertEquals(102, query("select count(*) from article_revision"));
        assertEquals(2, query("select count(*) from article_revision where version in (1, 3)"));
        verb("articles/" + id + "/revert").then().statusCode(200).body("title", equalTo("Kept"));
    }

    @Test
    void saving_and_publishing_run_a_constant_number_of_statements_however_much_there_is() {
        category("News");
        author("Linh");
        var id = draft(Map.of("title", "Counted", "categories", List.of("news"), "authors", List.of("linh"), "tags",
                List.of("a"), "body", markdown("x"))).getString("id");
        var save = countStatementsOfSave(id, 0);
        var first = countStatementsOfPublish(id);
        countStatementsOfSave(id, 1);
        var publish = countStatementsOfPublish(id);
        for (int i = 2; i <= 12; i++) {
            countStatementsOfSave(id, i);
        }
        patch("articles/" + id, "*", "{\"tags\": [" + "\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"" + "]}").then()
                .statusCode(200);
        publish(id);
        assertEquals(save, countStatementsOfSave(id, 13));
        assertEquals(publish, countStatementsOfPublish(id));
        assertTrue(save <= 22 && publish <= 26, "save " + save + ", publish " + publish);
        // One more: it is written down to be announced, which later publications are not.
        assertEquals(publish + 1, first);
    }

    @Test
    void a_body_of_400_kilobytes_is_saved_published_and_read() {
        var source = "Một câu *khá* dài về [một thứ](https://blog.example/a).\n\n".repeat(6500);
        assertTrue(source.length() > 350_000);
        category("News");
        var id = draft(Map.of("title", "Long", "categories", List.of("news"), "body", markdown(source)))
                .getString("id");
        publish(id);
        get(API + "/articles/long").then().statusCode(200).body("body.html", containsString("<em>khá</em>"));
        staff().get(ADMIN + "/articles/" + id + "/revisions/1").then().body("content.body.source", equalTo(source));
    }

    private long countStatementsOfSave(String id, int round) {
        return statementsOfMisses(() -> patch("articles/" + id, "*", "{\"excerpt\": \"Round " + round + "\"}").then()
                .statusCode(200));
    }

    private long countStatementsOfPublish(String id) {
        countStatementsOfSave(id, 1000);
        return statementsOfRequests(() -> publish(id));
    }
}
