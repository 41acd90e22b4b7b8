package dev.byline.comment;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.byline.database.JdbcQueries;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import jakarta.inject.Singleton;

/** Queries of the comments that readers see; each list reads one range of one index of visible comments. */
@Singleton
class PublicCommentQueries {
    private static final String SELECT = "select " + PublicComment.COLUMNS;

    private final JdbcQueries jdbcQueries;

    PublicCommentQueries(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    /** Finds an approved comment on a live article. */
    Optional<PublicComment> findApproved(UUID id) {
        return jdbcQueries.list(SELECT + """
                \s from comment c join publication p on p.article_id = c.article_id
                where c.id = :id and c.shown and c.state = 'approved'""", Map.of("id", id), PublicComment::new).stream()
                .findFirst();
    }

    /** Whether the id is a visible root comment, or its tombstone, on a live article. */
    boolean hasRoot(UUID id) {
        return !jdbcQueries.list("""
                select 1 from comment c join publication p on p.article_id = c.article_id
                where c.id = :id and c.shown and c.parent_id is null""", Map.of("id", id), r -> 1).isEmpty();
    }

    /** Lists one page of the root comments of an article. */
    Page<PublicComment> listRoots(UUID article, Sort<CommentSortKey> sort, PageQuery query) {
        var from = " from comment c where c.article_id = :article and c.parent_id is null and c.shown";
        var list = "roots " + article + sort;
        return sort.key() == CommentSortKey.likes
                ? page(new Keyset<>(query, list, sort.descending(), Integer::valueOf), "c.like_count",
                        c -> c.likeCount, from, Map.of("article", article))
                : page(new Keyset<>(query, list, sort.descending(), Keyset::parseTime), "c.created_at",
                        c -> c.createdAt, from, Map.of("article", article));
    }

    /** Lists one page of the replies in a thread, oldest first. */
    Page<PublicComment> listReplies(UUID root, PageQuery query) {
        return page(repliesKeyset(root, query), "c.created_at", c -> c.createdAt,
                " from comment c where c.root_id = :root and c.parent_id is not null and c.shown",
                Map.of("root", root));
    }

    private static Keyset<Instant> repliesKeyset(UUID root, PageQuery query) {
        return new Keyset<>(query, "replies " + root, false, Keyset::parseTime);
    }

    /** Adds the first replies to the roots, oldest first, and the cursor of the next replies; runs one statement. */
    List<PublicComment> withReplies(List<PublicComment> roots, int maxReplies) {
        var replies = maxReplies == 0 ? Map.<UUID, List<PublicComment>>of() : findFirstReplies(roots, maxReplies);
        return roots.stream().map(root -> {
            var found = replies.getOrDefault(root.id, List.of());
            var shown = found.size() > maxReplies ? found.subList(0, maxReplies) : found;
            var last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
            return new PublicComment(root, shown, found.size() > maxReplies
                    ? repliesKeyset(root.id, new PageQuery()).cursorAfter(last.createdAt, last.id)
                    : null);
        }).toList();
    }

    /**
     * Reads the first replies of all roots. The inner query reads ids from the index alone and in its order, so that a
     * long thread costs no more than its beginning.
     */
    private Map<UUID, List<PublicComment>> findFirstReplies(Collection<PublicComment> roots, int maxReplies) {
        return jdbcQueries.list(SELECT + """
                \s from unnest(:roots) as r (id) cross join lateral (
                    select x.id from comment x where x.root_id = r.id and x.parent_id is not null and x.shown
                    order by x.created_at, x.id limit :most) first join comment c on c.id = first.id
                order by c.created_at, c.id""",
                Map.of("roots", roots.stream().map(c -> c.id).toArray(UUID[]::new), "most", maxReplies + 1),
                PublicComment::new).stream()
                .collect(Collectors.groupingBy(c -> c.rootId));
    }

    /** Lists one page of all visible comments of an article, without threads, created at {@code since} or later. */
    Page<PublicComment> listFlat(UUID article, Instant since, boolean newestFirst, PageQuery query) {
        var values = new HashMap<String, Object>(Map.of("article", article));
        if (since != null) {
            values.put("since", since);
        }
        return page(new Keyset<>(query, "flat " + article + since + newestFirst, newestFirst, Keyset::parseTime),
                "c.created_at", c -> c.createdAt, " from comment c where c.article_id = :article and c.shown"
                        + (since == null ? "" : " and c.created_at >= :since"),
                values);
    }

    /** Lists the newest approved comments of an article, newest first. */
    List<PublicComment> listNewest(UUID article, int limit) {
        return jdbcQueries.list(SELECT + " from comment c where c.article_id = :article and c.shown"
                + " and c.state = 'approved' order by c.created_at desc, c.id desc limit :most",
                Map.of("article", article, "most", limit), PublicComment::new);
    }

    private <K> Page<PublicComment> page(Keyset<K> keys, String key, Function<PublicComment, K> keyOf, String from,
            Map<String, Object> values) {
        var all = new HashMap<>(values);
        all.putAll(keys.parameters());
        var rows = jdbcQueries.list(
                SELECT + from + keys.seekCondition(key, "c.id") + keys.orderBy(key, "c.id") + keys.limitClause(true),
                all,
                PublicComment::new);
        return keys.toPage(rows, keyOf, c -> c.id,
                () -> jdbcQueries.single("select count(*)" + from, values, 0, r -> r.getLong(1)));
    }
}
