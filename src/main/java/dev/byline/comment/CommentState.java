package dev.byline.comment;

/** Where a comment stands; only approved ones are public, deleted ones as a tombstone where replies hang on them. */
public enum CommentState {
    pending,
    approved,
    rejected,
    spam,
    deleted
}
