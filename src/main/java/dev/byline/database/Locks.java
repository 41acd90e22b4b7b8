package dev.byline.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/** Locks by name for things that are not rows, held until the end of the transaction (advisory locks of PostgreSQL). */
@ApplicationScoped
public class Locks {
    /**
     * The lock of everything that articles refer to. Transactions that write or publish articles acquire it shared, as
     * their first lock; transactions that merge or remove what articles refer to acquire it exclusively.
     */
    public static final String REFERENCES = "references";

    private final EntityManager database;

    Locks(EntityManager database) {
        this.database = database;
    }

    /** Acquires the lock exclusively; waits for all other holders of the lock. */
    public void exclusive(String name) {
        acquire("pg_advisory_xact_lock", name);
    }

    /** Acquires the lock shared; waits for an exclusive holder of the lock. */
    public void shared(String name) {
        acquire("pg_advisory_xact_lock_shared", name);
    }

    private void acquire(String function, String name) {
        database.createNativeQuery("select 1 from (select " + function + "(hashtext(:name))) as locked")
                .setParameter("name", "byline:" + name).getSingleResult();
    }
}
