package dev.byline.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An operation whose answer is the same for everyone: it gets a strong {@code ETag}, and is kept until something that it
 * shows changes. What it shows is known by the ids in it and by what its path names.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cached {
    /** Whatever else it shows a part of, one of the names that changes are announced by. */
    String[] value() default {};
}
