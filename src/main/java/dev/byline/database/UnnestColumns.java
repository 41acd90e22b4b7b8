package dev.byline.database;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Converts rows into one array per column, from which {@code unnest} makes rows again, so that one statement writes
 * many rows.
 */
public final class UnnestColumns {
    private UnnestColumns() {
    }

    /** Returns the values of one column. */
    public static <R, T> T[] column(Collection<R> rows, IntFunction<T[]> array, Function<R, T> getter) {
        return rows.stream().map(getter).toArray(array);
    }
}
