package dev.byline.category;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.byline.database.FormerSlugs;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;

/** Rows of {@link Category}. */
@ApplicationScoped
class CategoryRepository implements PanacheRepositoryBase<Category, UUID> {
    /** Finds a category by id, slug or former slug. */
    Optional<Category> findByIdOrSlug(String reference) {
        var id = Slugs.parseId(reference);
        return id == null ? findBySlug(reference) : findByIdOptional(id);
    }

    /** Finds the oldest category with exactly this name. */
    Optional<Category> findByName(String name) {
        return find("name = ?1 order by id", name).firstResultOptional();
    }

    /**
     * Finds a category by id or current slug, and locks the row until the end of the transaction; throws 404 if there
     * is none, 412 for an outdated version, 428 without a version.
     */
    Category lock(String reference, String ifMatch) {
        var id = Slugs.parseId(reference);
        var category = (id == null ? find("slug", reference) : find("id", id)).withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional().orElseThrow(() -> ProblemException.notFound("category", reference));
        VersionPrecondition.require(ifMatch, category.version);
        return category;
    }

    private Optional<Category> findBySlug(String slug) {
        return getSession().createNativeQuery(FormerSlugs.findRowSql("category"), Category.class)
                .setParameter("slug", slug).getResultList().stream().findFirst();
    }

    /** Finds references by id, in one statement. */
    List<CategoryRef> findRefs(Collection<UUID> ids) {
        return find("select id, slug, name, names from Category where id in ?1", ids).project(CategoryRef.class).list();
    }

    /**
     * Lists one page in the requested order, of all categories or of the direct children of one. A null order is the
     * order of the ids in the filter.
     */
    Page<Category> page(PageQuery query, IdAndSlugQuery filter, Sort<CategoryQuery.CategorySortKey> sort, UUID parent) {
        var from = "from Category c where " + (parent == null ? "1 = 1" : "c.parentId = :parent")
                + filter.conditions("c");
        if (sort == null) {
            return filter.pageInOrderOfIds(query, "categories " + parent,
                    bind(filter, getEntityManager().createQuery(from, Category.class), parent).getResultList(),
                    c -> c.id);
        }
        boolean byName = sort.key() == CategoryQuery.CategorySortKey.name;
        var key = byName ? "c.name" : "c.path";
        var keys = new Keyset<>(query, "categories " + filter + sort + parent, sort.descending(), String::toString);
        var statement = bind(filter,
                getEntityManager().createQuery(from + keys.seekCondition(key, "c.id") + keys.orderBy(key, "c.id"),
                        Category.class),
                parent);
        return keys.toPage(keys.bind(statement).getResultList(), c -> byName ? c.name : c.path,
                c -> c.id,
                () -> bind(filter, getEntityManager().createQuery("select count(*) " + from, Long.class), parent)
                        .getSingleResult());
    }

    /** Finds the ids of a category and its subtree. */
    List<UUID> findSubtreeIds(String path) {
        return getEntityManager()
                .createQuery("select id from Category where path >= :path and path < :end order by path", UUID.class)
                .setParameter("path", path).setParameter("end", path + "/").getResultList();
    }

    private static <T> TypedQuery<T> bind(IdAndSlugQuery filter, TypedQuery<T> statement, UUID parent) {
        return parent == null ? filter.bind(statement) : filter.bind(statement).setParameter("parent", parent);
    }
}
