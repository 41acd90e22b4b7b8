package dev.byline.publication;

/** Who may comment on an article: everyone, signed-in members, nobody any more. */
public enum CommentsPolicy {
    open,
    members,
    closed
}
