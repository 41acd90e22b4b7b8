package dev.byline.comment;

import java.util.UUID;

import dev.byline.comment.SpamCheck.SpamCheckResult;
import dev.byline.database.QueuedWrite;

/** A checked comment that waits for the commit of its batch. The result is whether the batch was committed. */
final class PendingComment extends QueuedWrite<Boolean> {
    /** The article as the client named it. */
    final String article;
    final Comment comment;
    /** The comment that is replied to, or null. */
    final UUID parent;
    final boolean mayBeRepeat;
    private final SpamCheckResult spamCheckResult;

    PendingComment(String article, Comment comment, UUID parent, SpamCheckResult spamCheckResult) {
        this.article = article;
        this.comment = comment;
        this.parent = parent;
        this.mayBeRepeat = SpamCheck.mayBeRepeat(comment.body);
        this.spamCheckResult = spamCheckResult;
        setRepeated(false);
    }

    /** Sets the initial state of the comment. */
    void setRepeated(boolean repeated) {
        var result = repeated ? spamCheckResult.holdAsRepeat() : spamCheckResult;
        comment.state = result.state();
        comment.heldFor = result.heldFor();
    }

    /** Whether adding the comment requires the lock of the article. A held root changes no count. */
    boolean needsLock() {
        return parent != null || comment.isVisible();
    }
}
