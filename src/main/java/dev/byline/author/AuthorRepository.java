package dev.byline.author;

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

/** Rows of {@link Author}. */
@ApplicationScoped
class AuthorRepository implements PanacheRepositoryBase<Author, UUID> {
    /** Finds an author by id, slug or former slug. */
    Optional<Author> findByIdOrSlug(String reference) {
        var id = Slugs.parseId(reference);
        return id == null ? findBySlug(reference) : findByIdOptional(id);
    }

    /**
     * Finds an author by id or current slug, and locks the row until the end of the transaction; throws 404 if there
     * is none, 412 for an outdated version, 428 without a version.
     */
    Author lock(String reference, String ifMatch) {
        var id = Slugs.parseId(reference);
        var author = (id == null ? find("slug", reference) : find("id", id))
                .withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional()
                .orElseThrow(() -> ProblemException.notFound("author", reference));
        VersionPrecondition.require(ifMatch, author.version);
        return author;
    }

    private Optional<Author> findBySlug(String slug) {
        return getSession().createNativeQuery(FormerSlugs.findRowSql("author"), Author.class)
                .setParameter("slug", slug).getResultList().stream().findFirst();
    }

    /** Finds references by id, in one statement. */
    List<AuthorRef> findRefs(Collection<UUID> ids) {
        return find("select id, slug, name, names from Author where id in ?1", ids).project(AuthorRef.class).list();
    }

    /** Lists one page of authors. A null order is the order of the ids in the filter. */
    Page<Author> page(PageQuery query, IdAndSlugQuery filter, Sort<IdAndSlugQuery.NameSortKey> sort) {
        var from = "from Author c where 1 = 1" + filter.conditions("c");
        if (sort == null) {
            return filter.pageInOrderOfIds(query, "authors ",
                    filter.bind(getEntityManager().createQuery(from, Author.class)).getResultList(), c -> c.id);
        }
        var keys = new Keyset<>(query, "authors " + filter + sort, sort.descending(), String::toString);
        var statement = filter.bind(getEntityManager().createQuery(
                from + keys.seekCondition("c.name", "c.id") + keys.orderBy("c.name", "c.id"), Author.class));
        return keys.toPage(keys.bind(statement).getResultList(), c -> c.name, c -> c.id, () -> filter
                .bind(getEntityManager().createQuery("select count(*) " + from, Long.class)).getSingleResult());
    }
}
