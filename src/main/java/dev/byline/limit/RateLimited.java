package dev.byline.limit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;

/**
 * Limits how often a client may call an operation. Valid calls are counted by the client's network before the operation
 * runs; a call beyond the limit is a 429, which the contract lists.
 */
@InterceptorBinding
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimited {
    /** The names of the limits in {@link RateLimits}. */
    @Nonbinding
    String[] value() default {};

    /** Whether the code of the operation acquires the limits itself, because it counts by other keys. */
    @Nonbinding
    boolean explicit() default false;
}
