package dev.byline.tag;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.text.Slugs;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** Rows of {@link Tag}. */
@ApplicationScoped
class TagRepository implements PanacheRepositoryBase<Tag, UUID> {
    /** By id or slug. */
    Optional<Tag> findByIdOrSlug(String reference) {
        var id = Slugs.parseId(reference);
        return id == null ? find("slug", reference).firstResultOptional() : findByIdOptional(id);
    }

    /** All that the ids and slugs name, in one statement. */
    List<TagRef> findByIdOrSlug(Collection<UUID> ids, Collection<String> slugs) {
        return find("select id, slug, name, names from Tag where id in ?1 or slug in ?2", ids, slugs)
                .project(TagRef.class).list();
    }

    /** By id or slug, locked until the end of the transaction. */
    Optional<Tag> lock(String reference) {
        var id = Slugs.parseId(reference);
        return (id == null ? find("slug", reference) : find("id", id)).withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** All whose folded names or ids are among these, in one statement. */
    List<Tag> findByNameKeysOrIds(Collection<String> nameKeys, Collection<UUID> ids) {
        return list("nameKey in ?1 or id in ?2", nameKeys, ids);
    }

    /** One page by name, of all or only of those that no article carries, or that one does. */
    Page<Tag> page(PageQuery query, IdAndSlugQuery filter, Sort<IdAndSlugQuery.NameSortKey> sort, Boolean unused) {
        var keys = new Keyset<>(query, "tags " + unused + filter + sort, sort.descending(), String::toString);
        // The two tables of links are the only thing that this package knows of articles: their keys lead here.
        var used = """
                (exists (select 1 from Article a join a.tags t where t = c.id)
                or exists (select 1 from Publication p join p.tags t where t = c.id))""";
        var from = "from Tag c where " + (unused == null ? "1 = 1" : (unused ? "not " : "") + used)
                + filter.conditions("c");
        var statement = filter.bind(getEntityManager().createQuery(
                from + keys.seekCondition("c.name", "c.id") + keys.orderBy("c.name", "c.id"), Tag.class));
        return keys.toPage(keys.bind(statement).getResultList(), c -> c.name, c -> c.id,
                () -> filter
                        .bind(getEntityManager().createQuery("select count(*) " + from, Long.class)).getSingleResult());
    }
}
