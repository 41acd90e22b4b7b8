package dev.byline.database;

import jakarta.persistence.EntityManager;

/**
 * Tells the log of changes why a transaction changes content, unless a person does it. The triggers that write the log
 * read the setting {@code byline.cause}, which ends with the transaction.
 */
public final class ChangeCause {
    /** The cause of a transition that a schedule performs. */
    public static final String SCHEDULE = "schedule";
    /** The cause of what an import writes. */
    public static final String IMPORT = "import";

    private ChangeCause() {
    }

    /** Sets the cause of all further changes in the current transaction. */
    public static void set(EntityManager database, String cause) {
        database.createNativeQuery("select set_config('byline.cause', :cause, true)", String.class)
                .setParameter("cause", cause).getSingleResult();
    }
}
