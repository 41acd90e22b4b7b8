package dev.byline.comment;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

import org.hibernate.exception.ConstraintViolationException;

import dev.byline.cache.ContentChanged;
import dev.byline.idempotency.IdempotentResponseStore;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.stats.ArticleCounters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/**
 * Every change of comments: under the lock of the article, with an event for each move. Counts follow by triggers, as
 * the difference that each statement makes.
 */
@ApplicationScoped
class CommentMoves {
    /** Who acts, where it is whoever wrote the comment. */
    static final String AUTHOR = "author";
    private static final String ONCE = "comment_once";

    private final CommentRepository comments;
    private final ArticleIdentities identities;
    private final ArticleCounters articleCounters;
    private final Event<ContentChanged> changed;
    private final IdempotentResponseStore answers;
    private final Commenters commenters;
    private final Clock clock;

    CommentMoves(CommentRepository comments, ArticleIdentities identities, ArticleCounters articleCounters,
            Event<ContentChanged> changed,
            IdempotentResponseStore answers, Commenters commenters, Clock clock) {
        this.commenters = commenters;
        this.comments = comments;
        this.identities = identities;
        this.articleCounters = articleCounters;
        this.changed = changed;
        this.answers = answers;
        this.clock = clock;
    }

    /** Adds a comment, under a parent or as a root; 409 if its author said the same here today. */
    @Transactional
    void add(Comment comment, UUID parent) {
        // What is held and answers nobody changes no count, so it waits for nobody.
        if (parent != null || comment.counts()) {
            articleCounters.lockCommentCounter(comment.articleId);
        }
        commenters.mark(comment);
        if (parent != null) {
            comment.reply(parent(parent, comment.articleId));
        }
        persist(comment);
        comments.event(comment, null, AUTHOR, null, comment.createdAt);
        if (comment.counts()) {
            seen(comment);
        }
    }

    private void persist(Comment comment) {
        try {
            comments.persistAndFlush(comment);
        } catch (ConstraintViolationException e) {
            throw said(e);
        }
    }

    private static RuntimeException said(ConstraintViolationException e) {
        return ONCE.equals(e.getConstraintName())
                ? ProblemException.of(ProblemType.DUPLICATE_COMMENT,
                        "You said exactly this here today: it need not be sent again.")
                : e;
    }

    private Comment parent(UUID id, UUID article) {
        var parent = comments.findById(id);
        // One message for all: whoever may not see a comment does not learn that it is there.
        if (parent == null || !parent.articleId.equals(article) || !parent.counts()) {
            throw ProblemException.invalid("/parentId", "names no comment of this article that can be answered");
        }
        return parent;
    }

    /** Locks the comments of the article first, as everybody does who changes them, then the comment. */
    Comment lock(UUID id, String reference) {
        var article = id == null ? null : comments.article(id).orElse(null);
        if (article == null) {
            throw unknown(reference);
        }
        articleCounters.lockCommentCounter(article);
        var comment = comments.lock(id);
        if (comment == null) {
            throw unknown(reference);
        }
        return comment;
    }

    static ProblemException unknown(String reference) {
        return ProblemException.notFound("comment", reference);
    }

    /** A decision; a change that waits is taken along by approving, and dropped by anything else. */
    void decide(Comment comment, CommentState decision, String actor, String reason) {
        var now = clock.instant();
        if (decision == CommentState.approved && comment.proposedBody != null) {
            var body = comment.proposedBody;
            var html = comment.proposedHtml;
            replace(comment, body, html, actor, now);
        }
        boolean said = comment.proposedBody != null;
        move(comment, actor, reason, now, c -> c.decide(decision, now));
        if (said && comment.counts()) {
            seen(comment);
        }
        comments.resolveReports(comment.id, now);
        comments.getEntityManager().refresh(comment);
    }

    /** Deletes: a tombstone without text or author, which readers see as long as replies hang on it. */
    void delete(Comment comment, String actor, String reason) {
        var now = clock.instant();
        move(comment, actor, reason, now, c -> c.erase(now));
        comments.eraseBeside(comment.id, true);
        answers.deleteByLocation("/api/v1/comments/" + comment.id);
    }

    /** Changes a comment, with what hangs below it and an event if its state is another one then. */
    void move(Comment comment, String actor, String reason, Instant now, Consumer<Comment> change) {
        var from = comment.state;
        boolean counted = comment.counts();
        boolean opened = comment.opens();
        change.accept(comment);
        comments.flush();
        if (!comment.hidden && comment.opens() != opened) {
            comments.hideBelow(comment.id, !comment.opens());
        }
        comments.bareTombstones(comment.rootId);
        if (comment.state != from) {
            comments.event(comment, from, actor, reason, now);
        }
        if (comment.counts() != counted || comment.opens() != opened) {
            seen(comment);
        }
    }

    /** A new text in place of the old one, which moderators can read for a while. */
    void rewrite(Comment comment, String body, String html, String actor) {
        comment.dropProposal();
        replace(comment, body, html, actor, clock.instant());
        if (comment.counts()) {
            seen(comment);
        }
    }

    private void replace(Comment comment, String body, String html, String actor, Instant now) {
        comments.revision(comment, actor, now);
        comment.write(body, html);
        comment.editedAt = now;
        try {
            comments.flush();
        } catch (ConstraintViolationException e) {
            throw said(e);
        }
    }

    /** That readers see something else of a comment than before. */
    void seen(Comment comment) {
        changed.fire(comment.changed(identities.findIdsAndSlugs(comment.articleId)));
    }
}
