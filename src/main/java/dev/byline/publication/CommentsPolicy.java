package dev.byline.publication;

/** Rule for new comments on an article: open to all readers, open to signed-in members only, or closed. */
public enum CommentsPolicy {
    open,
    members,
    closed
}
