package dev.byline.comment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.byline.cache.Changed;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
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
    String authorName;
    String authorEmail;
    String authorWebsite;
    String body;
    String html;
    Instant createdAt;

    /** Hangs the comment under another, at most {@link #MAX_DEPTH} deep. */
    void reply(Comment to) {
        inReplyToId = to.id;
        parentId = to.depth < MAX_DEPTH ? to.id : to.parentId;
        rootId = to.rootId;
        depth = Math.min(to.depth + 1, MAX_DEPTH);
    }

    /** Whether readers see it and counts have it. */
    boolean counts() {
        return state == CommentState.approved && !hidden;
    }

    /** That readers see something else of the comment, or of its article, than before. */
    Changed changed(List<String> namesOfArticle) {
        return new Changed(
                Stream.concat(Stream.of(id.toString(), rootId.toString()), namesOfArticle.stream()).toList());
    }

    /** Lets its replies be seen: approved, or the tombstone that holds their thread together. */
    boolean opens() {
        return state == CommentState.approved || state == CommentState.deleted;
    }

    /** A moderator's decision; 409 for a comment whose text is gone. */
    void decide(CommentState decision) {
        if (state == CommentState.deleted) {
            throw ProblemException.of(ProblemType.CONFLICT, "The comment is deleted; its text is gone for good.");
        }
        state = decision;
    }

    /** Leaves nothing of what was written, and of who wrote it. */
    void erase() {
        state = CommentState.deleted;
        bare = false;
        authorName = null;
        authorEmail = null;
        authorWebsite = null;
        body = null;
        html = null;
    }
}
