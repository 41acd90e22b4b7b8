package dev.byline.comment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import dev.byline.cache.ContentChanged;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Sha256;
import dev.byline.spam.WordMatcher;
import dev.byline.text.TextFolding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** One comment. */
@Entity
class Comment {
    /** A deeper reply joins this level. */
    static final int MAX_DEPTH = 5;
    /** How long an author may change what was written. */
    static final Duration EDIT_PERIOD = Duration.ofMinutes(15);
    private static final String ANONYMOUS_NAME = "Anonymous";

    @Id
    UUID id;
    @Version
    int version = 1;
    UUID articleId;
    UUID parentId;
    UUID inReplyToId;
    UUID rootId;
    int depth;
    @Enumerated(EnumType.STRING)
    CommentState state;
    /** Whether an ancestor is held, so that this one is neither shown nor counted. */
    boolean hidden;
    /** Of a tombstone: whether no visible reply hangs on it any more. */
    boolean bare;
    UUID memberId;
    String authorName;
    String authorEmail;
    String authorEmailNorm;
    String authorWebsite;
    /** Whether a member with a verified email wrote it. */
    boolean authorVerified;
    byte[] addressHash;
    byte[] authorKey;
    String userAgent;
    String body;
    String html;
    /** Name and words as searching compares them. */
    String folded;
    byte[] textHash;
    LocalDate postedOn;
    byte[] secretHash;
    String proposedBody;
    String proposedHtml;
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> heldFor = List.of();
    Instant createdAt;
    Instant editedAt;
    Instant movedAt;
    @Column(insertable = false, updatable = false)
    int likeCount;
    @Column(insertable = false, updatable = false)
    int openReports;

    /** Hangs the comment under another, at most {@link #MAX_DEPTH} deep. */
    void replyTo(Comment target) {
        inReplyToId = target.id;
        parentId = target.depth < MAX_DEPTH ? target.id : target.parentId;
        rootId = target.rootId;
        depth = Math.min(target.depth + 1, MAX_DEPTH);
    }

    /** Sets what is written. */
    void setText(String text, String rendered) {
        body = text;
        html = rendered;
        folded = TextFolding.fold(authorName + " " + text);
        textHash = Sha256.of(WordMatcher.fold(text));
    }

    /** Whether readers see it and counts have it. */
    boolean isVisible() {
        return state == CommentState.approved && !hidden;
    }

    /** That readers see something else of the comment, or of its article, than before. */
    ContentChanged contentChanged(List<String> articleNames) {
        return new ContentChanged(
                Stream.concat(Stream.of(id.toString(), rootId.toString()), articleNames.stream()).toList(), true);
    }

    /** Lets its replies be seen: approved, or the tombstone that holds their thread together. */
    boolean showsReplies() {
        return state == CommentState.approved || state == CommentState.deleted;
    }

    /** What the author is told: whether everyone sees it, and not what a classifier made of it. */
    CommentState stateForAuthor() {
        return showsReplies() ? state : CommentState.pending;
    }

    /** Until when the author may change it. */
    Instant editableUntil() {
        return createdAt.plus(EDIT_PERIOD);
    }

    /** A decision; 409 for a comment whose text is gone. */
    void decide(CommentState decision, Instant now) {
        if (state == CommentState.deleted) {
            throw ProblemException.of(ProblemType.CONFLICT, "The comment is deleted; its text is gone for good.");
        }
        state = decision;
        movedAt = now;
        if (decision == CommentState.approved) {
            heldFor = List.of();
        }
        dropProposal();
    }

    void dropProposal() {
        proposedBody = null;
        proposedHtml = null;
    }

    /** Leaves nothing of what was written, and of who wrote it. */
    void erase(Instant now) {
        state = CommentState.deleted;
        movedAt = now;
        bare = false;
        eraseAuthor();
        authorName = null;
        body = null;
        html = null;
        folded = null;
        heldFor = List.of();
    }

    /** Leaves what was written, by nobody. */
    void eraseAuthor() {
        memberId = null;
        authorName = ANONYMOUS_NAME;
        authorEmail = null;
        authorEmailNorm = null;
        authorWebsite = null;
        authorVerified = false;
        secretHash = null;
        textHash = null;
        addressHash = null;
        authorKey = null;
        userAgent = null;
        dropProposal();
        folded = body == null ? null : TextFolding.fold(body);
    }
}
