package dev.byline.comment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.database.JdbcQueries;
import jakarta.validation.constraints.NotNull;

/** A comment as readers see it. */
@Schema(name = "Comment",
        description = "A comment. A deleted comment with visible replies stays as a tombstone without `body`, "
                + "`bodyHtml` and `author`.")
public record PublicComment(
        @NotNull UUID id,
        @NotNull UUID articleId,
        @Schema(description = "The comment under which this comment is shown; absent on a root.") UUID parentId,
        @Schema(description = "The comment that this comment replies to; it differs from `parentId` on a reply to a "
                + "comment of level " + Comment.MAX_DEPTH + ".") UUID inReplyToId,
        @NotNull @Schema(description = "The root of the thread.") UUID rootId,
        @NotNull @Schema(description = "The level in the thread: 1 for a root, at most " + Comment.MAX_DEPTH + ".",
                examples = "1") int depth,
        @NotNull @Schema(
                description = "`approved`; `deleted` for a tombstone; to the author `pending` for every state in which "
                        + "the comment is held.",
                examples = "approved") CommentState state,
        @Schema(description = "The text as typed.", examples = "Thank you, this *helped*.") String body,
        @Schema(description = "The text as sanitized HTML: insert it into the page unchanged.",
                examples = "<p>Thank you, this <em>helped</em>.</p>") String bodyHtml,
        CommentAuthor author,
        @NotNull Instant createdAt,
        @Schema(description = "The time of the last edit; absent if never edited.") Instant editedAt,
        @NotNull @Schema(description = "The number of members who like the comment.", examples = "3") int likeCount,
        @Schema(description = "The number of all visible replies in the thread; only on a root.",
                examples = "0") Integer replyCount,
        @Schema(description = "The first replies of a root, oldest first; "
                + "`parentId` and `depth` make the tree.") List<PublicComment> replies,
        @Schema(description = "The cursor of the next replies: send it as `cursor` to `/comments/{comment}/replies` of "
                + "the root. Absent if there are no more replies.") String repliesCursor) {

    /** Columns of table alias {@code c} that a query of public comments must select. */
    static final String COLUMNS = """
            c.id, c.article_id, c.parent_id, c.in_reply_to_id, c.root_id, c.depth, c.state, c.body, c.html,
            c.author_name, c.author_website, c.author_verified, c.created_at, c.edited_at, c.like_count, c.reply_count""";

    /** Author of a comment. */
    @Schema(name = "CommentAuthor")
    public record CommentAuthor(
            @NotNull @Schema(examples = "Mai") String name,
            @Schema(examples = "https://mai.example") String website,
            @NotNull @Schema(
                    description = "Whether a member with a verified email wrote the comment.") boolean verified) {}

    /** Creates a comment from a row of {@link #COLUMNS}. */
    static PublicComment of(ResultSet r) throws SQLException {
        var state = CommentState.valueOf(r.getString(7));
        var parent = r.getObject(3, UUID.class);
        return new PublicComment(r.getObject(1, UUID.class), r.getObject(2, UUID.class), parent,
                r.getObject(4, UUID.class), r.getObject(5, UUID.class), r.getInt(6), state, r.getString(8),
                r.getString(9), state == CommentState.deleted
                        ? null
                        : new CommentAuthor(r.getString(10), r.getString(11), r.getBoolean(12)),
                JdbcQueries.readTime(r, 13), r.getObject(14) == null ? null : JdbcQueries.readTime(r, 14), r.getInt(15),
                parent == null ? r.getInt(16) : null, null, null);
    }

    /** Creates a comment as its author sees it. */
    static PublicComment of(Comment c) {
        return new PublicComment(c.id, c.articleId, c.parentId, c.inReplyToId, c.rootId, c.depth, c.stateForAuthor(),
                c.body,
                c.html, c.state == CommentState.deleted
                        ? null
                        : new CommentAuthor(c.authorName, c.authorWebsite, c.authorVerified),
                c.createdAt, c.editedAt, c.likeCount, null, null, null);
    }

    PublicComment withReplies(List<PublicComment> first, String cursor) {
        return new PublicComment(id, articleId, parentId, inReplyToId, rootId, depth, state, body, bodyHtml, author,
                createdAt, editedAt, likeCount, replyCount, first, cursor);
    }
}
