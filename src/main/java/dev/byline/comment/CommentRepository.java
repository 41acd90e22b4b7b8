package dev.byline.comment;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.byline.http.Keyset;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.persistence.TypedQuery;

/** Rows of {@link Comment}. */
@ApplicationScoped
class CommentRepository implements PanacheRepositoryBase<Comment, UUID> {
    /** A comment that readers see: approved below approved ones, or a tombstone above one. */
    private static final String SHOWN = """
            %1$s.hidden = false and (%1$s.state = dev.byline.comment.CommentState.approved
            or %1$s.state = dev.byline.comment.CommentState.deleted and %1$s.bare = false)""";
    private static final String VISIBLE = SHOWN.formatted("c");

    Comment lock(UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** One page of the roots of an article. */
    Page<Comment> roots(UUID article, boolean newestFirst, PageQuery query) {
        var from = " from Comment c where c.articleId = :article and c.parentId is null and " + VISIBLE;
        return page(query, "roots " + article + newestFirst, newestFirst, from, Map.of("article", article));
    }

    /** One page of the replies of a thread, oldest first. */
    Page<Comment> replies(UUID root, PageQuery query) {
        var from = " from Comment c where c.rootId = :root and c.parentId is not null and " + VISIBLE;
        return page(query, "replies " + root, false, from, Map.of("root", root));
    }

    /** The first replies of each of the roots, oldest first; one statement. */
    Map<UUID, List<Comment>> firstReplies(Collection<UUID> roots, int most) {
        var query = """
                select c from Comment c join (
                    select x.id as id, row_number() over (partition by x.rootId order by x.createdAt, x.id) as n
                    from Comment x where x.rootId in :roots and x.parentId is not null and %s
                ) first on first.id = c.id
                where first.n <= :most order by c.createdAt, c.id""".formatted(SHOWN.formatted("x"));
        return getEntityManager().createQuery(query, Comment.class).setParameter("roots", roots)
                .setParameter("most", (long) most).getResultStream().collect(Collectors.groupingBy(c -> c.rootId));
    }

    /** How many replies of each of the roots are counted; one statement. */
    Map<UUID, Integer> replyCounts(Collection<UUID> roots) {
        return getEntityManager()
                .createQuery("""
                        select c.rootId, cast(count(*) as Integer) from Comment c
                        where c.rootId in :roots and c.parentId is not null and c.hidden = false
                        and c.state = dev.byline.comment.CommentState.approved group by c.rootId""", Tuple.class)
                .setParameter("roots", roots).getResultStream()
                .collect(Collectors.toMap(t -> t.get(0, UUID.class), t -> t.get(1, Integer.class)));
    }

    /** The newest comments of an article that count, newest first; one range of one index. */
    List<Comment> newest(UUID article, int most) {
        return find("""
                articleId = ?1 and hidden = false and state = dev.byline.comment.CommentState.approved
                order by createdAt desc, id desc""", article).page(0, most).list();
    }

    /** One page of the moderators' queue. */
    Page<Comment> queue(CommentState state, UUID article, boolean newestFirst, PageQuery query) {
        var from = " from Comment c where 1 = 1" + (state == null ? "" : " and c.state = :state")
                + (article == null ? "" : " and c.articleId = :article");
        var values = new HashMap<String, Object>();
        if (state != null) {
            values.put("state", state);
        }
        if (article != null) {
            values.put("article", article);
        }
        return page(query, "queue " + state + article + newestFirst, newestFirst, from, values);
    }

    /**
     * Hides or shows what hangs below a comment, as far as it opens.
     *
     * @return how many approved comments became hidden or visible
     */
    int hideBelow(UUID comment, boolean hidden) {
        getEntityManager().flush();
        var changed = getEntityManager()
                .createNativeQuery(
                        """
                                with recursive below (id) as (
                                    select id from comment where parent_id = :comment
                                    union all
                                    select child.id from comment child
                                    join below on child.parent_id = below.id
                                    join comment parent on parent.id = below.id and parent.state in ('approved', 'deleted')
                                ), changed as (
                                    update comment set hidden = :hidden where id in (select id from below) and hidden <> :hidden
                                    returning state
                                )
                                select count(*) filter (where state = 'approved') from changed""",
                        Long.class)
                .setParameter("comment", comment).setParameter("hidden", hidden).getSingleResult();
        return ((Long) changed).intValue();
    }

    /** Finds out anew which tombstones of a thread have nothing to hold together; a few rounds, leaves first. */
    void bareTombstones(UUID root) {
        var statement = getEntityManager()
                .createNativeQuery(
                        """
                                update comment as tombstone set bare = not bare
                                where root_id = :root and state = 'deleted' and bare = exists (
                                    select 1 from comment reply where reply.parent_id = tombstone.id and not reply.hidden
                                    and (reply.state = 'approved' or reply.state = 'deleted' and not reply.bare))""")
                .setParameter("root", root);
        while (statement.executeUpdate() > 0) {
            // The next round sees what this one changed.
        }
    }

    boolean hasChildren(UUID comment) {
        return count("parentId", comment) > 0;
    }

    private Page<Comment> page(PageQuery query, String list, boolean newestFirst, String from,
            Map<String, Object> values) {
        var keys = new Keyset<>(query, list, newestFirst, Keyset::time);
        var statement = bind(getEntityManager().createQuery(
                "select c" + from + keys.seek("c.createdAt", "c.id") + keys.order("c.createdAt", "c.id"),
                Comment.class),
                values);
        return keys.page(keys.bind(statement).getResultList(), c -> c.createdAt, c -> c.id,
                () -> bind(getEntityManager().createQuery("select count(*)" + from, Long.class), values)
                        .getSingleResult());
    }

    private static <T> TypedQuery<T> bind(TypedQuery<T> statement, Map<String, Object> values) {
        values.forEach(statement::setParameter);
        return statement;
    }
}
