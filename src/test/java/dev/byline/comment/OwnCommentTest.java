package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** Tests how authors read, edit and withdraw their own comments. */
@QuarkusTest
class OwnCommentTest extends CommentTestBase {
    @Test
    void a04_what_waits_is_seen_by_its_author_and_moderators_alone() throws Exception {
        var answer = comment(article, newComment("Patience.", "Mai")).then().statusCode(202)
                .header("Cache-Control", "private, no-store").header("ETag", "\"1\"")
                .body("editToken", notNullValue()).body("editableUntil", notNullValue()).extract();
        var posted = answer.jsonPath();
        var mine = API + "/comments/" + posted.getString("id") + "/mine";
        assertTrue(answer.header("Location").endsWith(API + "/comments/" + posted.getString("id")));
        withToken(posted).get(mine).then().statusCode(200).header("Cache-Control", "private, no-store")
                .body("state", equalTo("pending")).body("body", equalTo("Patience.")).body("editToken", nullValue());
        for (var field : List.of("state", "likeCount", "createdAt", "editToken", "author")) {
            withToken(posted).header("If-Match", "*").contentType("application/merge-patch+json; charset=UTF-8")
                    .body("{\"" + field + "\": \"approved\"}").patch(API + "/comments/" + posted.getString("id"))
                    .then().statusCode(422).body("detail", containsString("/" + field));
        }
        get(mine).then().statusCode(404);
        given().header("Comment-Token", "x" + posted.getString("editToken")).get(mine).then().statusCode(404);
        get(API + "/comments/" + posted.getString("id")).then().statusCode(404);
        staff().get(ADMIN + "/comments/" + posted.getString("id")).then().statusCode(200);
        // Nor does its author learn what a moderator made of it.
        verb("comments/" + posted.getString("id") + "/spam").then().statusCode(200);
        withToken(posted).get(mine).then().body("state", equalTo("pending"));
        assertEquals(0, query("select count(*) from comment where position('" + posted.getString("editToken")
                + "' in comment::text) > 0"));
    }

    @Test
    void a_change_of_what_is_approved_waits_and_readers_keep_what_they_see() {
        var posted = postComment("First.", "Mai");
        var id = posted.getString("id");
        verb("comments/" + id + "/approve").then().statusCode(200);
        edit(posted, "2", "Second.").then().statusCode(200).body("body", equalTo("First."))
                .body("waitingBody", equalTo("Second.")).body("state", equalTo("approved"));
        get(API + "/comments/" + id).then().body("body", equalTo("First.")).body("editedAt", nullValue());
        staff().get(ADMIN + "/comments?waiting=true").then().body("items.id", equalTo(List.of(id)))
                .body("items[0].waitingBody", equalTo("Second.")).body("items[0].heldFor", equalTo(List.of("policy")));
        staff().get(ADMIN + "/comments/counts").then().body("changed", equalTo(1)).body("waiting", equalTo(1));
        verb("comments/" + id + "/approve").then().statusCode(200).body("body", equalTo("Second."))
                .body("waitingBody", nullValue());
        get(API + "/comments/" + id).then().body("body", equalTo("Second.")).body("editedAt", notNullValue())
                .body("bodyHtml", equalTo("<p>Second.</p>"));
        staff().get(ADMIN + "/comments/" + id + "/history").then().body("revisions.body", equalTo(List.of("First.")));
        edit(posted, "*", "Third.").then().statusCode(200);
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + id + "/change").then().statusCode(200)
                .body("waitingBody", nullValue());
        get(API + "/comments/" + id).then().body("body", equalTo("Second."));
        staff().get(ADMIN + "/comments/counts").then().body("waiting", equalTo(0));
        assertCount(1);
    }

    @Test
    void where_nothing_waits_a_change_is_seen_at_once() {
        setPolicy("none");
        var posted = postComment("First.", "Mai");
        edit(posted, "1", "Second.").then().statusCode(200).body("body", equalTo("Second."));
        get(API + "/comments/" + posted.getString("id")).then().body("body", equalTo("Second."));
        edit(posted, "2", "One https://a.example two https://b.example three https://c.example").then()
                .statusCode(200).body("body", equalTo("Second.")).body("waitingBody", containsString("three"));
    }

    @Test
    void others_change_nothing_and_versions_count() {
        setPolicy("none");
        var posted = postComment("First.", "Mai");
        var path = API + "/comments/" + posted.getString("id");
        var body = Map.of("body", "Mine now.");
        given().header("If-Match", "1").contentType(ContentType.JSON).body(body).patch(path).then().statusCode(403);
        given().header("Comment-Token", "guess").delete(path).then().statusCode(403);
        withToken(posted).contentType(ContentType.JSON).body(body).patch(path).then().statusCode(428);
        edit(posted, "7", "x").then().statusCode(412);
        edit(posted, "1", "\u200b").then().statusCode(422);
        withToken(posted).header("If-Match", "1").contentType(ContentType.JSON).body("{\"body\": null}").patch(path)
                .then().statusCode(422);
        withToken(posted).header("If-Match", "1").contentType(ContentType.JSON).body("[]").patch(path).then()
                .statusCode(422);
        withToken(posted).patch(API + "/comments/nope").then().statusCode(404);
        get(path).then().body("body", equalTo("First.")).body("state", equalTo("approved"));
    }

    @Test
    void comments_that_are_old_or_have_replies_can_be_withdrawn_but_not_edited() throws Exception {
        setPolicy("none");
        var root = postComment("Root.", "Mai");
        var answered = postReply("Answered.", "Mai", root.getString("id"));
        postReply("Answer.", "Ba", answered.getString("id"));
        edit(answered, "*", "x").then().statusCode(409).body("type", equalTo("urn:byline:problem:edit-closed"))
                .body("detail", containsString("has a reply"));
        var old = postComment("Old.", "Mai");
        sql("update comment set created_at = created_at - interval '15 minutes' where body = 'Old.'");
        edit(old, "*", "x").then().statusCode(409).body("detail", containsString("15 minutes"));
        sql("update comment set created_at = created_at + interval '20 seconds' where body = 'Old.'");
        edit(old, "*", "Young.").then().statusCode(200);
        sql("update comment set created_at = created_at - interval '2 years' where body = 'Young.'");
        withToken(old).delete(API + "/comments/" + old.getString("id")).then().statusCode(204);
        withToken(answered).delete(API + "/comments/" + answered.getString("id")).then().statusCode(204);
        edit(old, "*", "x").then().statusCode(404);
        assertCount(2);
    }

    @Test
    void a06_a_guest_sets_nothing_but_the_comment() {
        for (var field : List.of("id", "state", "createdAt", "articleId", "depth", "version", "memberId", "likeCount",
                "editToken")) {
            comment(article, Map.of("body", "x", "author", Map.of("name", "M"), field, "1")).then().statusCode(422)
                    .body("violations[0].field", equalTo("/" + field));
        }
        comment(article, Map.of("body", "x", "author", Map.of("name", "M", "verified", true))).then().statusCode(422)
                .body("violations[0].field", equalTo("/author/verified"));
        comment(article, Map.of("body", "x")).then().statusCode(422).body("violations[0].field", equalTo("/author"));
    }

    @Test
    void a_form_of_another_site_may_do_all_of_it() {
        for (var method : List.of("PATCH", "DELETE", "PUT")) {
            given().header("Origin", "https://blog.example").header("Access-Control-Request-Method", method)
                    .header("Access-Control-Request-Headers", "comment-token,if-match,content-type")
                    .options(API + "/comments/x").then().statusCode(204)
                    .header("Access-Control-Allow-Origin", "*")
                    .header("Access-Control-Allow-Methods", containsString(method));
        }
    }
}
