package dev.byline.limit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The share of the database connections that an operation uses. Without this annotation a read of the public API uses
 * {@link Share#READS}, every other operation {@link Share#WRITES}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface InShare {
    /** The share. */
    Share value();
}
