package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class CommentTest extends ServiceTest {
    private String article;

    @BeforeEach
    void publishOne() {
        article = published("Talked about").getString("id");
    }

    private void assertCount(int expected) {
        get(API + "/articles/" + article).then().body("stats.comments", equalTo(expected));
        get(API + "/articles/" + article + "/views").then().body("comments", equalTo(expected));
    }

    @Test
    void a_guests_comment_waits_and_is_seen_when_it_is_approved() {
        var posted = comment("talked-about", Map.of("body", "Thank you, **Linh** <b>x</b>", "author",
                Map.of("name", "Mai", "email", "mai@example.com", "website", "https://mai.example"))).then()
                .statusCode(202).body("state", equalTo("pending")).extract();
        String id = posted.path("id");
        get(posted.header("Location")).then().statusCode(404);
        get(API + "/articles/talked-about/comments").then().body("items", hasSize(0));
        assertCount(0);
        staff().get(ADMIN + "/comments?state=pending").then().body("items.id", equalTo(List.of(id)))
                .body("items[0].author.email", equalTo("mai@example.com"));
        staff().header("If-Match", "\"1\"").post(ADMIN + "/comments/" + id + "/approve").then().statusCode(200)
                .header("ETag", "\"2\"").body("state", equalTo("approved"));
        get(posted.header("Location")).then().statusCode(200).body("author.name", equalTo("Mai"))
                .body("author.email", nullValue())
                .body("bodyHtml", equalTo("<p>Thank you, <strong>Linh</strong> &lt;b&gt;x&lt;/b&gt;</p>"));
        get(API + "/articles/talked-about/comments").then().body("items.id", equalTo(List.of(id)))
                .body(not(containsString("mai@example.com")));
        assertCount(1);
    }

    @Test
    void decisions_need_the_version_that_was_read_and_the_same_again_changes_nothing() throws Exception {
        var id = comment(article, Map.of("body", "x", "author", Map.of("name", "Mai"))).jsonPath().getString("id");
        staff().post(ADMIN + "/comments/" + id + "/approve").then().statusCode(428);
        var statuses = new ArrayList<Integer>();
        var verbs = List.of("approve", "reject").iterator();
        statuses.addAll(runConcurrently(2, () -> {
            String verb;
            synchronized (verbs) {
                verb = verbs.next();
            }
            return staff().header("If-Match", "\"1\"").post(ADMIN + "/comments/" + id + "/" + verb).statusCode();
        }));
        statuses.sort(null);
        assertEquals(List.of(200, 412), statuses);
        verb("comments/" + id + "/approve").then().statusCode(200);
        var version = verb("comments/" + id + "/approve").then().statusCode(200).extract().jsonPath().getInt("version");
        staff().get(ADMIN + "/comments/" + id).then().body("version", equalTo(version));
        assertCount(1);
    }

    @Test
    void replies_hang_under_their_root_at_most_five_deep() {
        var ids = new ArrayList<String>();
        String parent = null;
        for (int i = 0; i < 8; i++) {
            parent = approvedComment(article, "Level " + i, parent);
            ids.add(parent);
        }
        get(API + "/articles/" + article + "/comments").then().body("items", hasSize(1))
                .body("items[0].replyCount", equalTo(7))
                .body("items[0].replies.id", equalTo(ids.subList(1, 8)))
                .body("items[0].replies.depth", equalTo(List.of(2, 3, 4, 5, 5, 5, 5)))
                .body("items[0].replies[6].inReplyToId", equalTo(ids.get(6)))
                .body("items[0].replies[6].parentId", equalTo(ids.get(3)));
        get(API + "/comments/" + ids.get(0) + "/replies?size=3").then().body("items.id", equalTo(ids.subList(1, 4)));
        get(API + "/comments/" + ids.get(1) + "/replies").then().statusCode(404);
        assertCount(8);
    }

    @Test
    void a_rejected_comment_takes_its_replies_along_and_brings_them_back() {
        var root = approvedComment(article, "root", null);
        var reply = approvedComment(article, "reply", root);
        approvedComment(article, "answer", reply);
        approvedComment(article, "beside", root);
        assertCount(4);
        verb("comments/" + reply + "/reject").then().statusCode(200);
        assertCount(2);
        get(API + "/articles/" + article + "/comments").then().body("items[0].replyCount", equalTo(1));
        verb("comments/" + root + "/spam").then().statusCode(200);
        assertCount(0);
        verb("comments/" + reply + "/approve").then().statusCode(200);
        assertCount(0);
        verb("comments/" + root + "/approve").then().statusCode(200);
        assertCount(4);
    }

    @Test
    void a_deleted_comment_stays_as_a_tombstone_while_replies_hang_on_it() throws Exception {
        var root = approvedComment(article, "secret words", null);
        var reply = approvedComment(article, "reply", root);
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + root).then().statusCode(204);
        get(API + "/articles/" + article + "/comments").then().body("items[0].state", equalTo("deleted"))
                .body("items[0].body", nullValue()).body("items[0].author", nullValue())
                .body("items[0].replies.id", equalTo(List.of(reply)));
        assertCount(1);
        assertEquals(0,
                query("select count(*) from comment where body = 'secret words' or author_name is not null and id = '"
                        + root + "'"));
        comment(article, Map.of("body", "x", "author", Map.of("name", "M"), "parentId", root)).then().statusCode(422);
        verb("comments/" + root + "/approve").then().statusCode(409);
        verb("comments/" + reply + "/reject").then().statusCode(200);
        get(API + "/articles/" + article + "/comments").then().body("items", hasSize(0));
        staff().header("If-Match", "*").delete(ADMIN + "/comments/" + reply).then().statusCode(204);
        assertEquals(0, query("select count(*) from comment where shown"));
        assertCount(0);
    }

    @Test
    void a_parent_that_cannot_be_answered_is_refused_with_one_message() {
        var other = published("Elsewhere").getString("id");
        var elsewhere = approvedComment(other, "x", null);
        var pending = comment(article, Map.of("body", "x", "author", Map.of("name", "M"))).jsonPath().getString("id");
        for (var parent : List.of(elsewhere, pending, "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69")) {
            comment(article, Map.of("body", "x", "author", Map.of("name", "M"), "parentId", parent)).then()
                    .statusCode(422).body("violations[0].field", equalTo("/parentId"))
                    .body("violations[0].message", equalTo("must be the id of a visible comment of this article"));
        }
    }

    @Test
    void the_articles_policy_and_the_sites_decide() {
        patch("articles/" + article, "*", "{\"commentsPolicy\": \"closed\"}").then().statusCode(200);
        comment(article, Map.of("body", "y", "author", Map.of("name", "M"))).then().statusCode(202);
        publish(article);
        comment(article, Map.of("body", "x", "author", Map.of("name", "M"))).then().statusCode(403).body("type",
                equalTo("urn:byline:problem:comments-closed"));
        var open = published("Open").getString("id");
        patch("site", "*", "{\"commentsPolicy\": \"none\"}").then().statusCode(200);
        comment(open, Map.of("body", "x", "author", Map.of("name", "M"))).then().statusCode(201).body("state",
                equalTo("approved"));
        get(API + "/articles/open").then().body("stats.comments", equalTo(1));
        var draft = draft("Nobody talks about it").getString("id");
        comment(draft, Map.of("body", "x", "author", Map.of("name", "M"))).then().statusCode(404);
    }

    @Test
    void c01_a_hundred_comments_at_once_are_a_hundred() throws Exception {
        patch("site", "*", "{\"commentsPolicy\": \"none\"}").then().statusCode(200);
        var number = new AtomicInteger();
        var statuses = runConcurrently(100, () -> comment(article,
                Map.of("body", "x", "author", Map.of("name", "M" + number.incrementAndGet()))).statusCode());
        assertEquals(100, statuses.stream().filter(s -> s == 201).count());
        assertCount(100);
    }

    /** Whatever moderators do at once, the stored count is what a recount finds. */
    @Test
    void counts_equal_a_recount_after_a_random_walk() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var ids = new ArrayList<String>();
        for (int i = 0; i < 12; i++) {
            ids.add(approvedComment(article, "c" + i, i < 3 ? null : ids.get(random.nextInt(i))));
        }
        var walks = runConcurrently(8, () -> {
            var own = new Random(random.nextLong());
            for (int i = 0; i < 25; i++) {
                var verb = List.of("approve", "reject", "spam").get(own.nextInt(3));
                var status = verb("comments/" + ids.get(own.nextInt(ids.size())) + "/" + verb).statusCode();
                assertEquals(200, status);
            }
            return true;
        });
        assertEquals(8, walks.size());
        var recount = query(
                """
                        with recursive shown as (
                            select id from comment where parent_id is null and state = 'approved'
                            union all
                            select c.id from comment c join shown on c.parent_id = shown.id where c.state = 'approved')
                        select count(*) from shown""");
        assertEquals(recount, query("select approved from article_comment_counter"), "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "   ", "\u00a0", "\u200b", "\u3164", "\u2800" })
    void x07_what_cannot_be_seen_is_no_comment(String blank) {
        comment(article, Map.of("body", blank, "author", Map.of("name", "M"))).then().statusCode(422)
                .body("violations[0].message", equalTo("must not be blank"));
        comment(article, Map.of("body", "x", "author", Map.of("name", blank))).then().statusCode(422);
    }

    @Test
    void lengths_are_counted_in_code_points_and_bodies_in_bytes() {
        comment(article, Map.of("body", "😀".repeat(5000), "author", Map.of("name", "M"))).then().statusCode(202);
        comment(article, Map.of("body", "😀".repeat(5001), "author", Map.of("name", "M"))).then().statusCode(422);
        comment(article, Map.of("body", "x".repeat(70_000), "author", Map.of("name", "M"))).then().statusCode(413);
        comment(article, Map.of("body", "x", "author", Map.of("name", "a\nb"))).then().statusCode(422);
        comment(article, Map.of("body", "x", "author", Map.of("name", "a\u202eb"))).then().statusCode(422);
        comment(article, Map.of("body", "x", "author", Map.of("name", "M", "email", "no"))).then().statusCode(422);
        comment(article, Map.of("body", "x", "author", Map.of("name", "M", "website", "javascript:1"))).then()
                .statusCode(422);
    }

    @Test
    void a_guest_sets_nothing_but_the_comment() {
        for (var field : List.of("id", "state", "createdAt", "articleId", "depth", "version")) {
            comment(article, Map.of("body", "x", "author", Map.of("name", "M"), field, "1")).then().statusCode(422)
                    .body("violations[0].field", equalTo("/" + field));
        }
    }

    @Test
    void threads_are_paged_by_root() {
        var roots = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            roots.add(0, approvedComment(article, "r" + i, null));
        }
        for (int i = 0; i < 12; i++) {
            approvedComment(article, "a" + i, roots.get(0));
        }
        var page = get(API + "/articles/" + article + "/comments?size=2").then()
                .body("items.id", equalTo(roots.subList(0, 2))).body("items[0].replies", hasSize(10))
                .body("items[0].replyCount", equalTo(12)).extract().jsonPath();
        get(API + "/articles/" + article + "/comments?size=2&cursor=" + page.getString("page.next")).then()
                .body("items.id", equalTo(roots.subList(2, 4)));
        get(API + "/articles/" + article + "/comments?sort=createdAt&count=exact").then()
                .body("items[0].id", equalTo(roots.get(4))).body("page.total", equalTo(5));
        given().get(API + "/comments/" + roots.get(0) + "/replies?size=100").then().body("items", hasSize(12));
    }
}
