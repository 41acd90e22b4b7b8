package dev.byline.media;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Uses of media by content: kept by triggers, and in the way of the trash. */
@QuarkusTest
class MediaUseTest extends MediaTestBase {
    @Inject
    MediaReader reader;

    @Test
    void an_article_uses_the_media_that_its_text_names() throws Exception {
        var first = text("First").getString("id");
        var second = text("Second").getString("id");
        var article = draft(Map.of("title", "Of media", "body",
                markdown("![A](media:" + first + ")\n\n![B](/media/" + second.toUpperCase() + "/notes.txt?v=1) and "
                        + "media:" + UUID.randomUUID() + " of nothing")))
                .getString("id");
        assertEquals(2, query("select count(*) from media_use where user_type = 'article'"));
        staff().get(MEDIA + "/" + first + "/usedBy?count=exact").then().statusCode(200)
                .body("items.kind", equalTo(List.of("article"))).body("items.id", equalTo(List.of(article)))
                .body("items.name", equalTo(List.of("Of media"))).body("items.live", equalTo(List.of(false)))
                .body("page.total", equalTo(1));
        assertEquals(List.of(), staff().get(MEDIA + "?unused=true").jsonPath().getList("items"));
        assertEquals(2, staff().get(MEDIA + "?unused=false").jsonPath().getList("items").size());
        patch("articles/" + article, "*",
                "{\"body\": {\"format\": \"markdown\", \"source\": \"media:" + second + "\"}}")
                .then().statusCode(200);
        staff().get(MEDIA + "/" + first + "/usedBy").then().body("items", equalTo(List.of()));
        assertEquals(List.of(first), staff().get(MEDIA + "?unused=true").jsonPath().getList("items.id"));
        publishOnly(article);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + article).then().statusCode(204);
        staff().header("If-Match", "*").post(ADMIN + "/articles/" + article + "/purge").then().statusCode(204);
        assertEquals(0, query("select count(*) from media_use"));
    }

    private static void publishOnly(String article) {
        verb("articles/" + article + "/publish").then().statusCode(200);
    }

    @Test
    void what_readers_see_keeps_its_medium_after_the_working_copy_dropped_it() {
        var id = text("Live").getString("id");
        var article = draft(Map.of("title", "Live", "body", markdown("text"), "cover",
                Map.of("url", "http://localhost:8081/media/" + id + "/notes.txt"))).getString("id");
        publishOnly(article);
        staff().get(MEDIA + "/" + id + "/usedBy").then().body("items.live", equalTo(List.of(true)));
        patch("articles/" + article, "*", "{\"cover\": null}").then().statusCode(200);
        staff().get(MEDIA + "/" + id + "/usedBy").then().body("items.id", equalTo(List.of(article)))
                .body("items.live", equalTo(List.of(true)));
        trash(id).then().statusCode(409);
        publishOnly(article);
        staff().get(MEDIA + "/" + id + "/usedBy").then().body("items", equalTo(List.of()));
        trash(id).then().statusCode(204);
    }

    @Test
    void a_replaced_picture_of_the_site_has_another_address_in_the_next_response() {
        var logo = picture("?filename=logo.png", Color.RED);
        patch("site", "*", "{\"logo\": {\"url\": \"" + logo.getString("url") + "\"}}").then().statusCode(200);
        for (int version = 1; version <= 2; version++) {
            var url = logo.getString("url") + "?v=" + version;
            get(API + "/site").then().body("logo.url", equalTo(url)).body("icon", nullValue());
            staff().get(ADMIN + "/site").then().body("logo.url", equalTo(url)).body("version", equalTo(2));
            get(API + "/feeds/atom").then().body("feed.logo", equalTo(url));
            get(url.substring(url.indexOf("/media/"))).then().statusCode(200)
                    .header("Cache-Control", containsString("immutable"));
            bytes(staff().header("If-Match", "*"), picture("png", 40, 30, Color.BLUE))
                    .put(MEDIA + "/" + logo.getString("id") + "/file").then().statusCode(200);
        }
    }

    @Test
    void authors_and_the_site_use_media() {
        var id = text("Logo").getString("id");
        var url = "https://blog.example/media/" + id + "/logo.png";
        var author = sending(Map.of("name", "Mai", "avatarUrl", url)).post(ADMIN + "/authors").jsonPath()
                .getString("id");
        patch("site", "*", "{\"logo\": {\"url\": \"" + url + "\"}}").then().statusCode(200);
        var uses = staff().get(MEDIA + "/" + id + "/usedBy?size=1").jsonPath();
        assertEquals(List.of("author"), uses.getList("items.kind"));
        staff().get(MEDIA + "/" + id + "/usedBy?size=1&cursor=" + uses.getString("page.next")).then()
                .body("items[0].kind", equalTo("site")).body("items[0].id", equalTo(null));
        patch("site", "*", "{\"logo\": null}").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/authors/" + author).then().statusCode(204);
        staff().get(MEDIA + "/" + id + "/usedBy").then().body("items", equalTo(List.of()));
    }

    @Test
    void a_medium_in_use_is_not_deleted_and_the_problem_names_its_users() throws SQLException {
        var author = signedIn("An", "author");
        var id = upload(author, "?filename=a.txt", "Used".getBytes()).jsonPath().getString("id");
        var article = draft(Map.of("title", "A secret draft", "body", markdown("media:" + id))).getString("id");
        trash(id).then().statusCode(409).body("type", equalTo("urn:byline:problem:in-use"))
                .body("holder", equalTo(article)).body("detail", containsString("article 'A secret draft'"));
        with(author).header("If-Match", "*").delete(MEDIA + "/" + id).then().statusCode(409)
                .body("detail", not(containsString("secret"))).body("detail", containsString("may not see"));
        with(author).get(MEDIA + "/" + id + "/usedBy").then().body("items", equalTo(List.of()));
    }

    @Test
    void a_medium_in_the_trash_comes_back_when_an_article_uses_it() {
        var id = text("Back").getString("id");
        trash(id).then().statusCode(204);
        assertTrue(reader.find(UUID.fromString(id)).isEmpty());
        draft(Map.of("title", "Uses it", "body", markdown("media:" + id)));
        staff().get(MEDIA + "/" + id).then().body("trashedAt", equalTo(null));
    }

    @Test
    void trashing_and_using_at_the_same_time_leaves_no_used_medium_in_the_trash() throws Exception {
        for (int i = 0; i < 5; i++) {
            var id = text("Race " + i).getString("id");
            var number = i;
            var turn = new AtomicInteger();
            runConcurrently(2, () -> turn.getAndIncrement() == 0
                    ? trash(id).statusCode()
                    : draft(Map.of("title", "Race " + number, "body", markdown("media:" + id))).getString("id"));
            assertEquals(0, query("select count(*) from media m join media_use u on u.media_id = m.id"
                    + " where m.trashed_at is not null"));
        }
    }

    @Test
    void a_change_of_a_medium_is_a_change_of_what_shows_it() throws Exception {
        var id = text("Followed").getString("id");
        var article = draft(Map.of("title", "Shows it", "body", markdown("![A](media:" + id + ")"), "cover",
                Map.of("url", "http://localhost/media/" + id + "/notes.txt"))).getString("id");
        publishOnly(article);
        var before = get(API + "/articles/" + article).header("ETag");
        assertEquals(200, get(API + "/articles/" + article).statusCode());
        execute("delete from pending_change");
        var changes = query("select count(*) from change where thing_id = '" + article + "' and change = 'updated'");
        patch("media/" + id, "*", "{\"alt\": \"Another\"}").then().statusCode(200);
        assertEquals(changes + 1, query("select (select count(*) from pending_change where thing_id = '" + article
                + "' and change = 'updated') + (select count(*) from change where thing_id = '" + article
                + "' and change = 'updated')"));
        assertTrue(before != null);
    }

    @Test
    void the_reader_sees_each_change_and_keeps_what_does_not_change() {
        var id = UUID.fromString(text("Kept").getString("id"));
        assertEquals("notes.txt", reader.find(id).orElseThrow().filename());
        patch("media/" + id, "*", "{\"filename\": \"other.txt\"}").then().statusCode(200);
        assertEquals("other.txt", reader.find(id).orElseThrow().filename());
        bytes(staff().header("If-Match", "*"), "New".getBytes()).put(MEDIA + "/" + id + "/file").then()
                .statusCode(200);
        assertEquals(2, reader.find(id).orElseThrow().fileVersion());
        assertEquals(4, reader.find(id, 1).orElseThrow().bytes());
        assertTrue(reader.find(id, 3).isEmpty());
        assertEquals(0, statements(() -> reader.find(id)));
    }
}
