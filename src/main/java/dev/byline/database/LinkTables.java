package dev.byline.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.hibernate.Session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;

/**
 * Tables of ordered links from articles to categories, tags or authors, {@code (article_id, position, <column>)} with
 * positions from 0 without gaps, and the changes to the links when two targets are merged.
 */
@ApplicationScoped
public class LinkTables {
    private final Session database;

    LinkTables(Session database) {
        this.database = database;
    }

    /**
     * Redirects every link from {@code from} to {@code into}, at the same position; an article that had both keeps the
     * first of the two links. The caller must hold {@link Locks#REFERENCES} exclusively.
     */
    public void mergeLinks(String table, String column, UUID from, UUID into) {
        // Positions become negative in between, because the primary key is checked row by row.
        execute("""
                with dropped as (
                    delete from %1$s l using %1$s other where other.article_id = l.article_id
                    and other.position < l.position
                    and (l.%2$s = :from and other.%2$s = :into or l.%2$s = :into and other.%2$s = :from)
                    returning l.article_id, l.position)
                update %1$s l set position = -l.position from dropped
                where l.article_id = dropped.article_id and l.position > dropped.position""", table, column, from,
                into);
        execute("update %1$s l set %2$s = :into where %2$s = :from", table, column, from, into);
        execute("""
                update %1$s l set position = -l.position - 1 where position < 0 and article_id in (
                    select article_id from %1$s where %2$s in (:into, :from))""", table, column, from, into);
    }

    /** Records that references to {@code from} now mean {@code into}. */
    public void recordMerge(UUID from, UUID into) {
        database.createNativeMutationQuery("update merged_reference set now_id = :into where now_id = :from")
                .setParameter("from", from).setParameter("into", into).executeUpdate();
        database.createNativeMutationQuery("insert into merged_reference (id, now_id) values (:from, :into)")
                .setParameter("from", from).setParameter("into", into).executeUpdate();
    }

    /** Returns the ids that the given ids mean after merges, in their order and without duplicates; one statement. */
    public List<UUID> resolveMerged(List<UUID> ids) {
        var now = findMerges(ids);
        return ids.stream().map(id -> now.getOrDefault(id, id)).distinct().toList();
    }

    /** Returns what those of the ids mean that were merged into another one; one statement. */
    public Map<UUID, UUID> findMerges(Collection<UUID> ids) {
        return database.createNativeQuery("""
                select m.id, m.now_id from merged_reference m where m.id = any(:ids)""", Tuple.class)
                .setParameter("ids", ids.toArray(UUID[]::new)).getResultList().stream()
                .collect(Collectors.toMap(t -> t.get(0, UUID.class), t -> t.get(1, UUID.class)));
    }

    private void execute(String sql, String table, String column, UUID from, UUID into) {
        database.createNativeMutationQuery(sql.formatted(table, column)).setParameter("from", from)
                .setParameter("into", into)
                .executeUpdate();
    }
}
