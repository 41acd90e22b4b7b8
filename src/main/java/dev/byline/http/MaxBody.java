package dev.byline.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest body, in bytes, that an operation reads; more is a 413. Without it {@link #DEFAULT} holds. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MaxBody {
    /** The limit of the staff's operations without one of their own. */
    int DEFAULT = 2 * 1024 * 1024;

    /** The limit of everyone else's. */
    int READERS = 64 * 1024;

    /** The operation reads the body as it comes, and counts itself. */
    int STREAMED = -1;

    int value();
}
