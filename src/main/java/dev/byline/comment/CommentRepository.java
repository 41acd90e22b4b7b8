package dev.byline.comment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.stats.ArticleCounters;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** Rows of {@link Comment}, as authors change them and moderators see them. */
@ApplicationScoped
class CommentRepository implements PanacheRepositoryBase<Comment, UUID> {
    /** Timeout of the statements that list comments, in milliseconds. */
    private static final int QUERY_TIMEOUT_MILLIS = 3_000;

    private final Session database;

    CommentRepository(Session database) {
        this.database = database;
    }

    Comment lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Stores likes: entry i of both arrays is one pair. Existing likes stay. */
    void insertLikes(UUID[] liked, UUID[] members, Instant now) {
        database.createNativeMutationQuery("""
                insert into comment_like (comment_id, member_id, created_at)
                select distinct comment, member, cast(:now as timestamptz)
                from unnest(:liked, :members) as l (comment, member)
                on conflict do nothing""").setParameter("liked", liked).setParameter("members", members)
                .setParameter("now", now).executeUpdate();
    }

    /**
     * Locks the comments of the article of a comment, as {@link ArticleCounters#lockCommentCounter(UUID)} does; one
     * statement. Returns false if the comment does not exist.
     */
    boolean lockArticleOf(UUID id) {
        return database.createNativeMutationQuery("""
                insert into article_comment_counter as counter (article_id, approved)
                select article_id, 0 from comment where id = :id
                on conflict (article_id) do update set approved = counter.approved""").setParameter("id", id)
                .executeUpdate() > 0;
    }

    /** Lists one page of the comments that match a condition, by creation time. */
    Page<Comment> page(String list, String where, Map<String, Object> values, boolean newestFirst, PageQuery query) {
        var keys = new Keyset<>(query, list + newestFirst, newestFirst, Keyset::parseTime);
        var from = " from comment c where " + where;
        var statement = keys
                .bind(database.createNativeQuery("select c.*" + from + keys.seekCondition("c.created_at", "c.id")
                        + keys.orderBy("c.created_at", "c.id"), Comment.class));
        var count = database.createNativeQuery("select count(*)" + from, Long.class);
        values.forEach(statement::setParameter);
        values.forEach(count::setParameter);
        statement.setHint("jakarta.persistence.query.timeout", QUERY_TIMEOUT_MILLIS);
        count.setHint("jakarta.persistence.query.timeout", QUERY_TIMEOUT_MILLIS);
        return keys.toPage(statement.getResultList(), c -> c.createdAt, c -> c.id, count::getSingleResult);
    }

    /** Counts the comments by state; each number is read from a range of an index. */
    CommentCounts counts() {
        return database.createNativeQuery("""
                select (select count(*) from comment where waiting),
                    (select count(*) from comment where state = 'pending'),
                    (select count(*) from comment where waiting and state = 'approved' and proposed_body is not null),
                    (select count(*) from comment where waiting and state = 'approved' and open_reports >= %d),
                    (select count(*) from comment where state = 'rejected'),
                    (select count(*) from comment where state = 'spam'),
                    (select coalesce(sum(approved), 0) from article_comment_counter)"""
                .formatted(CommentReactions.REPORTS_TO_WAIT), CommentCounts.class)
                .getSingleResult();
    }

    /** Whether a member has an approved comment. */
    boolean hasApproved(UUID member) {
        return count("memberId = ?1 and state = dev.byline.comment.CommentState.approved", member) > 0;
    }

    /** Finds those of the hashes of texts that were posted anywhere after a time, in hexadecimal digits. */
    Set<String> findTextHashes(byte[][] hashes, Instant since) {
        return new HashSet<>(database.createNativeQuery("""
                select distinct encode(text_hash, 'hex') from comment
                where text_hash = any(:hashes) and posted_on >= :day and created_at > :since""", String.class)
                .setParameter("hashes", hashes).setParameter("day", LocalDate.ofInstant(since, ZoneOffset.UTC))
                .setParameter("since", since).getResultList());
    }

    /**
     * Whether readers see a reply to the comment. A reply to a comment of the deepest level is stored as its sibling.
     */
    boolean hasReplies(Comment comment) {
        return count("parentId in (?1, ?2) and inReplyToId = ?1 and hidden = false"
                + " and state = dev.byline.comment.CommentState.approved", comment.id,
                comment.parentId == null ? comment.id : comment.parentId) > 0;
    }

    /** Hides or shows the replies below a comment, down to the first held comment of each branch. */
    void setHiddenBelow(UUID comment, boolean hidden) {
        database.flush();
        database.createNativeMutationQuery("""
                with recursive below (id) as (
                    select id from comment where parent_id = :comment
                    union all
                    select child.id from comment child
                    join below on child.parent_id = below.id
                    join comment parent on parent.id = below.id and parent.state in ('approved', 'deleted')
                )
                update comment set hidden = :hidden where id in (select id from below) and hidden <> :hidden""")
                .setParameter("comment", comment).setParameter("hidden", hidden).executeUpdate();
    }

    /**
     * Recomputes which tombstones of a thread are bare, that is without visible replies; repeats the statement until no
     * row changes, from the leaves up.
     */
    void updateBareTombstones(UUID root) {
        database.flush();
        var statement = database.createNativeMutationQuery("""
                update comment as tombstone set bare = not bare
                where root_id = :root and state = 'deleted' and bare = exists (
                    select 1 from comment reply where reply.parent_id = tombstone.id and reply.shown)""")
                .setParameter("root", root);
        while (statement.executeUpdate() > 0) {
            // The next statement sees the changes of this one.
        }
    }

    void insertEvent(Comment comment, CommentState from, String actor, String reason, Instant at) {
        database.createNativeMutationQuery("""
                insert into comment_event (comment_id, from_state, to_state, actor, reason, at)
                values (:comment, :from, :to, :actor, :reason, :at)""").setParameter("comment", comment.id)
                .setParameter("from", from == null ? null : from.name(), String.class)
                .setParameter("to", comment.state.name()).setParameter("actor", actor)
                .setParameter("reason", reason, String.class).setParameter("at", at).executeUpdate();
    }

    void insertRevision(Comment comment, String actor, Instant at) {
        database.createNativeMutationQuery("""
                insert into comment_revision (comment_id, body, actor, replaced_at)
                values (:comment, :body, :actor, :at)""").setParameter("comment", comment.id)
                .setParameter("body", comment.body).setParameter("actor", actor).setParameter("at", at).executeUpdate();
    }

    /**
     * Deletes the replaced texts of a comment and the reasons of its state changes, and optionally its likes and
     * reports. The state changes themselves stay. One statement.
     */
    void eraseAttachedData(UUID comment, boolean alsoLikesAndReports) {
        execute(alsoLikesAndReports ? """
                with revisions as (delete from comment_revision where comment_id = :comment),
                    reasons as (
                        update comment_event set reason = null where comment_id = :comment and reason is not null),
                    likes as (delete from comment_like where comment_id = :comment),
                    reports as (delete from comment_report where comment_id = :comment)
                update comment set open_reports = 0 where id = :comment and open_reports > 0""" : """
                with revisions as (delete from comment_revision where comment_id = :comment)
                update comment_event set reason = null where comment_id = :comment and reason is not null""", comment);
    }

    /** Finds some comments of an author that are neither spam nor deleted yet. */
    List<UUID> findIdsNotYetSpam(String where, Object author, int limit) {
        return database.createNativeQuery(
                "select id from comment where " + where + " and state not in ('spam', 'deleted') order by id",
                UUID.class)
                .setParameter("author", author).setMaxResults(limit).getResultList();
    }

    /** Closes the open reports of a comment; one statement. */
    void resolveReports(UUID comment, Instant now) {
        database.createNativeMutationQuery("""
                with resolved as (
                    update comment_report set resolved_at = :now where comment_id = :comment and resolved_at is null)
                update comment set open_reports = 0 where id = :comment and open_reports > 0""")
                .setParameter("comment", comment).setParameter("now", now).executeUpdate();
    }

    private void execute(String statement, UUID comment) {
        database.createNativeMutationQuery(statement).setParameter("comment", comment).executeUpdate();
    }

    CommentHistory history(UUID comment) {
        return new CommentHistory(
                listHistory(
                        "select from_state, to_state, actor, reason, at from comment_event where comment_id = :comment order by id",
                        CommentHistory.CommentStateChange.class, comment),
                listHistory(
                        "select body, actor, replaced_at from comment_revision where comment_id = :comment order by id",
                        CommentHistory.CommentRevision.class, comment),
                listHistory(
                        "select reason, note, created_at, resolved_at from comment_report where comment_id = :comment order by id",
                        CommentHistory.CommentReport.class, comment));
    }

    private <T> List<T> listHistory(String query, Class<T> type, UUID comment) {
        return database.createNativeQuery(query, type).setParameter("comment", comment)
                .setMaxResults(CommentHistory.MAX_ENTRIES)
                .getResultList();
    }
}
