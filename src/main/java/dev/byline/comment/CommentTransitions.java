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
class CommentTransitions {
    /** Who acts, where it is whoever wrote the comment. */
    static final String AUTHOR_ACTOR = "author";
    private static final String DUPLICATE_CONSTRAINT = "comment_once";

    private final CommentRepository comments;
    private final ArticleIdentities identities;
    private final ArticleCounters articleCounters;
    private final Event<ContentChanged> changed;
    private final IdempotentResponseStore responses;
    private final CurrentCommenter currentCommenter;
    private final Clock clock;

    CommentTransitions(CommentRepository comments, ArticleIdentities identities, ArticleCounters articleCounters,
            Event<ContentChanged> changed,
            IdempotentResponseStore responses, CurrentCommenter currentCommenter, Clock clock) {
        this.currentCommenter = currentCommenter;
        this.comments = comments;
        this.identities = identities;
        this.articleCounters = articleCounters;
        this.changed = changed;
        this.responses = responses;
        this.clock = clock;
    }

    /** Adds a comment, under a parent or as a root; 409 if its author said the same here today. */
    @Transactional
    void add(Comment comment, UUID parent) {
        // What is held and answers nobody changes no count, so it waits for nobody.
        if (parent != null || comment.isVisible()) {
            articleCounters.lockCommentCounter(comment.articleId);
        }
        currentCommenter.setAuthorHashes(comment);
        if (parent != null) {
            comment.replyTo(findParent(parent, comment.articleId));
        }
        persist(comment);
        comments.insertEvent(comment, null, AUTHOR_ACTOR, null, comment.createdAt);
        if (comment.isVisible()) {
            fireContentChanged(comment);
        }
    }

    private void persist(Comment comment) {
        try {
            comments.persistAndFlush(comment);
        } catch (ConstraintViolationException e) {
            throw translate(e);
        }
    }

    private static RuntimeException translate(ConstraintViolationException e) {
        return DUPLICATE_CONSTRAINT.equals(e.getConstraintName())
                ? ProblemException.of(ProblemType.DUPLICATE_COMMENT,
                        "You said exactly this here today: it need not be sent again.")
                : e;
    }

    private Comment findParent(UUID id, UUID article) {
        var parent = comments.findById(id);
        // One message for all: whoever may not see a comment does not learn that it is there.
        if (parent == null || !parent.articleId.equals(article) || !parent.isVisible()) {
            throw ProblemException.invalid("/parentId", "names no comment of this article that can be answered");
        }
        return parent;
    }

    /** Locks the comments of the article first, as everybody does who changes them, then the comment. */
    Comment lock(UUID id, String reference) {
        var article = id == null ? null : comments.findArticleId(id).orElse(null);
        if (article == null) {
            throw notFound(reference);
        }
        articleCounters.lockCommentCounter(article);
        var comment = comments.lock(id);
        if (comment == null) {
            throw notFound(reference);
        }
        return comment;
    }

    static ProblemException notFound(String reference) {
        return ProblemException.notFound("comment", reference);
    }

    /** A decision; a change that waits is taken along by approving, and dropped by anything else. */
    void decide(Comment comment, CommentState decision, String actor, String reason) {
        var now = clock.instant();
        if (decision == CommentState.approved && comment.proposedBody != null) {
            var body = comment.proposedBody;
            var html = comment.proposedHtml;
            saveRevisionAndSetText(comment, body, html, actor, now);
        }
        boolean hadProposal = comment.proposedBody != null;
        applyChange(comment, actor, reason, now, c -> c.decide(decision, now));
        if (hadProposal && comment.isVisible()) {
            fireContentChanged(comment);
        }
        comments.resolveReports(comment.id, now);
        comments.getEntityManager().refresh(comment);
    }

    /** Deletes: a tombstone without text or author, which readers see as long as replies hang on it. */
    void delete(Comment comment, String actor, String reason) {
        var now = clock.instant();
        applyChange(comment, actor, reason, now, c -> c.erase(now));
        comments.eraseAttachedData(comment.id, true);
        responses.deleteByLocation("/api/v1/comments/" + comment.id);
    }

    /** Changes a comment, with what hangs below it and an event if its state is another one then. */
    void applyChange(Comment comment, String actor, String reason, Instant now, Consumer<Comment> change) {
        var from = comment.state;
        boolean wasVisible = comment.isVisible();
        boolean showedReplies = comment.showsReplies();
        change.accept(comment);
        comments.flush();
        if (!comment.hidden && comment.showsReplies() != showedReplies) {
            comments.setHiddenBelow(comment.id, !comment.showsReplies());
        }
        comments.updateBareTombstones(comment.rootId);
        if (comment.state != from) {
            comments.insertEvent(comment, from, actor, reason, now);
        }
        if (comment.isVisible() != wasVisible || comment.showsReplies() != showedReplies) {
            fireContentChanged(comment);
        }
    }

    /** A new text in place of the old one, which moderators can read for a while. */
    void replaceText(Comment comment, String body, String html, String actor) {
        comment.dropProposal();
        saveRevisionAndSetText(comment, body, html, actor, clock.instant());
        if (comment.isVisible()) {
            fireContentChanged(comment);
        }
    }

    private void saveRevisionAndSetText(Comment comment, String body, String html, String actor, Instant now) {
        comments.insertRevision(comment, actor, now);
        comment.setText(body, html);
        comment.editedAt = now;
        try {
            comments.flush();
        } catch (ConstraintViolationException e) {
            throw translate(e);
        }
    }

    /** That readers see something else of a comment than before. */
    void fireContentChanged(Comment comment) {
        changed.fire(comment.contentChanged(identities.findIdsAndSlugs(comment.articleId)));
    }
}
