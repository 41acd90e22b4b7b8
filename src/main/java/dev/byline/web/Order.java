package dev.byline.web;

import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import jakarta.interceptor.Interceptor;

/**
 * The order of the hooks that a request and its response pass: one line of numbers, the lowest first. The documentation
 * of this package has a table of all hooks. Routes of Vert.x, request filters and interceptors take their number as it
 * is. Response filters take the negative number, because Jakarta REST runs the highest first (§6.6).
 */
public final class Order {
    /** The failure handlers, ahead of those of the platform, which would answer with HTML or a stack trace. */
    public static final int FAILURE = Integer.MIN_VALUE;
    /** {@link DrainingConnections}: for each response, also those of the cache. */
    public static final int DRAINING = Integer.MIN_VALUE + 1;
    /** {@code ResponseCache}, ahead of all other routes. */
    public static final int RESPONSE_CACHE = Integer.MIN_VALUE + 2;
    /** {@code MediaRoute}: files and sizes of pictures that are in memory. */
    public static final int MEDIA_IN_MEMORY = Integer.MIN_VALUE + 3;
    /** {@link RequestFilter}: sizes, syntax, CORS. */
    public static final int REQUEST_CHECK = -10_000;
    /** {@link ManagementServer}: after the request has its id, and before the platform authorizes it. */
    public static final int MANAGEMENT = REQUEST_CHECK + 10;
    /** {@code StaticFiles} and {@code RoleContracts}: files and documents need no authorization. */
    public static final int FILES = REQUEST_CHECK + 20;
    /** {@code MediaRoute}: all other requests for files; they need no authorization. */
    public static final int MEDIA = REQUEST_CHECK + 30;
    /** {@code TusHeaders}: OPTIONS needs no authorization, and a 401 has the headers of tus as well. */
    public static final int TUS_HEADERS = REQUEST_CHECK + 40;
    /** {@link RequestFilter}: OPTIONS and 405, after the platform has authorized the request. */
    public static final int ALLOWED_METHODS = 10 - SecurityHandlerPriorities.AUTHORIZATION;
    /** {@link RequestBodyReader}: the last hook on the event loop. */
    public static final int REQUEST_BODY = 20 - SecurityHandlerPriorities.AUTHORIZATION;
    /** {@link EmptyBodyFilter}: before the platform selects the operation. */
    public static final int EMPTY_BODY = -70;
    /** {@link QueryParameterFilter}: the operation is known. */
    public static final int QUERY_PARAMETERS = -60;
    /** {@link RequestBodyCheck}: before Jackson parses the body. */
    public static final int BODY_CHECK = -50;
    /** {@code CallerFilter}: before the operation holds a connection. */
    public static final int CALLER = -45;
    /** {@code ShareFilter}: the last request filter, so that a rejected request takes no share. */
    public static final int SHARE = -40;
    /** {@code IdempotencyInterceptor}: before the interceptor of transactions, so that one transaction holds both. */
    public static final int IDEMPOTENCY = Interceptor.Priority.PLATFORM_BEFORE;
    /** {@code RateLimitInterceptor}: after Bean Validation (4800), so that invalid requests do not count. */
    public static final int RATE_LIMIT = Interceptor.Priority.PLATFORM_AFTER + 900;
    /** {@code ReplicaReads}: around the operation alone, which runs again if a replica fails. */
    public static final int REPLICA_READS = Interceptor.Priority.PLATFORM_AFTER + 910;
    /** {@link ResponseHeaders}: {@code ETag} and {@code Link}. */
    public static final int ENTITY_HEADERS = 10_000;
    /** {@code CachedResponseFilter}: needs the {@code Link}. */
    public static final int CACHED_RESPONSE = 20_000;
    /** {@link ResponseHeaders}: removes headers that are set twice, after all that set some. */
    public static final int DUPLICATE_HEADERS = 30_000;

    private Order() {
    }
}
