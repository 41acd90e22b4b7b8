package dev.byline.web;

/** A response of the admin API with the version of its row, which becomes the {@code ETag}. */
public interface Versioned {
    /** The version; it grows by one with every change. */
    int version();
}
