package dev.byline.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest body, in bytes, that an operation reads; more is a 413. Without it {@link #ADMIN_DEFAULT} holds. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MaxBodySize {
    /** The limit of the staff's operations without one of their own. */
    int ADMIN_DEFAULT = 2 * 1024 * 1024;

    /** The limit of everyone else's. */
    int PUBLIC_DEFAULT = 64 * 1024;

    /** The operation reads the body as it comes, and counts itself. */
    int STREAMED = -1;

    int value();
}
