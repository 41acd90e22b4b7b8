package dev.byline.comment;

/**
 * State of a comment. Readers see approved comments, and deleted comments as tombstones while they have visible
 * replies.
 */
public enum CommentState {
    /** Waits for a moderator. */
    pending,
    /** Visible to readers. */
    approved,
    /** Hidden by a moderator. */
    rejected,
    /** Hidden as spam, by a spam check or a moderator. */
    spam,
    /** Deleted by its author or a moderator; only the tombstone is left. */
    deleted
}
