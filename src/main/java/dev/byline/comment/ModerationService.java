package dev.byline.comment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.audit.AuditLog;
import dev.byline.identity.ArticleIdentities;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.spam.Bans;
import dev.byline.text.HtmlSanitizer;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Lists comments for moderators and applies their decisions, each to the version that the moderator read. */
@ApplicationScoped
class ModerationService {
    /** Number of comments that are read at once to mark them as spam. */
    private static final int BATCH_SIZE = 100;

    private final CommentRepository comments;
    private final CommentTransitions transitions;
    private final ArticleIdentities identities;
    private final ArticleTitles articleTitles;
    private final Bans bans;
    private final AuditLog audit;

    ModerationService(CommentRepository comments, CommentTransitions transitions, ArticleIdentities identities,
            ArticleTitles articleTitles, Bans bans, AuditLog audit) {
        this.comments = comments;
        this.transitions = transitions;
        this.identities = identities;
        this.articleTitles = articleTitles;
        this.bans = bans;
        this.audit = audit;
    }

    Page<ModeratedComment> listQueue(ModerationQuery filter, boolean newestFirst, PageQuery query) {
        var values = new HashMap<String, Object>();
        var where = filter.condition(values, identities::requireId);
        var page = comments.page("queue " + filter, where, values, newestFirst, query);
        var titles = articleTitles.find(page.items().stream().map(comment -> comment.articleId).toList());
        return page.map(comment -> new ModeratedComment(comment, titles));
    }

    CommentCounts counts() {
        return comments.counts();
    }

    ModeratedComment read(String reference) {
        return articleTitles.withTitle(find(reference));
    }

    CommentHistory history(String reference) {
        return comments.history(find(reference).id);
    }

    private Comment find(String reference) {
        var id = Slugs.parseId(reference);
        var comment = id == null ? null : comments.findById(id);
        if (comment == null) {
            throw CommentTransitions.notFound(reference);
        }
        return comment;
    }

    /** Approves, rejects or marks a comment as spam. A repeated decision changes nothing. */
    @Transactional
    ModeratedComment decide(String reference, String ifMatch, ModerationVerb moderationVerb, String reason) {
        var comment = lock(reference, ifMatch);
        boolean nothingNew = comment.state == moderationVerb.state && comment.openReports == 0
                && (moderationVerb != ModerationVerb.approve || comment.proposedBody == null);
        if (!nothingNew) {
            transitions.decide(comment, moderationVerb.state, audit.actor(), reason);
            audit.record("comment." + moderationVerb, comment.id);
        }
        return articleTitles.withTitle(comment);
    }

    /** Decision of a moderator, with the state that it leads to. */
    @Schema(name = "CommentVerb")
    public enum ModerationVerb {
        approve(CommentState.approved),
        reject(CommentState.rejected),
        spam(CommentState.spam),
        delete(CommentState.deleted);

        final CommentState state;

        ModerationVerb(CommentState state) {
            this.state = state;
        }
    }

    /** Edits the text, at any time. */
    @Transactional
    ModeratedComment edit(String reference, String ifMatch, UnaryOperator<CommentEditInput> change) {
        var comment = lock(reference, ifMatch);
        if (comment.state == CommentState.deleted) {
            throw ProblemException.of(ProblemType.CONFLICT, "The comment is deleted. Its text cannot be restored.");
        }
        var body = change.apply(new CommentEditInput(comment.body)).body();
        if (!body.equals(comment.body)) {
            transitions.replaceText(comment, body, HtmlSanitizer.renderCommentMarkdown(body), audit.actor());
            audit.record("comment.edit", comment.id);
        }
        return articleTitles.withTitle(comment);
    }

    /** Discards the author's edit that waits for approval; readers keep the approved text. */
    @Transactional
    ModeratedComment discardChange(String reference, String ifMatch) {
        var comment = lock(reference, ifMatch);
        if (comment.proposedBody != null) {
            comment.dropProposal();
            comment.heldFor = List.of();
            comments.flush();
            audit.record("comment.discard_change", comment.id);
        }
        return articleTitles.withTitle(comment);
    }

    /** Deletes a comment; a deleted comment does not change. */
    @Transactional
    void delete(String reference, String ifMatch, String reason) {
        var comment = transitions.lock(Slugs.parseId(reference), reference);
        if (comment.state == CommentState.deleted) {
            return;
        }
        VersionPrecondition.require(ifMatch, comment.version);
        transitions.delete(comment, audit.actor(), reason);
        audit.record("comment.delete", comment.id);
    }

    /** Ban of a comment's author: by address or email, and whether to mark existing comments as spam. */
    record AuthorBanRequest(Bans.BanTarget target, String note, Instant expiresAt, boolean spamExisting) {}

    /**
     * Bans the author of a comment by email or by the range of addresses; returns the number of comments that were
     * marked as spam.
     */
    int ban(String reference, AuthorBanRequest ban) {
        var author = QuarkusTransaction.joiningExisting().call(() -> {
            var comment = find(reference);
            if (ban.target == Bans.BanTarget.email) {
                if (comment.authorEmail == null) {
                    throw ProblemException.of(ProblemType.CONFLICT, "The author gave no email. Ban the author by "
                            + "address.");
                }
                bans.banEmail(comment.authorEmail, ban.note, ban.expiresAt);
                return Map.entry("author_email_norm = :author", (Object) comment.authorEmailNorm);
            }
            if (comment.addressHash == null) {
                throw ProblemException.of(ProblemType.CONFLICT,
                        "The comment has no address hash: the hash is deleted after " + CommentCleanup.RETENTION_DAYS
                                + " days. Ban the author by email.");
            }
            bans.banAddress(comment.addressHash, saltMonth(comment), ban.note, ban.expiresAt);
            return Map.entry("address_hash = :author", (Object) comment.addressHash);
        });
        return ban.spamExisting ? markAllAsSpam(author.getKey(), author.getValue()) : 0;
    }

    private static LocalDate saltMonth(Comment comment) {
        return LocalDate.ofInstant(comment.createdAt, ZoneOffset.UTC).withDayOfMonth(1);
    }

    /**
     * Marks all comments of an author as spam, each in its own transaction, because each decision locks an article.
     */
    private int markAllAsSpam(String where, Object author) {
        int marked = 0;
        List<UUID> batch;
        do {
            batch = comments.findIdsNotYetSpam(where, author, BATCH_SIZE);
            for (var id : batch) {
                QuarkusTransaction.requiringNew()
                        .run(() -> decide(id.toString(), "*", ModerationVerb.spam, "The author was banned."));
            }
            marked += batch.size();
        } while (batch.size() == BATCH_SIZE);
        return marked;
    }

    private Comment lock(String reference, String ifMatch) {
        var comment = transitions.lock(Slugs.parseId(reference), reference);
        VersionPrecondition.require(ifMatch, comment.version);
        return comment;
    }
}
