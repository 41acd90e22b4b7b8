package dev.byline.database;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Rows as the arrays that {@code unnest} makes rows of again: many of them in one statement. */
public final class UnnestColumns {
    private UnnestColumns() {
    }

    /** One value of each row. */
    public static <R, T> T[] column(Collection<R> rows, IntFunction<T[]> array, Function<R, T> getter) {
        return rows.stream().map(getter).toArray(array);
    }
}
