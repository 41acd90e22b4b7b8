package dev.byline.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;

/**
 * Marks an operation whose response is the same for every reader. The response gets a strong {@code ETag} and stays
 * cached until content that it shows changes. The cache knows the shown content by the ids in the response and by the
 * path parameters.
 */
@InterceptorBinding
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Cached {
    /**
     * Further names of changes that invalidate the response, for instance {@code articles}; {@code ChangeTracker}
     * defines them.
     */
    @Nonbinding
    String[] value() default {};

    /** Whether the response contains the address of the request, so that each scheme and host has its own. */
    @Nonbinding
    boolean perHost() default false;
}
