package dev.byline.comment;

/** Form in which the comments of an article are listed. */
public enum CommentView {
    /** Root comments, each with its first replies. */
    threads,
    /** All comments in one list, without threads. */
    flat
}
