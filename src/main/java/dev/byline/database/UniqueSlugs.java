package dev.byline.database;

import java.util.List;
import java.util.UUID;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * Slugs of tables whose rows have one unique slug each. Transactions that write slugs of one table wait for each other
 * until they end; such writes are rare, and no race between them is possible.
 */
@ApplicationScoped
public class UniqueSlugs {
    private final EntityManager database;
    private final Locks locks;

    UniqueSlugs(EntityManager database, Locks locks) {
        this.database = database;
        this.locks = locks;
    }

    /** Returns the requested slug; 409 with the id of the holder if another row has the slug. */
    public String requireFree(String table, UUID self, String slug) {
        lock(table);
        var holder = database
                .createNativeQuery("select id from " + table + " where slug = :slug and id <> :self", UUID.class)
                .setParameter("slug", slug).setParameter("self", self).getResultList();
        if (!holder.isEmpty()) {
            throw ProblemException.conflict(ProblemType.SLUG_TAKEN,
                    "The slug '" + slug + "' belongs to another " + table + ", " + holder.get(0) + ".", holder.get(0));
        }
        return slug;
    }

    /** Returns the slug derived from a name, with the lowest free number at the end if another row has the slug. */
    public String deriveFree(String table, UUID self, String name) {
        lock(table);
        var base = Slugs.derive(name, "", table);
        @SuppressWarnings("unchecked")
        List<String> taken = database
                .createNativeQuery("select slug from " + table + " where slug ^@ :base and id <> :self", String.class)
                .setParameter("base", Slugs.prefixOfNumbered(base)).setParameter("self", self).getResultList();
        return Slugs.firstFree(base, taken);
    }

    /**
     * Waits for other transactions that write slugs of the table and blocks later ones, until the end of the
     * transaction.
     */
    public void lock(String table) {
        locks.exclusive(table);
    }
}
