package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.byline.comment.ModerationService.ModerationVerb;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;

/** Tests concurrent changes of comments and the resulting counts: cases C02 to C11. */
@QuarkusTest
class CommentConcurrencyTest extends CommentTestBase {
    /** Number of random transitions; the full 10,000 take minutes: {@code -Dbyline.moves=10000}. */
    private static final int TRANSITION_COUNT = Integer.getInteger("byline.moves", 2_000);

    @Inject
    ModerationService moderation;

    /** Runs the tasks at the same time. */
    private static <T> List<T> runConcurrently(List<Callable<T>> tasks) throws Exception {
        var pool = Executors.newFixedThreadPool(tasks.size());
        try {
            var results = new ArrayList<T>();
            for (var result : pool.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void c02_the_same_twice_at_once_is_one() throws Exception {
        setPolicy("none");
        var statuses = runConcurrently(2, () -> comment(article, newComment("Twice.", "Mai")).statusCode());
        assertEquals(List.of(201, 409), statuses.stream().sorted().toList());
        comment(article, newComment("  TWICE.  ", "Mai")).then().statusCode(409).body("type",
                equalTo("urn:byline:problem:duplicate-comment"));
        assertEquals(201, comment(article, newComment("Twice.", "Somebody else")).statusCode());
        assertCount(2);
        Callable<String> keyed = () -> {
            while (true) {
                var answer = given().header("Idempotency-Key", "one-click").contentType(ContentType.JSON)
                        .body(newComment("With a key.", "Mai")).post(API + "/articles/" + article + "/comments");
                if (answer.statusCode() == 201) {
                    return answer.jsonPath().getString("id");
                }
                assertEquals("urn:byline:problem:still-running", answer.jsonPath().getString("type"));
            }
        };
        var ids = runConcurrently(List.of(keyed, keyed));
        assertEquals(ids.get(0), ids.get(1));
        assertCount(3);
    }

    @Test
    void c03_of_two_decisions_on_one_version_one_wins() throws Exception {
        var id = postComment("Decide.", "Mai").getString("id");
        var statuses = runConcurrently(
                List.of(() -> decide(id, "approve", "\"1\""), () -> decide(id, "reject", "\"1\"")));
        assertEquals(List.of(200, 412), statuses.stream().sorted().toList());
        var state = staff().get(ADMIN + "/comments/" + id).jsonPath().getString("state");
        assertCount(state.equals("approved") ? 1 : 0);
        assertEquals(2, query("select count(*) from comment_event"));
    }

    private static int decide(String id, String verb, String version) {
        return staff().header("If-Match", version).post(ADMIN + "/comments/" + id + "/" + verb).statusCode();
    }

    @Test
    void c04_repeated_decisions_change_nothing() throws Exception {
        var posted = postComment("Once.", "Mai");
        var id = posted.getString("id");
        verb("comments/" + id + "/approve").then().statusCode(200);
        verb("comments/" + id + "/approve").then().statusCode(200);
        assertCount(1);
        assertEquals(2, query("select count(*) from comment_event"));
        withToken(posted).delete(API + "/comments/" + id).then().statusCode(204);
        withToken(posted).delete(API + "/comments/" + id).then().statusCode(204);
        deleteByModerator(id);
        assertCount(0);
        assertEquals(3, query("select count(*) from comment_event"));
    }

    @Test
    void c05_what_was_changed_since_it_was_read_is_not_approved() {
        var posted = postComment("Harmless.", "Mai");
        var id = posted.getString("id");
        edit(posted, "1", "Not harmless.").then().statusCode(200).header("ETag", equalTo("\"2\""));
        assertEquals(412, decide(id, "approve", "\"1\""));
        get(API + "/comments/" + id).then().statusCode(404);
        edit(posted, "1", "Too late.").then().statusCode(412);
        edit(posted, "2", "Harmless.").then().statusCode(200);
        assertEquals(200, decide(id, "approve", "3"));
    }

    @Test
    void c09_before_it_closes_201_after_it_403() throws Exception {
        setPolicy("none");
        var closed = new AtomicBoolean();
        var number = new AtomicInteger();
        var wrong = new ConcurrentLinkedQueue<String>();
        Callable<Integer> poster = () -> {
            int accepted = 0;
            while (true) {
                boolean late = closed.get();
                int status = comment(article, newComment("Number " + number.incrementAndGet(), "Mai")).statusCode();
                if (status != 201 && status != 403 || late && status == 201) {
                    wrong.add(late + " " + status);
                }
                accepted += status == 201 ? 1 : 0;
                if (late) {
                    return accepted;
                }
            }
        };
        Callable<Integer> closer = () -> {
            patch("articles/" + article, "*", "{\"commentsPolicy\": \"closed\"}").then().statusCode(200);
            publish(article);
            closed.set(true);
            return 0;
        };
        int accepted = runConcurrently(List.of(poster, poster, poster, closer)).stream().mapToInt(n -> n).sum();
        assertTrue(wrong.isEmpty(), wrong.toString());
        assertEquals(accepted, query("select count(*) from comment"));
        assertCount(accepted);
    }

    /** The assertion is in the teardown too: what is stored is what a recount finds. */
    @Test
    void c10_thousands_of_moves_by_eight_leave_the_counts_right() throws Exception {
        setPolicy("none");
        long seed = System.nanoTime();
        var random = new Random(seed);
        var ids = new ArrayList<String>();
        for (var each : List.of(article, published("Another").getString("id"), published("Third").getString("id"))) {
            var own = new ArrayList<String>();
            for (int i = 0; i < 12; i++) {
                own.add(comment(each, i < 3
                        ? newComment("c" + i, "Mai")
                        : newReply("c" + i, "Mai", own.get(random.nextInt(i)))).jsonPath().getString("id"));
            }
            ids.addAll(own);
        }
        assertEquals(List.of(true), runConcurrently(randomTransitions(ids, seed)).stream().distinct().toList());
        assertEquals(0, recount.drift(), "seed " + seed);
        assertEquals(0, query("select count(*) from article_comment_counter where approved < 0"));
    }

    private List<Callable<Boolean>> randomTransitions(List<String> ids, long seed) {
        var walks = new ArrayList<Callable<Boolean>>();
        for (int walker = 0; walker < 8; walker++) {
            var own = new Random(seed + walker);
            walks.add(() -> {
                for (int i = 0; i < TRANSITION_COUNT / 8; i++) {
                    moderation.decide(ids.get(own.nextInt(ids.size())), "*", ModerationVerb.values()[own.nextInt(3)],
                            null);
                }
                return true;
            });
        }
        return walks;
    }

    @Test
    void c11_held_comments_are_not_public() {
        var parent = approvedComment(article, "Everyone sees this", null);
        for (var verb : List.of("pend", "reject", "spam")) {
            var id = postReply("Zanzibar " + verb, "Zed " + verb, parent).getString("id");
            if (!verb.equals("pend")) {
                verb("comments/" + id + "/" + verb).then().statusCode(200);
            }
            get(API + "/comments/" + id).then().statusCode(404);
        }
        for (var read : List.of("/articles/talked-about/comments", "/articles/talked-about/comments?view=flat",
                "/articles/talked-about/comments?sort=-likes", "/articles/talked-about?include=comments",
                "/comments/" + parent + "/replies", "/articles/talked-about/comments/feeds/rss",
                "/articles/talked-about/comments/feeds/json", "/search?q=Zanzibar")) {
            for (int i = 0; i < 2; i++) {
                get(API + read).then().statusCode(200).body(not(containsString("Zed")));
            }
        }
        assertEquals(0, threads("").getInt("items[0].replyCount"));
        assertCount(1);
    }

    @Test
    void a_decision_and_its_reason_are_kept_for_moderators() {
        var id = postComment("Off topic.", "Mai").getString("id");
        staff().header("If-Match", "1").contentType(ContentType.JSON).body(Map.of("reason", "Off topic."))
                .post(ADMIN + "/comments/" + id + "/reject").then().statusCode(200).body("version", equalTo(2));
        staff().get(ADMIN + "/comments/" + id + "/history").then().body("moves.to",
                equalTo(List.of("pending", "rejected"))).body("moves.actor", equalTo(List.of("author", "environment")))
                .body("moves[1].reason", equalTo("Off topic."));
    }
}
