package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.job.ScheduledJobs;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests the moderation queue, and the deletion of data by retention and by request: cases A09 to A11. */
@QuarkusTest
class ModerationTest extends CommentTestBase {
    private static final String DRIFT = "(?s).*\nbyline_comments_drift\\{[^}]*} %s\n.*";

    @Inject
    CommentCleanup cleanup;
    @Inject
    ScheduledJobs scheduledJobs;

    @Test
    void moderators_need_only_the_data_of_the_responses() {
        setPolicy("all");
        var mai = Map.of("name", "Mai Trần", "email", "mai@example.com");
        comment(article, Map.of("body", "Đẹp quá", "author", mai)).then().statusCode(202);
        comment(article, Map.of("body", "Second", "author", mai)).then().statusCode(202);
        comment(published("Elsewhere").getString("id"), newComment("Third", "Ba")).then().statusCode(202);
        staff().get(ADMIN + "/comments/counts").then().body("waiting", equalTo(3)).body("pending", equalTo(3))
                .body("approved", equalTo(0));
        var queue = staff().get(ADMIN + "/comments?waiting=true&sort=createdAt&count=exact").then()
                .body("page.total", equalTo(3)).extract().jsonPath();
        var first = queue.getString("items[0].id");
        staff().header("If-Match", queue.getInt("items[0].version")).post(ADMIN + "/comments/" + first + "/approve")
                .then().statusCode(200);
        sending(Map.of("verb", "spam", "reason", "A wave.", "items",
                List.of(Map.of("id", queue.getString("items[1].id"), "version", 1),
                        Map.of("id", queue.getString("items[2].id"), "version", 9),
                        Map.of("id", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69", "version", 1))))
                .post(ADMIN + "/bulk/comments").then().statusCode(200).body("succeeded", equalTo(1))
                .body("results.status", equalTo(List.of(200, 412, 404))).body("results[0].state", equalTo("spam"))
                .body("results[1].problem.type", equalTo("urn:byline:problem:stale-version"));
        for (var filter : Map.of("state=approved", 1, "state=spam", 1, "waiting=true", 1, "waiting=false", 2,
                "article=elsewhere", 1, "author=MAI@example.com", 2, "q=dep tran", 1, "q=third", 1).entrySet()) {
            given().spec(staff()).get(ADMIN + "/comments?" + filter.getKey()).then().statusCode(200).body(
                    "items.size()",
                    equalTo(filter.getValue()));
        }
        staff().get(ADMIN + "/comments?author=mai@example.com&state=approved&article=talked-about&q=dep").then()
                .body("items.id", equalTo(List.of(first))).body("items[0].author.email", equalTo("mai@example.com"));
        sending(Map.of("verb", "delete", "items", List.of(Map.of("id", first, "version", 2))))
                .post(ADMIN + "/bulk/comments").then().body("results[0].state", equalTo("deleted"));
        staff().get(ADMIN + "/comments/counts").then().body("waiting", equalTo(1)).body("spam", equalTo(1))
                .body("approved", equalTo(0));
        for (var wrong : List.of("author=mai", "q=", "waiting=perhaps", "state=open", "sort=likes")) {
            staff().get(ADMIN + "/comments?" + wrong).then().statusCode(400);
        }
    }

    @Test
    void the_queue_names_the_article_of_each_comment_in_a_constant_number_of_statements() {
        var first = postComment("One", "Mai").getString("id");
        var path = ADMIN + "/comments?waiting=true&sort=createdAt";
        staff().get(path);
        long one = statementsOfMisses(() -> staff().get(path).then().body("items.articleTitle",
                equalTo(List.of("Talked about"))));
        for (int i = 0; i < 3; i++) {
            comment(published("Article " + i).getString("id"), newComment("Text " + i, "Ba")).then().statusCode(202);
        }
        assertEquals(one, statementsOfMisses(() -> staff().get(path).then().body("items.articleTitle",
                equalTo(List.of("Talked about", "Article 0", "Article 1", "Article 2")))));
        staff().get(ADMIN + "/comments/" + first).then().body("articleTitle", equalTo("Talked about"));
        // An article that readers no longer see keeps its comments and its title.
        verb("articles/" + article + "/unpublish").then().statusCode(200);
        verb("comments/" + first + "/approve").then().statusCode(200).body("articleTitle", equalTo("Talked about"));
    }

    @Test
    void pages_of_the_queue_are_walked_by_cursor() {
        for (int i = 0; i < 5; i++) {
            postComment("Comment " + i, "Mai");
        }
        var page = staff().get(ADMIN + "/comments?size=2&waiting=true").jsonPath();
        assertEquals(List.of("Comment 4", "Comment 3"), page.getList("items.body"));
        page = staff().get(ADMIN + "/comments?size=2&waiting=true&cursor=" + page.getString("page.next")).jsonPath();
        assertEquals(List.of("Comment 2", "Comment 1"), page.getList("items.body"));
        staff().get(ADMIN + "/comments?size=2&cursor=" + page.getString("page.next")).then().statusCode(400);
    }

    @Test
    void moderators_change_texts_at_any_time() throws Exception {
        var id = approvedComment(article, "My number is 555", null);
        sql("update comment set created_at = created_at - interval '1 year'");
        patch("comments/" + id, "2", "{\"body\": \"My number is …\"}").then().statusCode(200);
        get(API + "/comments/" + id).then().body("body", equalTo("My number is …"));
        patch("comments/" + id, "2", "{\"body\": \"x\"}").then().statusCode(412);
        patch("comments/" + id, "*", "{\"body\": \"\"}").then().statusCode(422);
        staff().get(ADMIN + "/comments/" + id + "/history").then().body("revisions[0].body",
                equalTo("My number is 555")).body("revisions[0].actor", equalTo("environment"));
    }

    @Test
    void a09_erasing_leaves_nothing_of_a_person_and_counts_as_they_were() throws Exception {
        setPolicy("none");
        var hilda = Map.of("name", "Hilda Quux", "email", "Hilda@Example.com", "website", "https://hilda.example");
        var posted = given().header("User-Agent", "Hildas browser").header("Idempotency-Key", "hilda-1")
                .contentType("application/json").body(Map.of("body", "It is I.", "author", hilda))
                .post(API + "/articles/" + article + "/comments").then().statusCode(201).extract().jsonPath();
        postReply("An answer", "Ba", posted.getString("id"));
        var second = comment(article, Map.of("body", "I, Hilda, again.", "author", hilda)).jsonPath();
        edit(second, "1", "I again.").then().statusCode(200);
        sending(Map.of("reason", "Hilda asked for it.")).header("If-Match", "*")
                .post(ADMIN + "/comments/" + second.getString("id") + "/reject").then().statusCode(200);
        sending(Map.of("email", "hilda@example.com")).post(ADMIN + "/privacy/export").then().statusCode(200)
                .body("comments.comment.body", equalTo(List.of("It is I.", "I again.")))
                .body("comments[0].comment.author.email", equalTo("Hilda@Example.com"))
                .body("comments[0].comment.author.userAgent", equalTo("Hildas browser"))
                .body("comments[1].history.revisions.body", equalTo(List.of("I, Hilda, again.")));
        assertCount(2);
        sending(Map.of("email", "hilda@EXAMPLE.com")).post(ADMIN + "/privacy/erase").then().statusCode(200)
                .body("comments", equalTo(2));
        sending(Map.of("email", "hilda@EXAMPLE.com")).post(ADMIN + "/privacy/erase").then().body("comments",
                equalTo(0));
        for (var word : List.of("hilda", "Hilda", "Quux")) {
            assertEquals(0, CommentThreadTest.countRowsContaining(this, word), word);
        }
        get(API + "/comments/" + posted.getString("id")).then().body("author.name", equalTo("Anonymous"))
                .body("author.website", nullValue()).body("body", equalTo("It is I."));
        withToken(posted).delete(API + "/comments/" + posted.getString("id")).then().statusCode(403);
        assertCount(2);
        sending(Map.of("email", "hilda@example.com")).post(ADMIN + "/privacy/export").then().body("comments.size()",
                equalTo(0));
        given().header("Authorization", "Bearer " + editorKey).contentType("application/json")
                .body(Map.of("email", "x@y.example")).post(ADMIN + "/privacy/erase").then().statusCode(403);
    }

    @Test
    void erasing_may_take_the_texts_along() {
        setPolicy("none");
        var root = comment(article, Map.of("body", "Mine", "author", Map.of("name", "M", "email", "m@x.example")))
                .jsonPath().getString("id");
        postReply("An answer", "Ba", root);
        sending(Map.of("email", "m@x.example", "texts", "delete")).post(ADMIN + "/privacy/erase").then()
                .statusCode(200).body("comments", equalTo(1));
        get(API + "/articles/" + article + "/comments").then().body("items[0].state", equalTo("deleted"))
                .body("items[0].replies[0].body", equalTo("An answer"));
        assertCount(1);
    }

    @Test
    void a10_addresses_browsers_and_earlier_texts_are_kept_for_thirty_days() throws Exception {
        setPolicy("none");
        postComment("Old", "Mai");
        var young = postComment("Young", "Mai");
        edit(young, "1", "Younger").then().statusCode(200);
        var spam = postComment("Spam", "Mai").getString("id");
        verb("comments/" + spam + "/spam").then().statusCode(200);
        var parent = postComment("Rejected, and answered", "Mai").getString("id");
        postReply("Answer", "Ba", parent);
        verb("comments/" + parent + "/reject").then().statusCode(200);
        cleanup.deleteExpired();
        assertEquals(5,
                query("select count(*) from comment where address_hash is not null and user_agent is not null"));
        sql("update comment set created_at = created_at - interval '30 days' where body = 'Old'");
        sql("update comment set moved_at = moved_at - interval '30 days' where state in ('spam', 'rejected')");
        sql("update comment_revision set replaced_at = replaced_at - interval '30 days'");
        cleanup.deleteExpired();
        assertEquals(1, query("select count(*) from comment where body = 'Old' and address_hash is null"
                + " and author_key is null and user_agent is null"));
        assertEquals(0, query("select count(*) from comment where state = 'spam'"));
        assertEquals(0, query("select count(*) from comment_revision"));
        // Its reply would come to light without it.
        assertEquals(1, query("select count(*) from comment where state = 'rejected'"));
        assertCount(2);
        // Nor can anybody tell later whose a hash was.
        sql("update abuse_salt set month = month - interval '2 months'");
        cleanup.deleteExpired();
        assertEquals(0, query("select count(*) from abuse_salt"));
    }

    @Test
    void a11_a_purge_takes_everything_of_one_article_and_nothing_of_another() throws Exception {
        var other = published("Elsewhere").getString("id");
        approvedComment(other, "Stays", null);
        var root = approvedComment(article, "Goes", null);
        approvedComment(article, "Goes too", root);
        given().contentType("application/json").body(Map.of("reason", "spam"))
                .post(API + "/comments/" + root + "/reports").then().statusCode(202);
        staff().header("If-Match", "*").delete(ADMIN + "/articles/" + article).then().statusCode(204);
        verb("articles/" + article + "/purge").then().statusCode(204);
        assertEquals(1, query("select count(*) from comment"));
        assertEquals(0, query("select count(*) from comment_report"));
        assertEquals(2, query("select count(*) from comment_event"));
        assertEquals(1, query("select approved from article_comment_counter"));
        get(API + "/articles/elsewhere").then().body("stats.comments", equalTo(1));
    }

    @Test
    void wrong_counts_are_reported_as_a_metric() throws Exception {
        approvedComment(article, "One", null);
        sql("update article_comment_counter set approved = approved + 3");
        scheduledJobs.recount();
        get("/q/metrics").then().body(matchesPattern(DRIFT.formatted("3.0")));
        sql("update article_comment_counter set approved = approved - 3");
        scheduledJobs.recount();
        get("/q/metrics").then().body(matchesPattern(DRIFT.formatted("0.0")));
    }
}
