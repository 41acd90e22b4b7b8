package dev.byline.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Locks of things that are no row, by name, held until the end of the transaction (advisory locks of PostgreSQL). */
@ApplicationScoped
public class Locks {
    /**
     * What articles refer to. Whoever writes or publishes articles shares it, as the first lock of the transaction;
     * whoever merges or removes what they refer to has it alone.
     */
    public static final String REFERENCES = "references";

    private final EntityManager database;

    Locks(EntityManager database) {
        this.database = database;
    }

    /** Waits for everybody else who holds the lock. */
    public void exclusive(String name) {
        acquire("pg_advisory_xact_lock", name);
    }

    /** Waits for whoever holds the lock alone. */
    public void shared(String name) {
        acquire("pg_advisory_xact_lock_shared", name);
    }

    private void acquire(String function, String name) {
        database.createNativeQuery("select 1 from (select " + function + "(hashtext(:name))) as locked")
                .setParameter("name", "byline:" + name).getSingleResult();
    }
}
