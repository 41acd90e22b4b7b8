package dev.byline.comment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import dev.byline.comment.SpamCheck.SpamCheckResult;
import dev.byline.database.Ids;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Sha256;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests batches of new comments: each comment of a batch fares as it would alone. */
@QuarkusTest
class CommentBatchTest extends CommentTestBase {
    private static final String LONG_TEXT = "A text that is long enough to be found again.";

    @Inject
    CommentWriter writer;
    @Inject
    CommentQueue queue;

    private PendingComment pending(String text) {
        return pending(UUID.fromString(article), text, null);
    }

    private static PendingComment pending(UUID article, String text, UUID parent) {
        var comment = new Comment();
        var now = Instant.now();
        comment.id = Ids.next();
        comment.rootId = comment.id;
        comment.depth = 1;
        comment.articleId = article;
        comment.authorName = "Mai";
        comment.authorKey = Sha256.of("Mai");
        comment.setText(text, text);
        comment.createdAt = now;
        comment.movedAt = now;
        comment.postedOn = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return new PendingComment("talked-about", comment, parent,
                new SpamCheckResult(CommentState.approved, List.of()));
    }

    /** Adds a comment as a request does. */
    private void add(PendingComment pending) {
        var context = Arc.container().requestContext();
        boolean wasActive = context.isActive();
        if (!wasActive) {
            context.activate();
        }
        try {
            queue.add(pending);
        } finally {
            if (!wasActive) {
                context.terminate();
            }
        }
    }

    @Test
    void the_statements_of_a_batch_do_not_grow_with_its_comments() throws Exception {
        var root = pending(LONG_TEXT);
        assertTrue(writer.write(List.of(root), true).isEmpty());
        long few = statementsOfBatch(root, 2);
        assertEquals(few, statementsOfBatch(root, 60));
        assertTrue(few <= 7, "statements: " + few);
        assertCount(63);
    }

    private long statementsOfBatch(PendingComment root, int size) {
        var batch = new ArrayList<PendingComment>();
        for (int i = 0; i < size; i++) {
            batch.add(pending(root.comment.articleId, "Text " + size + " of a thread with the number " + i,
                    i % 2 == 0 ? root.comment.id : null));
        }
        return statementsOfRequests(() -> {
            // Only the statements of requests and of the queue are counted.
            CompletableFuture.runAsync(() -> assertTrue(writer.write(batch, true).isEmpty()),
                    task -> startThread("executor-thread-of-test", task)).join();
        });
    }

    private static void startThread(String name, Runnable task) {
        new Thread(task, name).start();
    }

    @Test
    void of_equal_texts_in_a_batch_one_is_stored_and_a_repeat_of_another_author_is_held() throws Exception {
        var first = pending(LONG_TEXT);
        var again = pending(LONG_TEXT);
        var other = pending(LONG_TEXT);
        other.comment.authorKey = Sha256.of("Linh");
        var refused = writer.write(List.of(first, again, other), true);
        assertEquals(List.of(again), List.copyOf(refused.keySet()));
        assertEquals(ProblemType.DUPLICATE_COMMENT, refused.get(again).type);
        assertEquals(CommentState.approved, first.comment.state);
        assertEquals(CommentState.pending, other.comment.state);
        assertEquals(List.of("repeat"), other.comment.heldFor);
        assertCount(1);
        assertEquals(2, query("select count(*) from comment"));
        assertEquals(2, query("select count(*) from comment_event"));
    }

    @Test
    void what_is_wrong_with_one_comment_does_not_refuse_the_others() throws Exception {
        var good = pending("Good.");
        var gone = pending(UUID.randomUUID(), "Its article is gone.", null);
        var lost = pending(UUID.fromString(article), "A reply to nothing.", UUID.randomUUID());
        var refused = writer.write(List.of(gone, good, lost), true);
        assertEquals(ProblemType.NOT_FOUND, refused.get(gone).type);
        assertEquals(ProblemType.INVALID_BODY, refused.get(lost).type);
        assertFalse(refused.containsKey(good));
        assertCount(1);
    }

    @Test
    void a_comment_that_the_database_rejects_fails_alone() throws Exception {
        try (var locked = connection()) {
            locked.setAutoCommit(false);
            locked.createStatement().execute("lock table comment in exclusive mode");
            var wrong = pending("Wrong.");
            wrong.comment.memberId = UUID.randomUUID();
            var clients = Executors.newFixedThreadPool(20);
            // The first one occupies the queue, so that the others form one batch.
            var added = new ArrayList<CompletableFuture<Void>>();
            added.add(CompletableFuture.runAsync(() -> add(pending("First.")), clients));
            var failed = CompletableFuture.runAsync(() -> add(wrong), clients);
            for (int i = 0; i < 18; i++) {
                var pending = pending("Text " + i);
                added.add(CompletableFuture.runAsync(() -> add(pending), clients));
            }
            locked.rollback();
            added.forEach(CompletableFuture::join);
            assertThrows(RuntimeException.class, failed::join);
            clients.shutdown();
        }
        assertCount(19);
    }

    @Test
    void comments_of_other_articles_do_not_wait_for_a_locked_article() throws Exception {
        var free = UUID.fromString(published("Free").getString("id"));
        add(pending("Before."));
        try (var locked = connection()) {
            locked.setAutoCommit(false);
            locked.createStatement()
                    .execute("select 1 from article_comment_counter where article_id = '" + article + "' for update");
            var clients = Executors.newFixedThreadPool(2);
            var waiting = CompletableFuture.runAsync(() -> add(pending("Locked.")), clients);
            CompletableFuture.runAsync(() -> add(pending(free, "Free.", null)), clients).join();
            assertFalse(waiting.isDone());
            locked.rollback();
            waiting.join();
            clients.shutdown();
        }
        assertCount(2);
        assertEquals(3, query("select count(*) from comment"));
    }

    @Test
    void an_article_that_is_taken_down_gets_no_comment_even_if_a_node_has_not_heard_of_it() throws Exception {
        var pending = pending("Too late.");
        verb("articles/" + article + "/unpublish").then().statusCode(200);
        assertEquals(ProblemType.NOT_FOUND,
                assertThrows(ProblemException.class, () -> add(pending)).type);
        assertEquals(0, query("select count(*) from comment"));
    }
}
