package dev.byline.idempotency;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.interceptor.InterceptorBinding;

/** Marks an endpoint that creates something. Requests that repeat an {@code Idempotency-Key} create it only once. */
@InterceptorBinding
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {
    /**
     * The name in the context of a request under which an operation puts the SHA-256 of a body that it read as a
     * stream, before it calls the annotated method of a bean.
     */
    String HASH_OF_STREAM = "byline.hash-of-stream";
}
