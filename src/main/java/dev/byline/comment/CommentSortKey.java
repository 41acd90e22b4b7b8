package dev.byline.comment;

/** Sort keys of comment lists, as the API contract names them. */
enum CommentSortKey {
    createdAt,
    likes
}
