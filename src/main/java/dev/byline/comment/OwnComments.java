package dev.byline.comment;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.limit.RateLimit;
import dev.byline.limit.RateLimits;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** What the author of a comment does with it: looks at it while it waits, changes it, withdraws it. */
@ApplicationScoped
class OwnComments {
    private static final RateLimit CHANGES = RateLimit.of("comment-changes", 10, Duration.ofMinutes(10));

    private final CommentRepository comments;
    private final CommentMoves moves;
    private final Commenters commenters;
    private final Judgement judgement;
    private final RateLimits rateLimits;
    private final Clock clock;

    OwnComments(CommentRepository comments, CommentMoves moves, Commenters commenters, Judgement judgement,
            RateLimits rateLimits, Clock clock) {
        this.rateLimits = rateLimits;
        this.comments = comments;
        this.moves = moves;
        this.commenters = commenters;
        this.judgement = judgement;
        this.clock = clock;
    }

    /** The comment in any state but deleted; 404 for whoever did not write it. */
    OwnComment read(String reference, String token) {
        var comment = find(reference);
        if (comment.state == CommentState.deleted || !commenters.wrote(comment, token)) {
            throw CommentMoves.unknown(reference);
        }
        return OwnComment.of(comment, null);
    }

    /** One page of what the member wrote, newest first. */
    Page<OwnComment> list(PageQuery query) {
        var member = commenters.signedIn().id();
        return comments.page("own " + member, "c.member_id = :member", Map.of("member", member), true, query)
                .map(comment -> OwnComment.of(comment, null));
    }

    /**
     * Changes the text, within 15 minutes and before anybody replied. An approved text stays what readers see until the
     * new one is approved, if the policy or a check wants that.
     */
    OwnComment edit(String reference, String ifMatch, String token, UnaryOperator<CommentEditInput> change) {
        // Asked outside of any lock, because the external check may take its time.
        var seen = require(find(reference), reference, token);
        VersionPrecondition.require(ifMatch, seen.version);
        refuseUnlessEditable(seen);
        rateLimits.acquire(CHANGES, commenters.budget());
        var body = change.apply(new CommentEditInput(seen.body)).body();
        var html = HtmlSanitizer.renderCommentMarkdown(body);
        var suspect = commenters.suspect(body, seen.authorName, seen.authorEmail, seen.authorWebsite,
                seen.parentId != null);
        var verdict = judgement.judge(suspect, html,
                Optional.ofNullable(seen.authorVerified ? seen.memberId : null), true);
        return QuarkusTransaction.joiningExisting().call(() -> {
            var comment = require(moves.lock(seen.id, reference), reference, token);
            VersionPrecondition.require(ifMatch, comment.version);
            refuseUnlessEditable(comment);
            apply(comment, body, html, verdict);
            comments.flush();
            return OwnComment.of(comment, null);
        });
    }

    private void apply(Comment comment, String body, String html, Judgement.Verdict verdict) {
        if (body.equals(comment.body)) {
            comment.dropProposal();
        } else if (comment.state == CommentState.approved && verdict.state() != CommentState.approved) {
            comment.proposedBody = body;
            comment.proposedHtml = html;
            comment.heldFor = verdict.heldFor();
        } else {
            // What is held stays held, whatever the new text is.
            moves.rewrite(comment, body, html, CommentMoves.AUTHOR);
        }
    }

    private void refuseUnlessEditable(Comment comment) {
        if (comment.state == CommentState.deleted || !comment.editableUntil().isAfter(clock.instant())) {
            throw ProblemException.of(ProblemType.EDIT_CLOSED, "A comment can be changed for "
                    + Comment.EDITABLE.toMinutes() + " minutes; it can still be withdrawn (DELETE).");
        }
        if (comments.hasReplies(comment)) {
            throw ProblemException.of(ProblemType.EDIT_CLOSED,
                    "Somebody has replied, so it cannot be changed any more; it can still be withdrawn (DELETE).");
        }
    }

    /** Withdraws a comment, at any time; what is withdrawn already stays so. */
    @Transactional
    void withdraw(String reference, String token) {
        var comment = moves.lock(Slugs.parseId(reference), reference);
        if (comment.state != CommentState.deleted) {
            moves.delete(require(comment, reference, token), CommentMoves.AUTHOR, null);
        }
    }

    private Comment find(String reference) {
        UUID id = Slugs.parseId(reference);
        return Optional.ofNullable(id == null ? null : comments.findById(id))
                .orElseThrow(() -> CommentMoves.unknown(reference));
    }

    /** The comment, if the caller wrote it; 403 if he sees it as everybody does, else 404. */
    private Comment require(Comment comment, String reference, String token) {
        if (!commenters.wrote(comment, token)) {
            throw comment.counts()
                    ? ProblemException.of(ProblemType.FORBIDDEN,
                            "Only its author can do this: send the editToken as 'Comment-Token', or sign in.")
                    : CommentMoves.unknown(reference);
        }
        return comment;
    }
}
