package dev.byline.comment;

import java.util.UUID;

import dev.byline.audit.AuditLog;
import dev.byline.cache.Changed;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.References;
import dev.byline.http.Versions;
import dev.byline.identity.ArticleIdentities;
import dev.byline.problem.ProblemException;
import dev.byline.stats.Counters;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** What moderators do: each decision changes the article's count by the difference that it makes, in one transaction. */
@ApplicationScoped
class ModerationService {
    private final CommentRepository comments;
    private final ArticleIdentities identities;
    private final Counters counters;
    private final AuditLog audit;
    private final Event<Changed> changed;

    ModerationService(CommentRepository comments, ArticleIdentities identities, Counters counters, AuditLog audit,
            Event<Changed> changed) {
        this.changed = changed;
        this.comments = comments;
        this.identities = identities;
        this.counters = counters;
        this.audit = audit;
    }

    Page<ModeratedComment> queue(CommentState state, String article, boolean newestFirst, PageQuery query) {
        return comments.queue(state, article == null
                ? null
                : References.filter("article", article, () -> identities.require(article)), newestFirst, query)
                .map(ModeratedComment::of);
    }

    ModeratedComment read(String reference) {
        var comment = comments.findById(id(reference));
        if (comment == null) {
            throw unknown(reference);
        }
        return ModeratedComment.of(comment);
    }

    /** Approves, rejects or marks as spam. The same decision again changes nothing. */
    @Transactional
    ModeratedComment decide(String reference, String ifMatch, CommentState decision) {
        var comment = lock(reference, ifMatch);
        if (comment.state != decision) {
            boolean counted = comment.counts();
            boolean opened = comment.opens();
            comment.decide(decision);
            count(comment, counted, opened);
            audit.record("comment." + (decision == CommentState.approved
                    ? "approve"
                    : decision == CommentState.rejected ? "reject" : "spam"), comment.id);
        }
        return ModeratedComment.of(comment);
    }

    /** Deletes: a tombstone without text or author while replies hang on it, else the row, and bare tombstones above. */
    @Transactional
    void delete(String reference, String ifMatch) {
        var comment = lock(reference, ifMatch);
        boolean counted = comment.counts();
        boolean opened = comment.opens();
        comment.erase();
        count(comment, counted, opened);
        audit.record("comment.delete", comment.id);
        prune(comment);
    }

    /** Lets readers and counts see what became of a comment. */
    void count(Comment comment, boolean counted, boolean opened) {
        int difference = (comment.counts() ? 1 : 0) - (counted ? 1 : 0);
        if (!comment.hidden && comment.opens() != opened) {
            int below = comments.hideBelow(comment.id, !comment.opens());
            difference += comment.opens() ? below : -below;
        }
        comments.flush();
        counters.addComments(comment.articleId, difference);
        comments.bareTombstones(comment.rootId);
        changed.fire(comment.changed(identities.names(comment.articleId)));
    }

    private void prune(Comment leaf) {
        var tombstone = leaf;
        while (tombstone != null && tombstone.state == CommentState.deleted && !comments.hasChildren(tombstone.id)) {
            var parent = tombstone.parentId;
            comments.delete(tombstone);
            comments.flush();
            tombstone = parent == null ? null : comments.findById(parent);
        }
    }

    /** Locks the comments of the article first, as everybody does who changes them, then reads the comment. */
    private Comment lock(String reference, String ifMatch) {
        var article = comments.find("select articleId from Comment where id = ?1", id(reference)).project(UUID.class)
                .firstResultOptional().orElseThrow(() -> unknown(reference));
        counters.lockComments(article);
        var comment = comments.lock(id(reference));
        if (comment == null) {
            throw unknown(reference);
        }
        Versions.require(ifMatch, comment.version);
        return comment;
    }

    private static UUID id(String reference) {
        var id = Slugs.id(reference);
        if (id == null) {
            throw unknown(reference);
        }
        return id;
    }

    private static ProblemException unknown(String reference) {
        return ProblemException.notFound("comment", reference);
    }
}
