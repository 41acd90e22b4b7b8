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

/** Comment on an article, with its place in the thread, its state and the data of its author. */
@Entity
class Comment {
    /**
     * Deepest level of a thread; a reply to a comment of this level stays on this level. The constraint
     * {@code comment_depth} has the same number.
     */
    static final int MAX_DEPTH = 5;
    /** Period after posting within which authors may edit their comments. */
    static final int EDIT_PERIOD_MINUTES = 15;
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
    /** Whether an ancestor is held, so that this comment is neither shown nor counted. */
    boolean hidden;
    /** Whether this comment is a tombstone without visible replies. */
    boolean bare;
    UUID memberId;
    String authorName;
    String authorEmail;
    String authorEmailNorm;
    String authorWebsite;
    /** Whether a member with a verified email wrote the comment. */
    boolean authorVerified;
    /** Keyed hash of the range of addresses that the comment came from. */
    byte[] addressHash;
    /** Keyed hash that identifies the author; see {@link CurrentCommenter#setAuthorHashes}. */
    byte[] authorKey;
    String userAgent;
    String body;
    String html;
    /** Author name and text, folded as the search compares them. */
    String folded;
    byte[] textHash;
    /** Day of posting in UTC, for the constraint against duplicate comments. */
    LocalDate postedOn;
    /** SHA-256 of a guest's secret token. */
    byte[] secretHash;
    /** Edit of an approved comment that waits for approval. */
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

    /** Places the comment below another one, at most {@link #MAX_DEPTH} levels deep. */
    void replyTo(Comment target) {
        inReplyToId = target.id;
        parentId = target.depth < MAX_DEPTH ? target.id : target.parentId;
        rootId = target.rootId;
        depth = Math.min(target.depth + 1, MAX_DEPTH);
    }

    /** Sets the text and its rendered HTML, and derives the search text and the hash for duplicate checks. */
    void setText(String text, String rendered) {
        body = text;
        html = rendered;
        folded = TextFolding.fold(authorName + " " + text);
        textHash = Sha256.of(WordMatcher.fold(text));
    }

    /** Whether readers see the comment and counts include it. */
    boolean isVisible() {
        return state == CommentState.approved && !hidden;
    }

    /** Creates the event that the public view of the comment, or of its article, has changed. */
    ContentChanged contentChanged(List<String> articleNames) {
        return new ContentChanged(
                Stream.concat(Stream.of(id.toString(), rootId.toString()), articleNames.stream()).toList(), true);
    }

    /**
     * Whether replies to the comment may be shown: the comment is approved, or it is the tombstone that holds their
     * thread together.
     */
    boolean showsReplies() {
        return state == CommentState.approved || state == CommentState.deleted;
    }

    /** Returns the state that the author is told: public or not, but never the result of the spam check. */
    CommentState stateForAuthor() {
        return showsReplies() ? state : CommentState.pending;
    }

    /** End of the period within which the author may edit the comment. */
    Instant editableUntil() {
        return createdAt.plus(Duration.ofMinutes(EDIT_PERIOD_MINUTES));
    }

    /** Applies a moderator's decision; throws 409 if the comment is deleted and has no text. */
    void decide(CommentState decision, Instant now) {
        if (state == CommentState.deleted) {
            throw ProblemException.of(ProblemType.CONFLICT, "The comment is deleted. Its text cannot be restored.");
        }
        state = decision;
        movedAt = now;
        if (decision == CommentState.approved) {
            heldFor = List.of();
        }
        dropProposal();
    }

    /** Discards the edit that waits for approval. */
    void dropProposal() {
        proposedBody = null;
        proposedHtml = null;
    }

    /** Deletes the text and all data of the author; the comment stays as a tombstone. */
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

    /** Deletes all data of the author and keeps the text under the name "Anonymous". */
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
