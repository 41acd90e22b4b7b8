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
import dev.byline.web.Paths;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/**
 * Changes comments: decides, edits and deletes them; {@link CommentWriter} adds them. Each change runs under the lock of
 * the article and records an event for each change of state. Database triggers update the counts by the difference that each statement makes.
 */
@ApplicationScoped
class CommentTransitions {
    /** Actor in the history when the author of the comment acts. */
    static final String AUTHOR_ACTOR = "author";
    private static final String DUPLICATE_CONSTRAINT = "comment_once";

    private final CommentRepository comments;
    private final ArticleIdentities identities;
    private final Event<ContentChanged> changed;
    private final IdempotentResponseStore responses;
    private final Clock clock;

    CommentTransitions(CommentRepository comments, ArticleIdentities identities, Event<ContentChanged> changed,
            IdempotentResponseStore responses, Clock clock) {
        this.comments = comments;
        this.identities = identities;
        this.changed = changed;
        this.responses = responses;
        this.clock = clock;
    }

    private static RuntimeException translate(ConstraintViolationException e) {
        return DUPLICATE_CONSTRAINT.equals(e.getConstraintName()) ? duplicate() : e;
    }

    /** Creates the 409 for a text that its author posted before on the same article and day. */
    static ProblemException duplicate() {
        return ProblemException.of(ProblemType.DUPLICATE_COMMENT,
                "You already posted this text on this article today. Do not send it again.");
    }

    /** Locks the comments of the article first, as every change of comments does, then the comment itself. */
    Comment lock(UUID id, String reference) {
        if (id == null || !comments.lockArticleOf(id)) {
            throw notFound(reference);
        }
        var comment = comments.lock(id);
        if (comment == null) {
            throw notFound(reference);
        }
        return comment;
    }

    static ProblemException notFound(String reference) {
        return ProblemException.notFound("comment", reference);
    }

    /**
     * Applies a moderator's decision. Approval publishes an edit that waits for approval; any other decision discards
     * the edit.
     */
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

    /**
     * Deletes the text and author of a comment and leaves a tombstone, which readers see while it has visible replies.
     */
    void delete(Comment comment, String actor, String reason) {
        var now = clock.instant();
        applyChange(comment, actor, reason, now, c -> c.erase(now));
        comments.eraseAttachedData(comment.id, true);
        responses.deleteByLocation(Paths.PUBLIC_API + "/comments/" + comment.id);
    }

    /**
     * Applies a change to a comment, in these steps:
     * <ol>
     * <li>changes the comment itself;
     * <li>hides or shows the replies below it, if its state now requires the opposite;
     * <li>recomputes which tombstones of the thread are bare;
     * <li>records an event, if the state has changed;
     * <li>fires {@link ContentChanged}, if readers now see something else.
     * </ol>
     */
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

    /** Replaces the text; moderators can read the former text for {@value CommentCleanup#RETENTION_DAYS} days. */
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

    /** Fires the event that the public view of a comment has changed. */
    void fireContentChanged(Comment comment) {
        changed.fire(comment.contentChanged(identities.findIdsAndSlugs(comment.articleId)));
    }
}
