package dev.byline.comment;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.limit.RateLimiter;
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

/** Lets authors read, edit and withdraw their own comments. */
@ApplicationScoped
class OwnComments {

    private final CommentRepository comments;
    private final CommentTransitions transitions;
    private final CurrentCommenter currentCommenter;
    private final SpamCheck spamCheck;
    private final RateLimiter rateLimiter;
    private final Clock clock;

    OwnComments(CommentRepository comments, CommentTransitions transitions, CurrentCommenter currentCommenter,
            SpamCheck spamCheck,
            RateLimiter rateLimiter, Clock clock) {
        this.rateLimiter = rateLimiter;
        this.comments = comments;
        this.transitions = transitions;
        this.currentCommenter = currentCommenter;
        this.spamCheck = spamCheck;
        this.clock = clock;
    }

    /** Reads a comment in any state but deleted; throws 404 if the client is not the author. */
    OwnComment read(String reference, String token) {
        var comment = find(reference);
        if (comment.state == CommentState.deleted || !currentCommenter.isAuthor(comment, token)) {
            throw CommentTransitions.notFound(reference);
        }
        return OwnComment.of(comment, null);
    }

    /** Lists one page of the member's own comments, newest first. */
    Page<OwnComment> list(PageQuery query) {
        var member = currentCommenter.requireMemberId();
        return comments.page("own " + member, "c.member_id = :member", Map.of("member", member), true, query)
                .map(comment -> OwnComment.of(comment, null));
    }

    /**
     * Edits the text, within {@value Comment#EDIT_PERIOD_MINUTES} minutes after posting and before the first visible
     * reply. If the policy or a spam check holds the edit of an approved comment, readers see the approved text until a
     * moderator approves the edit.
     */
    OwnComment edit(String reference, String ifMatch, String token, UnaryOperator<CommentEditInput> change) {
        // The spam check runs outside of any lock, because the external check may be slow.
        var before = requireAuthor(find(reference), reference, token);
        VersionPrecondition.require(ifMatch, before.version);
        refuseUnlessEditable(before);
        rateLimiter.acquire(RateLimits.COMMENT_CHANGES, currentCommenter.rateLimitKey());
        var body = change.apply(new CommentEditInput(before.body)).body();
        var html = HtmlSanitizer.renderCommentMarkdown(body);
        var spamCandidate = currentCommenter.spamCandidate(body, before, before.parentId != null);
        var spamCheckResult = spamCheck.check(spamCandidate, html,
                Optional.ofNullable(before.authorVerified ? before.memberId : null));
        return QuarkusTransaction.joiningExisting().call(() -> {
            var comment = requireAuthor(transitions.lock(before.id, reference), reference, token);
            VersionPrecondition.require(ifMatch, comment.version);
            refuseUnlessEditable(comment);
            applyEdit(comment, body, html, spamCheckResult);
            comments.flush();
            return OwnComment.of(comment, null);
        });
    }

    private void applyEdit(Comment comment, String body, String html, SpamCheck.SpamCheckResult spamCheckResult) {
        if (body.equals(comment.body)) {
            comment.dropProposal();
        } else if (comment.state == CommentState.approved && spamCheckResult.state() != CommentState.approved) {
            comment.proposedBody = body;
            comment.proposedHtml = html;
            comment.heldFor = spamCheckResult.heldFor();
        } else {
            // A held comment stays held with any new text.
            transitions.replaceText(comment, body, html, CommentTransitions.AUTHOR_ACTOR);
        }
    }

    private void refuseUnlessEditable(Comment comment) {
        if (comment.state == CommentState.deleted || !comment.editableUntil().isAfter(clock.instant())) {
            throw ProblemException.of(ProblemType.EDIT_CLOSED, "A comment can be edited only within "
                    + Comment.EDIT_PERIOD_MINUTES + " minutes after posting. It can still be withdrawn (DELETE).");
        }
        if (comments.hasReplies(comment)) {
            throw ProblemException.of(ProblemType.EDIT_CLOSED,
                    "The comment has a reply and can no longer be edited. It can still be withdrawn (DELETE).");
        }
    }

    /** Withdraws a comment, at any time; a deleted comment does not change. */
    @Transactional
    void withdraw(String reference, String token) {
        var comment = transitions.lock(Slugs.parseId(reference), reference);
        if (comment.state != CommentState.deleted) {
            transitions.delete(requireAuthor(comment, reference, token), CommentTransitions.AUTHOR_ACTOR, null);
        }
    }

    private Comment find(String reference) {
        UUID id = Slugs.parseId(reference);
        return Optional.ofNullable(id == null ? null : comments.findById(id))
                .orElseThrow(() -> CommentTransitions.notFound(reference));
    }

    /** Returns the comment if the client is its author; throws 403 if the comment is public, else 404. */
    private Comment requireAuthor(Comment comment, String reference, String token) {
        if (!currentCommenter.isAuthor(comment, token)) {
            throw comment.isVisible()
                    ? ProblemException.of(ProblemType.FORBIDDEN,
                            "Only the author of the comment can do this. Send the editToken as 'Comment-Token', or "
                                    + "sign in.")
                    : CommentTransitions.notFound(reference);
        }
        return comment;
    }
}
