package dev.byline.comment;

/** How the comments of an article are listed. */
public enum CommentView {
    /** Roots, each with its first replies. */
    threads,
    /** All comments alike. */
    flat
}
