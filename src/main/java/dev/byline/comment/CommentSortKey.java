package dev.byline.comment;

/** What lists of comments are ordered by, as the contract names it. */
enum CommentSortKey {
    createdAt,
    likes
}
