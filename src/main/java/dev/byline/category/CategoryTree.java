package dev.byline.category;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.database.Locks;
import dev.byline.database.UniqueSlugs;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Positions and paths of the categories in their tree. Every caller that changes them must hold the lock of the
 * category slugs.
 */
@ApplicationScoped
class CategoryTree {
    /** Length of one level in a path: five digits and a dot. */
    static final int PATH_SEGMENT_LENGTH = 6;
    /** Maximum number of levels in the tree. */
    static final int MAX_LEVELS = 10;

    private final Session database;
    private final Locks locks;
    private final UniqueSlugs slugs;

    CategoryTree(Session database, Locks locks, UniqueSlugs slugs) {
        this.database = database;
        this.locks = locks;
        this.slugs = slugs;
    }

    /** Locks the tree until the end of the transaction; no article may be published while the tree changes. */
    void lock() {
        locks.exclusive(Locks.REFERENCES);
        slugs.lock(CategoryService.SLUG_TABLE);
    }

    /**
     * Throws 422 if the parent is the category itself or a descendant of it, or if the tree would become deeper than 10
     * levels.
     */
    void requireValidParent(Category category, Category parent) {
        if (parent == null) {
            return;
        }
        if (parent.id.equals(category.id) || !category.path.isEmpty() && parent.path.startsWith(category.path + ".")) {
            throw ProblemException.invalid("/parent", "must not be the category itself or a descendant of it");
        }
        int height = category.path.isEmpty() ? 1 : height(category.path);
        if (parent.level() + height > MAX_LEVELS) {
            throw ProblemException.invalid("/parent", "must not make the tree deeper than " + MAX_LEVELS + " levels");
        }
    }

    /** Whether the tree stays within its maximum depth when the children of one category move to another. */
    boolean canMoveChildren(Category from, Category into) {
        return into.level() + height(from.path) - 1 <= MAX_LEVELS;
    }

    /** Counts the levels from a category down to its deepest descendant. */
    private int height(String path) {
        return database.createNativeQuery(
                "select max(length(path)) - :own from category where path >= :path and path < :path || '/'",
                Integer.class).setParameter("own", path.length()).setParameter("path", path).getSingleResult()
                / PATH_SEGMENT_LENGTH
                + 1;
    }

    /**
     * Places the category among its siblings; its parent must be stored already, and a null position means the last.
     */
    void place(Category category, Integer position) {
        var siblings = new ArrayList<>(database.createNativeQuery("""
                select id from category where parent_id is not distinct from :parent and id <> :self
                order by position, path, id""", UUID.class).setParameter("parent", category.parentId, UUID.class)
                .setParameter("self", category.id).getResultList());
        siblings.add(position == null ? siblings.size() : Math.min(position, siblings.size()), category.id);
        renumber(siblings);
        rebuildPositionsAndPaths();
        database.refresh(category);
    }

    /** Appends the children of one category to those of another category, in their order. */
    void moveChildren(UUID from, UUID into) {
        var children = new ArrayList<>(findChildren(into));
        children.addAll(findChildren(from));
        database.createNativeMutationQuery(
                "update category set parent_id = :into, version = version + 1 where parent_id = :from")
                .setParameter("into", into).setParameter("from", from).executeUpdate();
        renumber(children);
    }

    /** Closes the gaps between the positions of siblings, and recomputes the paths from the positions. */
    void rebuildPositionsAndPaths() {
        database.createNativeMutationQuery("""
                update category c set position = o.n from (
                    select id, row_number() over (partition by parent_id order by position, path, id) - 1 as n
                    from category) o
                where o.id = c.id and c.position <> o.n""").executeUpdate();
        database.createNativeMutationQuery("""
                with recursive tree as (
                    select id, lpad(position::text, 5, '0') as path from category where parent_id is null
                    union all
                    select c.id, tree.path || '.' || lpad(c.position::text, 5, '0')
                    from category c join tree on c.parent_id = tree.id)
                update category c set path = tree.path from tree where tree.id = c.id and c.path <> tree.path""")
                .executeUpdate();
    }

    private List<UUID> findChildren(UUID parent) {
        return database.createNativeQuery("select id from category where parent_id = :parent order by position",
                UUID.class).setParameter("parent", parent).getResultList();
    }

    private void renumber(List<UUID> siblings) {
        database.createNativeMutationQuery("""
                update category c set position = o.n - 1
                from unnest(:ids) with ordinality as o (id, n) where o.id = c.id and c.position <> o.n - 1""")
                .setParameter("ids", siblings.toArray(UUID[]::new)).executeUpdate();
    }
}
