/**
 * Comments: readers post them, moderators decide on them, threads show them.
 *
 * <p>Read first: CommentPosting, CommentWriter, which adds comments, ModerationService and PublicCommentService; then
 * CommentTransitions, which makes every state change.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: rejected comments hide the replies below them, under a lock per article.</li>
 * <li>Adopted: triggers keep the counts, each statement by the difference that it makes, so that no way of changing
 * comments can forget them, not even imports and purges. Rejected: counting by hand beside each change, because each
 * new way would be a new fault. A daily recount reports the difference as byline.comments.drift, and it must be zero
 * after every test.</li>
 * <li>Adopted: whether a comment is shown, and whether it waits, are generated columns, and the lists are partial
 * indexes over them: held comments cost readers nothing, however many there are. Only the ids at the beginning of a
 * long thread are read, from the index alone.</li>
 * <li>Adopted: the row of a deleted comment stays for a day without text and author, so that deleting twice is one
 * success. Then a job removes the row, and the tombstones above it that hold no replies any more.</li>
 * <li>Adopted: the right of a guest to a comment is a random secret, stored as its hash. Rejected: cookies, because
 * the public API uses none.</li>
 * <li>Adopted: likes are for members, because a daily hash of a visitor cannot stop repeated votes. Orders by likes
 * are an index, not a ranking, because likes are rare beside reads.</li>
 * <li>Adopted: the spam check ends before anything is locked, because an external check may take two seconds.</li>
 * <li>Adopted: new comments are written in batches that share a commit, a handful of statements for all of them. If a
 * batch fails or meets a lock, each request adds its comment alone. With an Idempotency-Key a request adds its comment
 * alone as well, in the transaction that stores the response. Rejected: one transaction for each comment, because the
 * comments of a popular article wait for each other's commits.</li>
 * <li>Adopted: a batch asks the database whether its articles are live, because a node may hear of an unpublication a
 * moment late. Whether comments are closed is kept in memory like everything else of a live article.</li>
 * <li>Adopted: moderating by filter is listing by filter and deciding in bulk, on the versions that were read.
 * Rejected: deciding on the comments that a filter finds at that moment, because no moderator has read them; a ban
 * marks the comments of one author as spam.</li>
 * <li>Adopted: some thirty short files in one package. Moderation, personal data and imports would be packages of
 * their own, but all three change comments: they read and set nearly every field of the entity under the lock of the
 * article. As packages they would need public fields, or a copy of the entity, and the compiler would no longer keep
 * other packages from changing a comment without its lock and its event. Bans and checks, which need neither, are the
 * package spam. Revisit when something other than comments is moderated.</li>
 * </ul>
 */
package dev.byline.comment;
