package dev.byline.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes the operations of a class ignore unknown query parameters instead of answering 400, because sites that share
 * the URL of a feed append parameters of their own, such as {@code utm_source}. Known parameters are checked as
 * elsewhere.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface IgnoresUnknownParameters {
}
