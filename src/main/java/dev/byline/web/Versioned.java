package dev.byline.web;

/** An answer of the staff door that carries its row's version, which becomes its {@code ETag}. */
public interface Versioned {
    /** Grows by one with every change. */
    int version();
}
