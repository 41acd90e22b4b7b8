package dev.byline.comment;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.Session;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.idempotency.IdempotentResponseStore;
import dev.byline.member.MemberErased;
import dev.byline.member.MemberExportPart;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.Paths;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;

/** Exports or erases the personal data of a commenter, found by email. */
@ApplicationScoped
public class CommentPrivacy implements MemberExportPart {
    /** Number of comments that are read at once to erase their author. */
    private static final int BATCH_SIZE = 100;

    private final CommentRepository comments;
    private final CommentTransitions transitions;
    private final ArticleTitles articleTitles;
    private final Session database;
    private final AuditLog audit;
    private final IdempotentResponseStore responses;
    private final Event<ContentChanged> changed;

    CommentPrivacy(CommentRepository comments, CommentTransitions transitions, ArticleTitles articleTitles,
            Session database, AuditLog audit, IdempotentResponseStore responses, Event<ContentChanged> changed) {
        this.comments = comments;
        this.transitions = transitions;
        this.articleTitles = articleTitles;
        this.database = database;
        this.audit = audit;
        this.responses = responses;
        this.changed = changed;
    }

    /** All comments of a commenter with the data stored beside them. */
    @Schema(name = "PersonalComments", description = "All stored data of a commenter.")
    public record PersonalComments(@NotNull List<PersonalComment> comments) {}

    /** A comment with all stored data of its author. */
    @Schema(name = "PersonalComment")
    public record PersonalComment(@NotNull ModeratedComment comment, @NotNull CommentHistory history) {}

    /** Result of an erasure. */
    @Schema(name = "ErasureResult")
    public record ErasedComments(
            @NotNull @Schema(description = "The number of comments whose author was erased.",
                    examples = "2") int comments) {}

    /** Exports all comments with the email, oldest first. */
    @Transactional
    public PersonalComments export(String email) {
        var written = comments.list("authorEmailNorm = ?1 order by createdAt, id",
                ParsedEmailAddress.normalizeLeniently(email));
        audit.record("privacy.export", written.size() + " comments");
        var titles = articleTitles.find(written.stream().map(c -> c.articleId).toList());
        return new PersonalComments(
                written.stream().map(c -> new PersonalComment(new ModeratedComment(c, titles), comments.history(c.id)))
                        .toList());
    }

    @Override
    public String partName() {
        return "comments";
    }

    /** Exports the comments of a member, as their author sees them. */
    @Override
    public Object export(UUID member, String emailNorm) {
        var written = comments.list("memberId = ?1 order by createdAt, id", member);
        return written.isEmpty() ? null : written.stream().map(c -> OwnComment.of(c, null)).toList();
    }

    /**
     * Erases the author of all comments with the email, in batches that may be repeated. The texts stay under
     * "Anonymous", or are deleted too if {@code alsoTexts} is set.
     */
    public ErasedComments erase(String email, boolean alsoTexts) {
        int erased = 0;
        List<UUID> batch;
        do {
            batch = database.createNativeQuery(
                    "select id from comment where author_email_norm = :email order by created_at, id", UUID.class)
                    .setParameter("email", ParsedEmailAddress.normalizeLeniently(email)).setMaxResults(BATCH_SIZE)
                    .getResultList();
            for (var id : batch) {
                QuarkusTransaction.requiringNew().run(() -> eraseAuthor(id, alsoTexts));
            }
            erased += batch.size();
        } while (batch.size() == BATCH_SIZE);
        var all = erased;
        QuarkusTransaction.requiringNew().run(() -> {
            audit.record("privacy.erase", all + " comments");
            changed.fire(ContentChanged.of(ChangeTracker.SITE));
        });
        return new ErasedComments(erased);
    }

    /**
     * Erases the author of a member's comments in the transaction that removes the member. The texts stay under
     * "Anonymous".
     */
    void eraseAuthor(@Observes MemberErased member) {
        eraseReactions(member.id());
        // Sorted by article, so that all transactions lock the articles in the same order.
        database.createNativeQuery(
                "select id from comment where member_id = :member or author_email_norm = :email order by article_id, id",
                UUID.class).setParameter("member", member.id()).setParameter("email", member.emailNorm())
                .getResultList()
                .forEach(id -> eraseAuthor(id, false));
        changed.fire(ContentChanged.of(ChangeTracker.SITE));
    }

    private void eraseAuthor(UUID id, boolean alsoText) {
        var comment = transitions.lock(id, id.toString());
        if (comment.memberId != null) {
            eraseReactions(comment.memberId);
        }
        if (alsoText) {
            transitions.delete(comment, "system", null);
        } else {
            comment.eraseAuthor();
            comments.flush();
            comments.eraseAttachedData(id, false);
            responses.deleteByLocation(Paths.PUBLIC_API + "/comments/" + id);
        }
    }

    /** Deletes the likes of a member, and the member and note of the member's reports. */
    private void eraseReactions(UUID member) {
        database.createNativeMutationQuery("""
                delete from comment_like where member_id = :member""")
                .setParameter("member", member).executeUpdate();
        database.createNativeMutationQuery(
                "update comment_report set member_id = null, note = null where member_id = :member")
                .setParameter("member", member).executeUpdate();
    }
}
