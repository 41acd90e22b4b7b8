package dev.byline.comment;

import static dev.byline.database.UnnestColumns.column;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hibernate.Session;

import dev.byline.cache.ContentChanged;
import dev.byline.identity.BulkIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.stats.ArticleCounters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Adds new comments in batches that share a commit, with at most seven statements for each batch:
 * <ol>
 * <li>Texts that were posted before are held.
 * <li>The articles are locked against removal; those that are not live any more get a 404.
 * <li>The comments of the articles are locked, as every change of comments does, and the comments replied to are read.
 * <li>The comments and their events are inserted. The author of an equal text gets a 409.
 * <li>{@link ContentChanged} names what readers see.
 * </ol>
 */
@ApplicationScoped
class CommentWriter {
    /** The time for which a batch waits for the lock of an article; a request alone waits as usual. */
    private static final int BATCH_LOCK_TIMEOUT_MILLIS = 500;

    private final Session database;
    private final CommentRepository comments;
    private final BulkIdentities identities;
    private final ArticleCounters articleCounters;
    private final Event<ContentChanged> changed;
    private final Clock clock;

    CommentWriter(Session database, CommentRepository comments, BulkIdentities identities,
            ArticleCounters articleCounters, Event<ContentChanged> changed, Clock clock) {
        this.database = database;
        this.comments = comments;
        this.identities = identities;
        this.articleCounters = articleCounters;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * Writes the comments, and returns the problems of those that are refused.
     *
     * @param hurried
     *            whether to fail soon if an article is locked
     */
    @Transactional
    Map<PendingComment, ProblemException> write(List<PendingComment> batch, boolean hurried) {
        var refused = new HashMap<PendingComment, ProblemException>();
        if (hurried) {
            shortenLockTimeout();
        }
        holdRepeats(batch);
        var live = lockLiveArticles(articles(batch.stream()));
        batch.stream().filter(pending -> !live.contains(pending.comment.articleId)).forEach(
                pending -> refused.put(pending, ProblemException.notFound("article", pending.article)));
        var toLock = articles(batch.stream().filter(pending -> !refused.containsKey(pending))
                .filter(PendingComment::needsLock));
        if (!toLock.isEmpty()) {
            articleCounters.lockCommentCounter(toLock);
        }
        placeReplies(batch, refused);
        var accepted = batch.stream().filter(pending -> !refused.containsKey(pending)).toList();
        if (accepted.isEmpty()) {
            return refused;
        }
        var added = database.doReturningWork(
                connection -> CommentInsert.insert(connection, accepted.stream().map(p -> p.comment).toList()));
        accepted.stream().filter(pending -> !added.contains(pending.comment.id))
                .forEach(pending -> refused.put(pending, CommentTransitions.duplicate()));
        fireContentChanged(accepted.stream().map(pending -> pending.comment)
                .filter(comment -> comment.isVisible() && added.contains(comment.id)).toList());
        return refused;
    }

    private static Set<UUID> articles(Stream<PendingComment> pending) {
        return pending.map(p -> p.comment.articleId).collect(Collectors.toSet());
    }

    /** Holds the texts that were posted before, anywhere, or that occur in this batch before. */
    private void holdRepeats(List<PendingComment> batch) {
        var candidates = batch.stream().filter(pending -> pending.mayBeRepeat).toList();
        if (candidates.isEmpty()) {
            return;
        }
        var since = clock.instant().minus(Duration.ofHours(SpamCheck.REPEAT_PERIOD_HOURS));
        var known = comments.findTextHashes(column(candidates, byte[][]::new, p -> p.comment.textHash), since);
        for (var pending : candidates) {
            pending.setRepeated(!known.add(HexFormat.of().formatHex(pending.comment.textHash)));
        }
    }

    private void shortenLockTimeout() {
        database.createNativeQuery("select set_config('lock_timeout', :timeout, true)", String.class)
                .setParameter("timeout", BATCH_LOCK_TIMEOUT_MILLIS + "ms").getSingleResult();
    }

    /** Locks those of the articles that are live against removal, in the order of their ids. */
    private Set<UUID> lockLiveArticles(Collection<UUID> articles) {
        return new HashSet<>(database.createNativeQuery("""
                select i.id from article_identity i
                where i.id = any(:articles) and exists (select 1 from publication p where p.article_id = i.id)
                order by i.id for key share of i""", UUID.class)
                .setParameter("articles", articles.toArray(UUID[]::new)).getResultList());
    }

    private void placeReplies(List<PendingComment> batch, Map<PendingComment, ProblemException> refused) {
        var replies = batch.stream().filter(pending -> pending.parent != null && !refused.containsKey(pending))
                .toList();
        if (replies.isEmpty()) {
            return;
        }
        var parents = comments.list("id in ?1", replies.stream().map(pending -> pending.parent).distinct().toList())
                .stream().collect(Collectors.toMap(comment -> comment.id, Function.identity()));
        for (var reply : replies) {
            var parent = parents.get(reply.parent);
            // One message for all cases: a client that may not see a comment must not learn that it exists.
            if (parent == null || !parent.articleId.equals(reply.comment.articleId) || !parent.isVisible()) {
                refused.put(reply, ProblemException.invalid("/parentId",
                        "must be the id of a visible comment of this article"));
            } else {
                reply.comment.replyTo(parent);
            }
        }
    }

    private void fireContentChanged(List<Comment> visible) {
        if (!visible.isEmpty()) {
            var articles = visible.stream().map(comment -> comment.articleId).collect(Collectors.toSet());
            var names = new ArrayList<>(identities.findIdsAndSlugs(articles));
            visible.forEach(comment -> names.addAll(List.of(comment.id.toString(), comment.rootId.toString())));
            changed.fire(new ContentChanged(names, true));
        }
    }
}
