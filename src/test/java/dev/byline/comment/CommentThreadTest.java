package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;

/** Tests threads and their pages: cases T01 to T07, C12 and C13. */
@QuarkusTest
class CommentThreadTest extends CommentTestBase {
    @Inject
    PublicCommentQueries comments;
    @Inject
    CommentCleanup cleanup;

    @Test
    void t01_fifty_answers_deep_are_five_levels() throws Exception {
        setPolicy("none");
        var ids = new ArrayList<String>(List.of(postComment("Level 0", "Mai").getString("id")));
        for (int i = 1; i < 50; i++) {
            var reply = postReply("Level " + i, "Mai", ids.get(i - 1));
            assertEquals(Math.min(i + 1, 5), reply.getInt("depth"));
            assertEquals(ids.get(i - 1), reply.getString("inReplyToId"));
            assertEquals(ids.get(Math.min(i - 1, 3)), reply.getString("parentId"));
            ids.add(reply.getString("id"));
        }
        var first = threads("?replies=5");
        assertEquals(49, first.getInt("items[0].replyCount"));
        assertEquals(ids.subList(1, 6), first.getList("items[0].replies.id"));
        get(API + "/comments/" + ids.get(0) + "/replies?size=100&cursor=" + first.getString("items[0].repliesCursor"))
                .then().body("items.id", equalTo(ids.subList(6, 50)));
        assertEquals(5, query("select max(depth) from comment"));
    }

    @Test
    void t02_an_invisible_comment_cannot_be_a_parent() {
        var elsewhere = approvedComment(published("Elsewhere").getString("id"), "Elsewhere", null);
        var pending = postComment("Pending", "Mai").getString("id");
        var spam = postComment("Spam", "Mai").getString("id");
        verb("comments/" + spam + "/spam").then().statusCode(200);
        var root = approvedComment(article, "Root", null);
        approvedComment(article, "Reply", root);
        deleteByModerator(root);
        for (var parent : List.of(elsewhere, pending, spam, root, "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69")) {
            comment(article, newReply("x", "Mai", parent)).then().statusCode(422)
                    .body("violations[0].field", equalTo("/parentId"))
                    .body("violations[0].message", equalTo("must be the id of a visible comment of this article"));
        }
        comment(article, Map.of("body", "x", "author", Map.of("name", "M"), "parentId", "nope")).then()
                .statusCode(422);
    }

    @Test
    void t03_a_tombstone_has_nothing_and_goes_up_the_chain() throws Exception {
        var posted = comment(article, Map.of("body", "The secret plan", "author",
                Map.of("name", "Hilda", "email", "hilda@example.com", "website", "https://hilda.example")))
                .jsonPath();
        var root = posted.getString("id");
        edit(posted, "1", "The plan that was secret").then().statusCode(200);
        verb("comments/" + root + "/approve").then().statusCode(200);
        var reply = approvedComment(article, "Reply", root);
        var answer = approvedComment(article, "Answer", reply);
        deleteByModerator(root);
        deleteByModerator(reply);
        assertEquals("deleted", threads("").getString("items[0].state"));
        assertEquals(List.of("deleted", "approved"), threads("").getList("items[0].replies.state"));
        get(API + "/articles/" + article + "/comments").then().body("items[0].author", nullValue())
                .body("items[0].body", nullValue());
        for (var word : List.of("secret", "hilda", "Hilda")) {
            assertEquals(0, countRowsContaining(word), word);
        }
        deleteByModerator(answer);
        assertEquals(0, ids(threads("")).size());
        sql("update comment set moved_at = moved_at - interval '2 days'");
        cleanup.deleteExpired();
        assertEquals(0, query("select count(*) from comment"));
        var leaf = approvedComment(article, "Leaf", null);
        deleteByModerator(leaf);
        assertEquals(0, ids(threads("")).size());
        get(API + "/comments/" + leaf).then().statusCode(404);
    }

    /** Counts the rows of all tables that contain a text. */
    private long countRowsContaining(String text) throws SQLException {
        return countRowsContaining(this, text);
    }

    static long countRowsContaining(CommentTestBase test, String text) throws SQLException {
        var tables = new ArrayList<String>();
        try (var connection = test.connection();
                var found = connection.createStatement().executeQuery(
                        "select tablename from pg_tables where schemaname = current_schema")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        long rows = 0;
        for (var table : tables) {
            rows += test.rows("select count(*) from " + table + " t where position('" + text + "' in t::text) > 0");
        }
        return rows;
    }

    @Test
    void t04_a_deleted_parent_of_what_is_held_is_not_listed() {
        var root = approvedComment(article, "Root", null);
        var reply = postReply("Pending reply", "Mai", root).getString("id");
        deleteByModerator(root);
        assertEquals(0, ids(threads("")).size());
        verb("comments/" + reply + "/approve").then().statusCode(200);
        assertEquals("deleted", threads("").getString("items[0].state"));
        verb("comments/" + reply + "/spam").then().statusCode(200);
        assertEquals(0, ids(threads("")).size());
    }

    @Test
    void t06_a_comment_cannot_be_moved() {
        var posted = postComment("Here", "Mai");
        for (var field : List.of("parentId", "rootId", "state", "author", "articleId", "depth")) {
            withToken(posted).header("If-Match", "*").contentType(ContentType.JSON)
                    .body(Map.of(field, posted.getString("id"))).patch(API + "/comments/" + posted.getString("id"))
                    .then().statusCode(422).body("violations[0].field", equalTo("/" + field));
        }
    }

    /** 2,000 roots with nine replies each, one of them with two thousand more. */
    @Test
    void t07_a_page_of_twenty_thousand_comments_reads_what_it_shows() throws Exception {
        sql("""
                insert into comment (id, version, article_id, parent_id, root_id, in_reply_to_id, depth, state, hidden,
                    bare, author_name, body, html, created_at, moved_at)
                select md5('c' || i)::uuid, 1, '%s', p, coalesce(p, md5('c' || i)::uuid), p, case when p is null then 1 else 2 end,
                    case when i %% 10 = 9 then 'pending' else 'approved' end, false, false, 'Mai', 'Text', '<p>Text</p>',
                    now() - i * interval '1 second', now()
                from (select i, case when i > 20000 then md5('c0')::uuid
                    when i %% 10 <> 0 then md5('c' || (i / 10 * 10))::uuid end as p from generate_series(0, 21999) i) as made"""
                .formatted(article));
        sql("vacuum analyze comment");
        var id = UUID.fromString(article);
        for (var sort : List.of("-createdAt", "createdAt", "-likes")) {
            var order = Sort.of(sort, CommentSortKey.class, "");
            var query = new PageQuery();
            assertRowsReadAtMost(sort, 600,
                    () -> comments.withReplies(comments.listRoots(id, order, query).items(), 10));
            query.size = 100;
            for (int i = 0; i < 15; i++) {
                query.cursor = comments.listRoots(id, order, query).page().next();
            }
            query.size = 20;
            assertRowsReadAtMost(sort + ", deep", 600,
                    () -> comments.withReplies(comments.listRoots(id, order, query).items(), 10));
        }
        assertRowsReadAtMost("flat", 40, () -> comments.listFlat(id, null, true, new PageQuery()));
        assertRowsReadAtMost("newest", 40, () -> comments.listNewest(id, 20));
        assertTrue(statementsOfMisses(() -> threads("?size=20")) <= 3);
        assertEquals(0, recount.drift());
    }

    @Test
    void c12_a_walk_meets_each_comment_once_whatever_comes_and_goes() throws Exception {
        setPolicy("none");
        for (int i = 0; i < 60; i++) {
            postComment("Comment " + i, "Mai");
        }
        sql("update comment set created_at = date_trunc('hour', now()) - interval '1 hour' where body < 'Comment 55'");
        changeTracker.markAllChanged();
        var expected = new HashSet<>(ids(threads("?size=100")));
        var doomed = threads("?size=1&sort=createdAt").getString("items[0].id");
        expected.remove(UUID.fromString(doomed));
        var met = new ArrayList<UUID>();
        var page = threads("?size=7");
        deleteByModerator(doomed);
        while (true) {
            met.addAll(ids(page));
            postComment("Came later " + met.size(), "Mai");
            if (page.getString("page.next") == null) {
                break;
            }
            page = threads("?size=7&cursor=" + page.getString("page.next"));
        }
        assertEquals(met.size(), new HashSet<>(met).size());
        assertEquals(expected, new HashSet<>(met));
    }

    @Test
    void c13_a_cursor_belongs_to_its_list() {
        setPolicy("none");
        for (int i = 0; i < 3; i++) {
            postComment("Comment " + i, "Mai");
        }
        var other = published("Elsewhere").getString("id");
        var cursor = threads("?size=1").getString("page.next");
        for (var path : List.of(other + "/comments?cursor=" + cursor,
                article + "/comments?sort=createdAt&cursor=" + cursor,
                article + "/comments?sort=-likes&cursor=" + cursor, article + "/comments?view=flat&cursor=" + cursor,
                article + "/comments?cursor=" + cursor.substring(1), article + "/comments?cursor=x" + cursor,
                article + "/comments?cursor=" + "A".repeat(5_000), article + "/comments?cursor=")) {
            get(API + "/articles/" + path).then().statusCode(400).body("violations[0].field", equalTo("cursor"));
        }
        get(API + "/articles/" + article + "/comments?cursor=" + "A".repeat(10_000)).then().statusCode(414);
        for (var wrong : List.of("replies=11", "replies=-1", "replies=x", "view=tree", "since=2026-01-01T00:00:00Z",
                "view=flat&replies=1", "view=flat&sort=-likes", "view=flat&since=yesterday", "sort=random",
                "liked=true")) {
            get(API + "/articles/" + article + "/comments?" + wrong).then().statusCode(400);
        }
    }

    @Test
    void flat_lists_all_alike_since_a_time() throws Exception {
        setPolicy("none");
        var root = postComment("Root", "Mai").getString("id");
        postReply("Reply", "Mai", root);
        given().get(API + "/articles/" + article + "/comments?view=flat&sort=createdAt").then()
                .body("items.body", equalTo(List.of("Root", "Reply")));
        sql("update comment set created_at = created_at - interval '1 day' where parent_id is null");
        changeTracker.markAllChanged();
        var since = java.time.Instant.now().minusSeconds(3_600);
        given().get(API + "/articles/" + article + "/comments?view=flat&count=exact&since=" + since).then()
                .body("items.body", equalTo(List.of("Reply"))).body("page.total", equalTo(1));
        assertFalse(threads("?replies=0").getList("items").isEmpty());
        given().get(API + "/articles/" + article + "/comments?replies=0").then().body("items[0].replies", hasSize(0));
    }
}
