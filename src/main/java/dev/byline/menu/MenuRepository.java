package dev.byline.menu;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import dev.byline.web.VersionPrecondition;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** Rows of {@link Menu}. */
@ApplicationScoped
class MenuRepository implements PanacheRepositoryBase<Menu, UUID> {
    /** Finds a menu by id or name. */
    Optional<Menu> findByIdOrName(String reference) {
        var id = Slugs.parseId(reference);
        return id == null ? find("name", reference).firstResultOptional() : findByIdOptional(id);
    }

    /** Finds all menus, ordered by name. */
    List<Menu> findAllByName() {
        return list("order by name");
    }

    /** Lists one page of menus, ordered by name. */
    Page<Menu> page(PageQuery query) {
        var keys = new Keyset<>(query, "menus", false, String::toString);
        var found = keys.bind(getEntityManager().createQuery("from Menu m where 1 = 1"
                + keys.seekCondition("m.name", "m.id") + keys.orderBy("m.name", "m.id"), Menu.class)).getResultList();
        return keys.toPage(found, menu -> menu.name, menu -> menu.id, this::count);
    }

    /**
     * Finds a menu by id or name and locks its row until the end of the transaction; 404 if there is none, 412 for an
     * outdated version, 428 without a version.
     */
    Menu lock(String reference, String ifMatch) {
        var id = Slugs.parseId(reference);
        var menu = (id == null ? find("name", reference) : find("id", id)).withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional().orElseThrow(() -> ProblemException.notFound("menu", reference));
        VersionPrecondition.require(ifMatch, menu.version);
        return menu;
    }

    /** Returns which of these articles exist, in any state. One statement. */
    Set<UUID> findExistingArticles(Collection<UUID> articles) {
        return articles.isEmpty()
                ? Set.of()
                : new HashSet<>(getSession().createNativeQuery("select id from article_identity where id = any(:ids)",
                        UUID.class).setParameter("ids", articles.toArray(UUID[]::new)).getResultList());
    }
}
