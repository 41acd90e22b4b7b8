package dev.byline.comment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.byline.audit.AuditLog;
import dev.byline.defence.Bans;
import dev.byline.identity.ArticleIdentities;
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

/** What moderators do, each decision on the version that was read. */
@ApplicationScoped
class ModerationService {
    private static final int STEP = 100;

    private final CommentRepository comments;
    private final CommentMoves moves;
    private final ArticleIdentities identities;
    private final Bans bans;
    private final AuditLog audit;

    ModerationService(CommentRepository comments, CommentMoves moves, ArticleIdentities identities, Bans bans,
            AuditLog audit) {
        this.comments = comments;
        this.moves = moves;
        this.identities = identities;
        this.bans = bans;
        this.audit = audit;
    }

    Page<ModeratedComment> queue(ModerationQuery narrow, boolean newestFirst, PageQuery query) {
        var values = new HashMap<String, Object>();
        var where = narrow.where(values, identities::requireId);
        return comments.page("queue " + narrow, where, values, newestFirst, query).map(ModeratedComment::of);
    }

    CommentCounts counts() {
        return comments.counts();
    }

    ModeratedComment read(String reference) {
        return ModeratedComment.of(find(reference));
    }

    CommentHistory history(String reference) {
        return comments.history(find(reference).id);
    }

    private Comment find(String reference) {
        var id = Slugs.parseId(reference);
        var comment = id == null ? null : comments.findById(id);
        if (comment == null) {
            throw CommentMoves.unknown(reference);
        }
        return comment;
    }

    /** Approves, rejects or marks as spam. The same decision again changes nothing. */
    @Transactional
    ModeratedComment decide(String reference, String ifMatch, Verb verb, String reason) {
        var comment = lock(reference, ifMatch);
        boolean nothingNew = comment.state == verb.state && comment.openReports == 0
                && (verb != Verb.approve || comment.proposedBody == null);
        if (!nothingNew) {
            moves.decide(comment, verb.state, audit.actor(), reason);
            audit.record("comment." + verb, comment.id);
        }
        return ModeratedComment.of(comment);
    }

    /** What moderators decide. */
    public enum Verb {
        approve(CommentState.approved),
        reject(CommentState.rejected),
        spam(CommentState.spam),
        delete(CommentState.deleted);

        final CommentState state;

        Verb(CommentState state) {
            this.state = state;
        }
    }

    /** Changes the text, at any time. */
    @Transactional
    ModeratedComment edit(String reference, String ifMatch, UnaryOperator<CommentEditInput> change) {
        var comment = lock(reference, ifMatch);
        if (comment.state == CommentState.deleted) {
            throw ProblemException.of(ProblemType.CONFLICT, "The comment is deleted; its text is gone for good.");
        }
        var body = change.apply(new CommentEditInput(comment.body)).body();
        if (!body.equals(comment.body)) {
            moves.rewrite(comment, body, HtmlSanitizer.renderCommentMarkdown(body), audit.actor());
            audit.record("comment.edit", comment.id);
        }
        return ModeratedComment.of(comment);
    }

    /** Drops the change that waits; readers keep what they see. */
    @Transactional
    ModeratedComment discardChange(String reference, String ifMatch) {
        var comment = lock(reference, ifMatch);
        if (comment.proposedBody != null) {
            comment.dropProposal();
            comment.heldFor = List.of();
            comments.flush();
            audit.record("comment.discard_change", comment.id);
        }
        return ModeratedComment.of(comment);
    }

    /** Deletes; what is deleted already stays so. */
    @Transactional
    void delete(String reference, String ifMatch, String reason) {
        var comment = moves.lock(Slugs.parseId(reference), reference);
        if (comment.state == CommentState.deleted) {
            return;
        }
        VersionPrecondition.require(ifMatch, comment.version);
        moves.delete(comment, audit.actor(), reason);
        audit.record("comment.delete", comment.id);
    }

    /** Whom to ban, and what becomes of what they wrote. */
    record Banning(Bans.Whom whom, String note, Instant expiresAt, boolean spamExisting) {}

    /** Bans whoever wrote a comment, by email or by the range of addresses; returns how many comments became spam. */
    int ban(String reference, Banning ban) {
        var author = QuarkusTransaction.joiningExisting().call(() -> {
            var comment = find(reference);
            if (ban.whom == Bans.Whom.email) {
                if (comment.authorEmail == null) {
                    throw ProblemException.of(ProblemType.CONFLICT, "Its author gave no email: ban the address.");
                }
                bans.email(comment.authorEmail, ban.note, ban.expiresAt);
                return Map.entry("author_email_norm = :author", (Object) comment.authorEmailNorm);
            }
            if (comment.addressHash == null) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "Nothing is known of its author's address any more: ban the email.");
            }
            bans.address(comment.addressHash, month(comment), ban.note, ban.expiresAt);
            return Map.entry("address_hash = :author", (Object) comment.addressHash);
        });
        return ban.spamExisting ? spam(author.getKey(), author.getValue()) : 0;
    }

    private static LocalDate month(Comment comment) {
        return LocalDate.ofInstant(comment.createdAt, ZoneOffset.UTC).withDayOfMonth(1);
    }

    /** Marks everything of an author as spam, a transaction for each article's lock. */
    private int spam(String where, Object author) {
        int marked = 0;
        List<UUID> step;
        do {
            step = comments.idsToSpam(where, author, STEP);
            for (var id : step) {
                QuarkusTransaction.requiringNew()
                        .run(() -> decide(id.toString(), "*", Verb.spam, "Its author was banned."));
            }
            marked += step.size();
        } while (step.size() == STEP);
        return marked;
    }

    private Comment lock(String reference, String ifMatch) {
        var comment = moves.lock(Slugs.parseId(reference), reference);
        VersionPrecondition.require(ifMatch, comment.version);
        return comment;
    }
}
