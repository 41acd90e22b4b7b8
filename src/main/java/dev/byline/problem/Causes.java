package dev.byline.problem;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The causes of a failure, the nearest first. Suppressed exceptions count as well: the transaction manager attaches the
 * reason of a failed commit to its own exception in this way only.
 */
public final class Causes {
    private static final int MAX_CAUSES = 50;

    private Causes() {
    }

    /** Returns the failure and its causes, at most 50. */
    public static Stream<Throwable> of(Throwable failure) {
        var causes = new LinkedHashSet<Throwable>();
        add(failure, causes);
        return causes.stream();
    }

    /** Returns whether one of the causes is an error of the database whose SQLSTATE matches. */
    public static boolean hasSqlState(Throwable failure, Predicate<String> sqlState) {
        return sqlStates(failure).anyMatch(sqlState);
    }

    /** Returns the SQLSTATEs of the errors of the database among the causes. */
    public static Stream<String> sqlStates(Throwable failure) {
        return of(failure).filter(e -> e instanceof SQLException).map(e -> ((SQLException) e).getSQLState())
                .filter(state -> state != null);
    }

    private static void add(Throwable cause, Set<Throwable> causes) {
        if (cause == null || causes.size() == MAX_CAUSES || !causes.add(cause)) {
            return;
        }
        add(cause.getCause(), causes);
        for (var suppressed : cause.getSuppressed()) {
            add(suppressed, causes);
        }
    }
}
