package dev.byline.comment;

import static dev.byline.database.UnnestColumns.column;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The statement that inserts many new comments and their first events. */
final class CommentInsert {
    /** The columns of a new comment; all others have the values of their defaults. */
    private static final List<Column> COLUMNS = List.of(
            new Column("id", "uuid", UUID[]::new, c -> c.id),
            new Column("article_id", "uuid", UUID[]::new, c -> c.articleId),
            new Column("parent_id", "uuid", UUID[]::new, c -> c.parentId),
            new Column("in_reply_to_id", "uuid", UUID[]::new, c -> c.inReplyToId),
            new Column("root_id", "uuid", UUID[]::new, c -> c.rootId),
            new Column("depth", "int4", Integer[]::new, c -> c.depth),
            new Column("state", "text", String[]::new, c -> c.state.name()),
            new Column("member_id", "uuid", UUID[]::new, c -> c.memberId),
            new Column("author_name", "text", String[]::new, c -> c.authorName),
            new Column("author_email", "text", String[]::new, c -> c.authorEmail),
            new Column("author_email_norm", "text", String[]::new, c -> c.authorEmailNorm),
            new Column("author_website", "text", String[]::new, c -> c.authorWebsite),
            new Column("author_verified", "bool", Boolean[]::new, c -> c.authorVerified),
            new Column("address_hash", "bytea", byte[][]::new, c -> c.addressHash),
            new Column("author_key", "bytea", byte[][]::new, c -> c.authorKey),
            new Column("user_agent", "text", String[]::new, c -> c.userAgent),
            new Column("body", "text", String[]::new, c -> c.body),
            new Column("html", "text", String[]::new, c -> c.html),
            new Column("folded", "text", String[]::new, c -> c.folded),
            new Column("text_hash", "bytea", byte[][]::new, c -> c.textHash),
            new Column("secret_hash", "bytea", byte[][]::new, c -> c.secretHash),
            new Column("posted_on", "text", String[]::new, c -> c.postedOn.toString(), "cast(posted_on as date)"),
            // Arrays of arrays would need one length.
            new Column("held_for", "text", String[]::new, c -> String.join(",", c.heldFor),
                    "string_to_array(held_for, ',')"),
            new Column("created_at", "text", String[]::new, c -> c.createdAt.toString(),
                    "cast(created_at as timestamptz)"),
            new Column("moved_at", "text", String[]::new, c -> c.movedAt.toString(),
                    "cast(moved_at as timestamptz)"));

    /** Rows are inserted in the order of the unique key, so that batches of several nodes never deadlock. */
    private static final String SQL = """
            with added as (
                insert into comment (version, hidden, bare, %1$s)
                select 1, false, false, %2$s from unnest(%3$s) as n (%1$s)
                order by n.author_key, n.article_id, n.text_hash, n.posted_on
                on conflict (author_key, article_id, text_hash, posted_on) do nothing
                returning id, state, created_at),
            events as (
                insert into comment_event (comment_id, to_state, actor, at)
                select id, state, ?, created_at from added)
            select id from added""".formatted(columns(Column::name), columns(Column::expression), columns(c -> "?"));

    private CommentInsert() {
    }

    private record Column(
            String name,
            String type,
            IntFunction<Object[]> array,
            Function<Comment, Object> value,
            String expression) {
        Column(String name, String type, IntFunction<Object[]> array, Function<Comment, Object> value) {
            this(name, type, array, value, "n." + name);
        }
    }

    /** Inserts the comments, and returns the ids of those that are no duplicates. */
    static Set<UUID> insert(Connection connection, List<Comment> comments) throws SQLException {
        try (var statement = connection.prepareStatement(SQL)) {
            int parameter = 0;
            for (var column : COLUMNS) {
                statement.setArray(++parameter,
                        connection.createArrayOf(column.type, column(comments, column.array, column.value)));
            }
            statement.setString(++parameter, CommentTransitions.AUTHOR_ACTOR);
            var added = new HashSet<UUID>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    added.add(rows.getObject(1, UUID.class));
                }
            }
            return added;
        }
    }

    private static String columns(Function<Column, String> part) {
        return COLUMNS.stream().map(part).collect(Collectors.joining(", "));
    }
}
