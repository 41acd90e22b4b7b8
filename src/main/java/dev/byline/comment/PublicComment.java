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
public final class PublicComment {
    /** Columns of table alias {@code c} that a query of public comments must select. */
    static final String COLUMNS = """
            c.id, c.article_id, c.parent_id, c.in_reply_to_id, c.root_id, c.depth, c.state, c.body, c.html,
            c.author_name, c.author_website, c.author_verified, c.created_at, c.edited_at, c.like_count, c.reply_count""";

    @NotNull
    public final UUID id;
    @NotNull
    public final UUID articleId;
    @Schema(description = "The comment under which this comment is shown; absent on a root.")
    public final UUID parentId;
    @Schema(description = "The comment that this comment replies to; it differs from `parentId` on a reply to a "
            + "comment of level " + Comment.MAX_DEPTH + ".")
    public final UUID inReplyToId;
    @NotNull
    @Schema(description = "The root of the thread.")
    public final UUID rootId;
    @NotNull
    @Schema(description = "The level in the thread: 1 for a root, at most " + Comment.MAX_DEPTH + ".",
            examples = "1")
    public final int depth;
    @NotNull
    @Schema(
            description = "`approved`; `deleted` for a tombstone; to the author `pending` for every state in which "
                    + "the comment is held.",
            examples = "approved")
    public final CommentState state;
    @Schema(description = "The text as typed.", examples = "Thank you, this *helped*.")
    public final String body;
    @Schema(description = "The text as sanitized HTML: insert it into the page unchanged.",
            examples = "<p>Thank you, this <em>helped</em>.</p>")
    public final String bodyHtml;
    public final CommentAuthor author;
    @NotNull
    public final Instant createdAt;
    @Schema(description = "The time of the last edit; absent if never edited.")
    public final Instant editedAt;
    @NotNull
    @Schema(description = "The number of members who like the comment.", examples = "3")
    public final int likeCount;
    @Schema(description = "The number of all visible replies in the thread; only on a root.",
            examples = "0")
    public final Integer replyCount;
    @Schema(description = "The first replies of a root, oldest first; "
            + "`parentId` and `depth` make the tree.")
    public final List<PublicComment> replies;
    @Schema(description = "The cursor of the next replies: send it as `cursor` to `/comments/{comment}/replies` of "
            + "the root. Absent if there are no more replies.")
    public final String repliesCursor;

    /** Creates a comment from a row of {@link #COLUMNS}. */
    PublicComment(ResultSet r) throws SQLException {
        id = r.getObject("id", UUID.class);
        articleId = r.getObject("article_id", UUID.class);
        parentId = r.getObject("parent_id", UUID.class);
        inReplyToId = r.getObject("in_reply_to_id", UUID.class);
        rootId = r.getObject("root_id", UUID.class);
        depth = r.getInt("depth");
        state = CommentState.valueOf(r.getString("state"));
        body = r.getString("body");
        bodyHtml = r.getString("html");
        author = state == CommentState.deleted
                ? null
                : new CommentAuthor(r.getString("author_name"), r.getString("author_website"),
                        r.getBoolean("author_verified"));
        createdAt = JdbcQueries.readTime(r, "created_at");
        editedAt = r.getObject("edited_at") == null ? null : JdbcQueries.readTime(r, "edited_at");
        likeCount = r.getInt("like_count");
        replyCount = parentId == null ? r.getInt("reply_count") : null;
        replies = null;
        repliesCursor = null;
    }

    /** Creates a comment as its author sees it. */
    PublicComment(Comment c) {
        id = c.id;
        articleId = c.articleId;
        parentId = c.parentId;
        inReplyToId = c.inReplyToId;
        rootId = c.rootId;
        depth = c.depth;
        state = c.stateForAuthor();
        body = c.body;
        bodyHtml = c.html;
        author = c.state == CommentState.deleted
                ? null
                : new CommentAuthor(c.authorName, c.authorWebsite, c.authorVerified);
        createdAt = c.createdAt;
        editedAt = c.editedAt;
        likeCount = c.likeCount;
        replyCount = null;
        replies = null;
        repliesCursor = null;
    }

    /** Creates a copy of a root with its first replies. */
    PublicComment(PublicComment root, List<PublicComment> firstReplies, String cursor) {
        id = root.id;
        articleId = root.articleId;
        parentId = root.parentId;
        inReplyToId = root.inReplyToId;
        rootId = root.rootId;
        depth = root.depth;
        state = root.state;
        body = root.body;
        bodyHtml = root.bodyHtml;
        author = root.author;
        createdAt = root.createdAt;
        editedAt = root.editedAt;
        likeCount = root.likeCount;
        replyCount = root.replyCount;
        replies = firstReplies;
        repliesCursor = cursor;
    }

    /** Author of a comment. */
    @Schema(name = "CommentAuthor")
    public record CommentAuthor(
            @NotNull @Schema(examples = "Mai") String name,
            @Schema(examples = "https://mai.example") String website,
            @NotNull @Schema(
                    description = "Whether a member with a verified email wrote the comment.") boolean verified) {}
}
