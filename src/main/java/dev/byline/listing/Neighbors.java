package dev.byline.listing;

import java.util.function.Function;

/** The articles published right before and right after an article; either may be null. */
public record Neighbors<T>(T previous, T next) {
    /** Applies the function to both neighbors; null stays null. */
    public <R> Neighbors<R> map(Function<T, R> change) {
        return new Neighbors<>(previous == null ? null : change.apply(previous),
                next == null ? null : change.apply(next));
    }
}
