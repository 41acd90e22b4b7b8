package dev.byline.tag;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.hibernate.OrderingMode;
import org.hibernate.SessionCheckMode;

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

/** Rows of {@link Tag}. */
@ApplicationScoped
class TagRepository implements PanacheRepositoryBase<Tag, UUID> {
    /** Finds a tag by id, slug or former slug. */
    Optional<Tag> findByIdOrSlug(String reference) {
        var id = Slugs.parseId(reference);
        return id == null ? findBySlug(reference) : findByIdOptional(id);
    }

    private Optional<Tag> findBySlug(String slug) {
        return getSession().createNativeQuery(FormerSlugs.findRowSql("tag"), Tag.class)
                .setParameter("slug", slug).getResultList().stream().findFirst();
    }

    /** Finds references by id, in one statement. */
    List<TagRef> findRefs(Collection<UUID> ids) {
        return find("select id, slug, name, names from Tag where id in ?1", ids).project(TagRef.class).list();
    }

    /** Finds the tags with the ids: those of the persistence context, and all others in one statement. */
    List<Tag> findAll(List<UUID> ids) {
        return getSession()
                .findMultiple(Tag.class, ids, SessionCheckMode.ENABLED, OrderingMode.UNORDERED).stream()
                .filter(Objects::nonNull).toList();
    }

    /**
     * Finds a tag by id or current slug, and locks the row until the end of the transaction; throws 404 if there is
     * none, 412 for an outdated version, 428 without a version.
     */
    Tag lock(String reference, String ifMatch) {
        var id = Slugs.parseId(reference);
        var tag = (id == null ? find("slug", reference) : find("id", id)).withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional().orElseThrow(() -> ProblemException.notFound("tag", reference));
        VersionPrecondition.require(ifMatch, tag.version);
        return tag;
    }

    /** Finds all tags with the folded names or the ids, in one statement. */
    List<Tag> findByNameKeysOrIds(Collection<String> nameKeys, Collection<UUID> ids) {
        return list("nameKey in ?1 or id in ?2", nameKeys, ids);
    }

    /**
     * Lists one page of tags: all tags, only unused tags, or only used tags. A null order is the order of the ids in
     * the filter.
     */
    Page<Tag> page(PageQuery query, IdAndSlugQuery filter, Sort<IdAndSlugQuery.NameSortKey> sort, Boolean unused) {
        // This package knows only the two link tables of articles and tags, whose foreign keys refer to tags.
        var used = """
                (exists (select 1 from Article a join a.tags t where t = c.id)
                or exists (select 1 from Publication p join p.tags t where t = c.id))""";
        var from = "from Tag c where " + (unused == null ? "1 = 1" : (unused ? "not " : "") + used)
                + filter.conditions("c");
        if (sort == null) {
            return filter.pageInOrderOfIds(query, "tags " + unused,
                    filter.bind(getEntityManager().createQuery(from, Tag.class)).getResultList(), c -> c.id);
        }
        var keys = new Keyset<>(query, "tags " + unused + filter + sort, sort.descending(), String::toString);
        var statement = filter.bind(getEntityManager().createQuery(
                from + keys.seekCondition("c.name", "c.id") + keys.orderBy("c.name", "c.id"), Tag.class));
        return keys.toPage(keys.bind(statement).getResultList(), c -> c.name, c -> c.id,
                () -> filter
                        .bind(getEntityManager().createQuery("select count(*) " + from, Long.class)).getSingleResult());
    }
}
