package dev.byline.comment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.database.JdbcQueries;
import jakarta.validation.constraints.NotNull;

/** A comment as everyone sees it. */
@Schema(name = "Comment",
        description = "A comment. A deleted one that has replies stays as a tombstone without body, bodyHtml and author.")
public record PublicComment(
        @NotNull UUID id,
        @NotNull UUID articleId,
        @Schema(description = "The comment under which this one is shown; absent on a root.") UUID parentId,
        @Schema(description = "The comment that this one answers; deeper than five levels it is not `parentId`.") UUID inReplyToId,
        @NotNull @Schema(description = "The root of its thread.") UUID rootId,
        @NotNull @Schema(description = "1 for a root, at most 5.", examples = "1") int depth,
        @NotNull @Schema(
                description = "`approved`, `deleted` for a tombstone, and to its author `pending` for whatever is held.",
                examples = "approved") CommentState state,
        @Schema(description = "As it was typed.", examples = "Thank you, this *helped*.") String body,
        @Schema(description = "Rendered and sanitized: put it into the page as it is.",
                examples = "<p>Thank you, this <em>helped</em>.</p>") String bodyHtml,
        CommentAuthor author,
        @NotNull Instant createdAt,
        @Schema(description = "When its text was last changed; absent if never.") Instant editedAt,
        @NotNull @Schema(description = "Members who like it.", examples = "3") int likeCount,
        @Schema(description = "All visible replies in the thread of a root; absent elsewhere.",
                examples = "0") Integer replyCount,
        @Schema(description = "The first replies of a root, oldest first; `parentId` and `depth` make the tree.") List<PublicComment> replies,
        @Schema(description = "Send it as `cursor` to `/comments/{comment}/replies` of the root for the replies after these; absent if there are none.") String repliesCursor) {

    /** What a row of the reads must select, of a table c. */
    static final String COLUMNS = """
            c.id, c.article_id, c.parent_id, c.in_reply_to_id, c.root_id, c.depth, c.state, c.body, c.html,
            c.author_name, c.author_website, c.author_verified, c.created_at, c.edited_at, c.like_count, c.reply_count""";

    /** Who wrote it. */
    @Schema(name = "CommentAuthor")
    public record CommentAuthor(
            @NotNull @Schema(examples = "Mai") String name,
            @Schema(examples = "https://mai.example") String website,
            @NotNull @Schema(description = "Whether a member with a verified email wrote it.") boolean verified) {}

    /** A row of {@link #COLUMNS}. */
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

    /** What its author sees of it. */
    static PublicComment of(Comment c) {
        return new PublicComment(c.id, c.articleId, c.parentId, c.inReplyToId, c.rootId, c.depth, c.stateForAuthor(), c.body,
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
