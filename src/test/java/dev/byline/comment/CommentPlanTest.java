package dev.byline.comment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.paging.PageQuery;
import dev.byline.security.Sha256;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests that each query of comments reads only what it needs of a long table, so that none lacks its index. */
@QuarkusTest
class CommentPlanTest extends CommentTestBase {
    private static final int COMMENTS = 20_000;
    /** Twenty comments each are spam, rejected, pending, have an email, a member, or a rare word. */
    private static final String ROOTS = """
            insert into comment (id, version, article_id, root_id, depth, state, hidden, bare, author_name,
                author_email_norm, member_id, body, html, folded, created_at, moved_at, text_hash, posted_on, author_key,
                address_hash, user_agent)
            select id, 1, '%1$s', id, 1,
                case i %% 1000 when 1 then 'spam' when 2 then 'rejected' when 3 then 'pending' else 'approved' end,
                false, false, 'Mai', case when i %% 1000 = 4 then 'mai@example.com' end,
                case when i %% 1000 = 5 then '%2$s'::uuid end, 'Text', '<p>Text</p>',
                case when i %% 1000 = 6 then 'rare' else 'text' end, at, now(),
                sha256(convert_to('text ' || i, 'UTF8')), (at at time zone 'UTC')::date,
                sha256(convert_to('key ' || i, 'UTF8')), sha256(convert_to('address ' || i %% 1000, 'UTF8')), 'Reader'
            from generate_series(0, %3$d) i, lateral (select now() - i * interval '1 second' as at,
                ('c' || lpad(i::text, 7, '0') || '-0000-4000-8000-000000000000')::uuid as id) made""";
    private static final String REPLIES = """
            insert into comment (id, version, article_id, root_id, parent_id, in_reply_to_id, depth, state, hidden, bare,
                author_name, body, html, folded, created_at, moved_at)
            select gen_random_uuid(), 1, '%1$s', '%2$s', '%2$s', '%2$s', 2, 'approved', false, false, 'Mai', 'Text',
                '<p>Text</p>', 'text', now(), now() from generate_series(1, 5)""";

    @Inject
    ModerationService moderation;
    @Inject
    CommentRepository comments;
    @Inject
    Session session;
    @Inject
    Clock clock;

    @BeforeEach
    void insertComments() throws SQLException {
        executeLong("insert into member (id, version, name, email, email_norm, created_at) values ('" + id(0)
                + "', 1, 'Mai', 'mai@example.com', 'mai@example.com', now())",
                ROOTS.formatted(article, id(0), COMMENTS - 1), REPLIES.formatted(article, id(10)),
                "vacuum analyze comment");
    }

    private static UUID id(int i) {
        return UUID.fromString("c%07d-0000-4000-8000-000000000000".formatted(i));
    }

    private static ModerationQuery filter() {
        return new ModerationQuery();
    }

    private void assertListCheap(String what, ModerationQuery filter, int expected) {
        for (var newestFirst : new boolean[]{ true, false }) {
            assertRowsReadAtMost(what, 60, () -> assertEquals(expected,
                    moderation.listQueue(filter, newestFirst, new PageQuery()).items().size(), what));
        }
    }

    @Test
    void lists_of_moderators_read_what_they_show() {
        for (var ofArticle : new String[]{ null, article }) {
            for (var state : CommentState.values()) {
                var filter = filter();
                filter.article = ofArticle;
                filter.state = state;
                assertListCheap(state + " of " + ofArticle, filter, state == CommentState.deleted ? 0 : 20);
            }
            var waiting = filter();
            waiting.article = ofArticle;
            waiting.waiting = true;
            assertListCheap("waiting of " + ofArticle, waiting, 20);
            var all = filter();
            all.article = ofArticle;
            assertListCheap("all of " + ofArticle, all, 20);
        }
        for (var author : new String[]{ "mai@example.com", id(0).toString() }) {
            var filter = filter();
            filter.author = author;
            assertListCheap(author, filter, 20);
        }
        var search = filter();
        search.q = "rare";
        assertListCheap("q", search, 20);
        assertRowsReadAtMost("counts", 200, () -> assertEquals(20, comments.counts().rejected()));
    }

    @Test
    void the_checks_of_a_comment_read_what_they_find() {
        var since = clock.instant().minus(Duration.ofDays(1));
        assertRowsReadAtMost("repeats", 5, () -> assertEquals(1, comments
                .findTextHashes(new byte[][]{ Sha256.of("text 7"), Sha256.of("new") }, since).size()));
        assertRowsReadAtMost("replies", 10, () -> assertTrue(comments.hasReplies(comments.findById(id(10)))));
        assertRowsReadAtMost("comments of a member", 25, () -> assertTrue(comments.hasApproved(id(0))));
        assertRowsReadAtMost("comments of an address", 25, () -> assertEquals(20,
                comments.findIdsNotYetSpam("address_hash = :author", Sha256.of("address 8"), 100).size()));
        assertRowsReadAtMost("comments of an email", 25, () -> assertEquals(20,
                comments.findIdsNotYetSpam("author_email_norm = :author", "mai@example.com", 100).size()));
        assertRowsReadAtMost("hide", 20, () -> comments.setHiddenBelow(id(10), false));
        assertRowsReadAtMost("tombstones", 20, () -> comments.updateBareTombstones(id(10)));
    }

    @Test
    void removing_a_comment_or_a_member_reads_only_their_comments() {
        assertRowsReadAtMost("comment", 20, () -> remove("comment", id(11)));
        assertRowsReadAtMost("member", 300, () -> remove("member", id(0)));
    }

    private void remove(String table, UUID id) {
        assertEquals(1, session.createNativeMutationQuery("delete from " + table + " where id = :id")
                .setParameter("id", id).executeUpdate());
    }
}
