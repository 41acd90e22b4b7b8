package dev.byline.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The operations of this class ignore query parameters that they do not have, instead of answering 400: whoever passes
 * a feed's address on appends words of their own to it, such as {@code utm_source}. Known ones are checked as elsewhere.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface IgnoresUnknownParameters {
}
