package dev.byline.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;

/**
 * A transaction whose statements may touch very many rows, such as the removal of a category: each statement has more
 * time than the eight seconds that are usual ({@link LongWork}).
 */
@InterceptorBinding
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface LongRunning {
    /** The time of each statement. The default is below the 60 seconds after which the platform rolls back. */
    @Nonbinding
    int seconds() default 50;
}
