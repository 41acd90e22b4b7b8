package dev.byline.database;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;

/**
 * Former slugs of the rows of a table, in a table of their own: {@code category_former_slug} has those of
 * {@code category}. A former slug leads to its row until another row takes the slug over. The writers of slugs hold the
 * lock of {@link UniqueSlugs}. Former slugs are for reading: changes name the present slug or the id, because after a
 * merge a repeated deletion would meet the target.
 */
@ApplicationScoped
public class FormerSlugs {
    private final EntityManager database;

    FormerSlugs(EntityManager database) {
        this.database = database;
    }

    /** An id and a slug that leads to it, current or former. */
    public record SlugOfRow(UUID id, String slug) {}

    /** Builds the SQL that finds the row {@code c} of a table by its current or former {@code :slug}. */
    public static String findRowSql(String table) {
        return """
                select c.* from %1$s c where c.slug = :slug
                or c.id = (select f.%1$s_id from %1$s_former_slug f where f.slug = :slug)
                order by c.slug = :slug desc limit 1""".formatted(table);
    }

    /**
     * Finds the rows with these ids, current slugs or former slugs; one statement. The id of a row that was merged into
     * another one leads to that one, like a slug.
     */
    public List<SlugOfRow> find(String table, Collection<UUID> ids, Collection<String> slugs) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = database.createNativeQuery("""
                select id, slug from %1$s where id = any(:ids) or slug = any(:slugs)
                union all select %1$s_id, slug from %1$s_former_slug where slug = any(:slugs)
                union all select c.id, cast(m.id as text) from merged_reference m join %1$s c on c.id = m.now_id
                    where m.id = any(:ids)""".formatted(table),
                Tuple.class).setParameter("ids", ids.toArray(UUID[]::new))
                .setParameter("slugs", slugs.toArray(String[]::new)).getResultList();
        return rows.stream().map(row -> new SlugOfRow(row.get(0, UUID.class), row.get(1, String.class))).toList();
    }

    /** Finds the other row that a former slug leads to. */
    Optional<UUID> findOther(String table, UUID self, String slug) {
        @SuppressWarnings("unchecked")
        List<UUID> found = database.createNativeQuery(
                "select %1$s_id from %1$s_former_slug where slug = :slug and %1$s_id <> :self".formatted(table),
                UUID.class)
                .setParameter("slug", slug).setParameter("self", self).getResultList();
        return found.stream().findFirst();
    }

    /**
     * Records that an existing row gets another slug. The slug no longer leads to another row that had it before.
     *
     * @param from
     *            the present slug, or null for a new row
     * @return whether the new slug was a former one
     */
    boolean rename(String table, UUID self, String from, String to) {
        boolean wasFormer = database.createNativeQuery("delete from %s_former_slug where slug = :slug".formatted(table))
                .setParameter("slug", to).executeUpdate() > 0;
        if (from != null) {
            keep(table, self, List.of(from));
        }
        return wasFormer;
    }

    /** Lets the slug and the former slugs of a row, which is about to be deleted, lead to another row. */
    void merge(String table, UUID from, String slug, UUID into) {
        database.createNativeQuery("update %1$s_former_slug set %1$s_id = :into where %1$s_id = :from".formatted(table))
                .setParameter("into", into).setParameter("from", from).executeUpdate();
        keep(table, into, List.of(slug));
    }

    /** Keeps former slugs of an existing row. The last row that a slug belonged to has the slug. */
    private void keep(String table, UUID row, Collection<String> slugs) {
        database.createNativeQuery(
                """
                        insert into %1$s_former_slug (slug, %1$s_id) select slug, cast(:row as uuid) from unnest(cast(:slugs as text[])) as s (slug)
                        on conflict (slug) do update set %1$s_id = excluded.%1$s_id"""
                        .formatted(table))
                .setParameter("row", row).setParameter("slugs", slugs.toArray(String[]::new)).executeUpdate();
    }

    /** Adds former slugs of an imported row. A slug that another row has or had is skipped; one statement. */
    public void add(String table, UUID row, Collection<String> slugs) {
        database.createNativeQuery(
                """
                        insert into %1$s_former_slug (slug, %1$s_id) select slug, cast(:row as uuid) from unnest(cast(:slugs as text[])) as s (slug)
                        where not exists (select 1 from %1$s c where c.slug = s.slug)
                        on conflict (slug) do nothing"""
                        .formatted(table))
                .setParameter("row", row).setParameter("slugs", slugs.toArray(String[]::new)).executeUpdate();
    }
}
