package dev.byline.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The size of the largest body, in bytes, that an operation accepts; a larger body is a 413. {@link #ADMIN_DEFAULT} applies
 * to operations without this annotation.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MaxBodySize {
    /** The default limit of the admin API. */
    int ADMIN_DEFAULT = 2 * 1024 * 1024;

    /** The limit of all operations outside the admin API. */
    int PUBLIC_DEFAULT = 64 * 1024;

    /** The operation reads the body as a stream and counts the bytes itself. */
    int STREAMED = -1;

    /** The limit in bytes, or {@link #STREAMED}. */
    int value();
}
