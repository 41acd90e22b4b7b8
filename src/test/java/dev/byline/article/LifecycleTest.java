package dev.byline.article;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the states and the transitions of articles. */
@QuarkusTest
class LifecycleTest extends ServiceTest {

    @Test
    void an_illegal_move_names_the_state_and_the_moves_that_are_allowed() {
        var draft = draft("Draft").getString("id");
        verb("articles/" + draft + "/revert").then().statusCode(409)
                .body("type", equalTo("urn:byline:problem:illegal-move")).body("state", equalTo("never_published"))
                .body("allowed", equalTo(List.of("change", "publish", "trash")))
                .body("detail", containsString("never_published"));
        verb("articles/" + draft + "/purge").then().statusCode(409).body("allowed",
                equalTo(List.of("change", "publish", "trash")));
        trash(draft);
        for (var verb : List.of("publish", "unpublish", "revert", "translations", "revisions/1/restore")) {
            sending(verb.equals("translations") ? Map.of("locale", "en") : Map.of()).header("If-Match", "*")
                    .post(ADMIN + "/articles/" + draft + "/" + verb).then().statusCode(409)
                    .body("state", equalTo("trashed")).body("allowed", equalTo(List.of("restore", "purge")));
        }
        patch("articles/" + draft, "*", "{\"title\": \"No\"}").then().statusCode(409).body("state",
                equalTo("trashed"));
    }

    @Test
    void every_verb_needs_the_current_version() {
        var id = published("Versions").getString("id");
        for (var verb : List.of("publish", "unpublish", "revert", "restore", "purge", "revisions/1/restore")) {
            staff().post(ADMIN + "/articles/" + id + "/" + verb).then().statusCode(428);
            staff().header("If-Match", "\"1\"").post(ADMIN + "/articles/" + id + "/" + verb).then().statusCode(412)
                    .header("ETag", "\"2\"");
        }
        staff().delete(ADMIN + "/articles/" + id + "/schedule").then().statusCode(428);
        staff().header("If-Match", "\"1\"").delete(ADMIN + "/articles/" + id + "/schedule").then().statusCode(412);
        staff().get(ADMIN + "/articles/" + id).then().body("version", equalTo(2)).body("state", equalTo("live"));
    }

    @Test
    void a_restored_article_is_as_it_was_and_never_live() {
        var draft = draft("Draft").getString("id");
        trash(draft);
        verb("articles/" + draft + "/restore").then().statusCode(200).body("state", equalTo("never_published"));
        var live = published("Live").getString("id");
        view("live").then().statusCode(202);
        trash(live);
        verb("articles/" + live + "/restore").then().statusCode(200).body("state", equalTo("unpublished"))
                .body("stats.views", equalTo(1));
        get(API + "/articles/live").then().statusCode(404);
        verb("articles/" + live + "/restore").then().statusCode(200).body("state", equalTo("unpublished"));
        publish(live);
        get(API + "/articles/live").then().statusCode(200).body("stats.views", equalTo(1));
    }

    @Test
    void what_is_purged_is_gone_with_all_that_was_its_own() throws Exception {
        var id = published("Gone").getString("id");
        view("gone").then().statusCode(202);
        approvedComment("gone", "Hello", null);
        patch("articles/" + id, "*", "{\"slug\": \"gone-too\"}").then().statusCode(200);
        publish(id);
        staff().post(ADMIN + "/articles/" + id + "/previews").then().statusCode(201);
        verb("articles/" + id + "/purge").then().statusCode(409).body("state", equalTo("live"));
        trash(id);
        verb("articles/" + id + "/purge").then().statusCode(204);
        staff().get(ADMIN + "/articles/" + id).then().statusCode(404);
        verb("articles/" + id + "/purge").then().statusCode(404);
        for (var table : List.of("article", "article_identity", "article_slug", "article_revision", "article_counter",
                "article_comment_counter", "comment", "publication", "preview", "article_category")) {
            assertEquals(0, query("select count(*) from " + table), table);
        }
        draft(Map.of("title", "Another", "slug", "gone"));
    }

    @Test
    void what_looked_an_article_up_before_it_was_purged_is_refused_and_no_fault() throws Exception {
        for (var kind : List.of("view", "comment", "preview", "counter")) {
            var id = published("Doomed " + kind).getString("id");
            try (var purge = database.getConnection(); var statement = purge.createStatement()) {
                purge.setAutoCommit(false);
                statement.execute("delete from article where id = '" + id + "'");
                statement.execute("delete from article_identity where id = '" + id + "'");
                var answer = CompletableFuture.supplyAsync(() -> switch (kind) {
                    case "view" -> view(id);
                    case "comment" -> comment(id, Map.of("body", "x", "author", Map.of("name", "Mai")));
                    case "preview" -> staff().post(ADMIN + "/articles/" + id + "/previews");
                    default -> sending(Map.of("views", 3)).put(ADMIN + "/articles/" + id + "/views");
                });
                // It has found the article, and waits for what becomes of it.
                while (query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database()") == 0) {
                    assertFalse(answer.isDone(), () -> kind + " did not wait");
                    Thread.onSpinWait();
                }
                purge.commit();
                // The article of a view or a comment is looked up when these are written; all others had found it.
                boolean isGone = List.of("view", "comment").contains(kind);
                answer.get().then().statusCode(isGone ? 404 : 409).body("type",
                        equalTo("urn:byline:problem:" + (isGone ? "not-found" : "conflict")));
            }
        }
    }

    @Test
    void reverting_gives_back_what_readers_have_and_keeps_what_is_discarded() {
        var id = draft(Map.of("title", "Good", "categories", List.of(category("News").getString("slug")), "tags",
                List.of("a"), "body", markdown("Good."), "updatedAt", "2023-11-23T00:00:00Z")).getString("id");
        publish(id);
        patch("articles/" + id, "*", "{\"title\": \"Bad\", \"slug\": \"bad\", \"tags\": [\"b\"], \"pinned\": true}")
                .then().statusCode(200).body("hasUnpublishedChanges", equalTo(true)).body("version", equalTo(3));
        verb("articles/" + id + "/revert").then().statusCode(200).body("title", equalTo("Good"))
                .body("slug", equalTo("good")).body("tags.name", equalTo(List.of("a"))).body("pinned", equalTo(false))
                .body("hasUnpublishedChanges", equalTo(false)).body("version", equalTo(4)).body("revision", equalTo(1))
                .body("updatedAt", nullValue());
        verb("articles/" + id + "/revert").then().statusCode(200).body("version", equalTo(4));
        draft(Map.of("title", "Free again", "slug", "bad"));
        staff().get(ADMIN + "/articles/" + id + "/revisions").then().body("items.version", equalTo(List.of(3, 1)))
                .body("items.current", equalTo(List.of(false, true)))
                .body("items.published", equalTo(List.of(false, true)));
        get(API + "/articles/good").then().body("title", equalTo("Good")).body("updatedAt",
                equalTo("2023-11-23T00:00:00Z"));
    }

    @Test
    void a_duplicate_is_an_unpublished_draft_with_a_slug_of_its_own() {
        var id = draft(Map.of("title", "Original", "categories", List.of(category("News").getString("slug")), "tags",
                List.of("a"), "body", markdown("Text."), "pinned", true, "publishedAt", "2023-01-01T00:00:00Z"))
                .getString("id");
        publish(id);
        var copy = staff().post(ADMIN + "/articles/original/duplicate").then().statusCode(201)
                .header("ETag", "\"1\"").body("state", equalTo("never_published")).body("slug", equalTo("original-2"))
                .body("title", equalTo("Original")).body("body.source", equalTo("Text."))
                .body("tags.name", equalTo(List.of("a"))).body("pinned", equalTo(false))
                .body("publishedAt", nullValue()).body("translations", hasSize(0)).extract();
        staff().get(copy.header("Location")).then().statusCode(200).body("slug", equalTo("original-2"));
        get(API + "/articles").then().body("items", hasSize(1));
    }

    @Test
    void twenty_writers_who_repeat_on_the_current_version_lose_nothing() throws Exception {
        var id = draft("Together").getString("id");
        Set<String> mine = ConcurrentHashMap.newKeySet();
        runConcurrently(20, () -> {
            var tag = "t" + UUID.randomUUID();
            mine.add(tag);
            int status;
            do {
                var read = staff().get(ADMIN + "/articles/" + id).jsonPath();
                var tags = read.getList("tags.name", String.class);
                var all = tags.stream().map(name -> "\"" + name + "\", ").reduce("", String::concat);
                status = patch("articles/" + id, "\"" + read.getInt("version") + "\"",
                        "{\"tags\": [" + all + "\"" + tag + "\"]}").statusCode();
            } while (status == 412);
            return status;
        });
        var article = staff().get(ADMIN + "/articles/" + id).jsonPath();
        assertEquals(mine, Set.copyOf(article.getList("tags.name", String.class)));
        assertEquals(21, article.getInt("version"));
        assertEquals(21, query("select count(*) from article_revision"));
    }

    private static void trash(String id) {
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + id).then().statusCode(204);
    }
}
