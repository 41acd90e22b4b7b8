package dev.byline.database;

import java.util.List;
import java.util.UUID;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * Slugs of tables whose rows have one each, held until the end of the transaction: whoever writes names of one table
 * waits for whoever else does, which is rare enough and leaves no race to lose.
 */
@ApplicationScoped
public class UniqueSlugs {
    private final EntityManager database;
    private final Locks locks;

    UniqueSlugs(EntityManager database, Locks locks) {
        this.database = database;
        this.locks = locks;
    }

    /** The slug as it was asked for; 409 with the holder's id if another row has it. */
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

    /** The slug that a name gives, with the lowest free number behind it if another row has it. */
    public String deriveFree(String table, UUID self, String name) {
        lock(table);
        var base = Slugs.derive(name, "", table);
        @SuppressWarnings("unchecked")
        List<String> taken = database
                .createNativeQuery("select slug from " + table + " where slug ^@ :base and id <> :self", String.class)
                .setParameter("base", Slugs.prefixOfNumbered(base)).setParameter("self", self).getResultList();
        return Slugs.firstFree(base, taken);
    }

    /** Waits for other writers of the table's names, until the end of the transaction. */
    public void lock(String table) {
        locks.exclusive(table);
    }
}
