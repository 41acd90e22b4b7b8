package dev.byline.web;

import static dev.byline.problem.ProblemType.BODY_TOO_LARGE;
import static dev.byline.problem.ProblemType.HEADERS_TOO_LARGE;
import static dev.byline.problem.ProblemType.MALFORMED_REQUEST;
import static dev.byline.problem.ProblemType.URI_TOO_LONG;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.problem.AllowedMethods;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The first filter of every request that the response cache does not answer. Assigns the request id, sets the security
 * headers, rejects oversized and malformed requests, and applies the CORS rules of the API. Vert.x itself would answer
 * an oversized request with an empty body, so its own limits are wider and this filter rejects first.
 * <p>
 * A request passes these filters in this order:
 * <ol>
 * <li>{@code ResponseCache} answers a cached GET.</li>
 * <li>{@code RequestFilter.check} (this class) checks sizes and syntax and handles CORS.</li>
 * <li>The platform authenticates and authorizes requests to the admin API ({@code application.properties}).</li>
 * <li>{@code RequestFilter.answerOptions} (this class) answers OPTIONS, and 405 for paths without parameters.</li>
 * <li>{@code RequestBodyReader} reads the body and hands the request to a worker thread.</li>
 * <li>{@code EmptyBodyFilter} corrects the content type of a request without a body.</li>
 * <li>{@code QueryParameterFilter} rejects unknown and repeated query parameters.</li>
 * <li>{@code RequestBodyCheck} and {@code StrictJson} parse the body, {@code QueryParameterConverters} the
 *     parameters, and Bean Validation checks both.</li>
 * <li>{@code IdempotencyInterceptor} replays a repeated creation, or the endpoint runs.</li>
 * </ol>
 * The response passes {@code ResponseHeaders} (ETag, Link), then {@code CachedResponseFilter}, then the removal of
 * duplicate headers in {@code ResponseHeaders}.
 */
@ApplicationScoped
class RequestFilter {
    private static final int MAX_URI_KIB = 8;
    private static final int MAX_HEADERS_KIB = 16;
    private static final int FIRST_PRIORITY = 10_000;
    private static final int AFTER_AUTHORIZATION_PRIORITY = SecurityHandlerPriorities.AUTHORIZATION - 10;
    private static final String ADMIN_API = "/api/v1/admin";
    /** The path of imports, whose bodies are streamed and may have any size. */
    private static final String IMPORTS_PATH = ADMIN_API + "/imports";
    private static final String PUBLIC_API = "/api/v1/";

    private final AllowedMethods allowedMethods;
    private final CorsHandler publicCors = CorsHandler.create().addOrigin("*")
            .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT,
                    HttpMethod.PATCH, HttpMethod.DELETE))
            .allowedHeaders(Set.of("Content-Type", "Idempotency-Key", "If-None-Match", "If-Match", "Authorization",
                    "Comment-Token", "Subscription-Token"))
            .exposedHeaders(Set.of("ETag", "Link", "Idempotent-Replayed", "Location", "Request-Id", "Retry-After",
                    "RateLimit", "RateLimit-Policy"))
            .maxAgeSeconds(7200);
    /**
     * The CORS rules of the admin API; empty unless {@code BYLINE_STAFF_ORIGINS} lists the origins of an admin
     * frontend.
     */
    private final Optional<CorsHandler> adminCors;

    RequestFilter(AllowedMethods allowedMethods,
            @ConfigProperty(name = "byline.staff-origins") Optional<List<String>> staffOrigins) {
        this.allowedMethods = allowedMethods;
        this.adminCors = staffOrigins.map(RequestFilter::createAdminCors);
    }

    private static CorsHandler createAdminCors(List<String> origins) {
        if (origins.stream().anyMatch(origin -> !origin.matches("https?://[^/*,]+"))) {
            throw new IllegalStateException("BYLINE_STAFF_ORIGINS is '" + String.join(",", origins)
                    + "'; it must list origins such as https://editors.example, separated by commas");
        }
        return CorsHandler.create().addOrigins(origins)
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT,
                        HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "Idempotency-Key", "If-Match"))
                .exposedHeaders(Set.of("ETag", "Link", "Idempotent-Replayed", "Location", "Request-Id", "Retry-After",
                        "RateLimit", "RateLimit-Policy"))
                .maxAgeSeconds(7200);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST_PRIORITY);
        filters.register(this::answerOptions, AFTER_AUTHORIZATION_PRIORITY);
    }

    /** Registers failure handlers ahead of those of the platform, which would answer with HTML or a stack trace. */
    void registerFailureHandlers(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            ensureRequestId(context);
            var status = context.statusCode();
            ProblemResponses.write(context, context.failure() != null && (status < 400 || status >= 500)
                    ? ProblemResponses.fromFailure(context.failure(), context)
                    : ProblemResponses.fromStatus(status, context));
        });
        for (int status : new int[]{ 400, 404, 405, 413, 414, 431 }) {
            router.errorHandler(status, context -> {
                ensureRequestId(context);
                ProblemResponses.write(context, ProblemResponses.fromStatus(status, context));
            });
        }
    }

    private static void ensureRequestId(RoutingContext context) {
        if (ProblemResponses.requestId(context) == null) {
            ProblemResponses.assignRequestId(context);
        }
    }

    private void check(RoutingContext context) {
        ProblemResponses.assignRequestId(context);
        var request = context.request();
        // A malformed URI has no path.
        boolean readable = isUri(request.uri());
        SecurityHeaders.addTo(context.response(), readable ? context.normalizedPath() : "");
        if (request.uri().length() > MAX_URI_KIB * 1024) {
            ProblemResponses.write(context,
                    ProblemException.of(URI_TOO_LONG, "The URL is longer than " + MAX_URI_KIB + " KiB."));
            return;
        }
        if (headerSize(context) > MAX_HEADERS_KIB * 1024) {
            ProblemResponses.write(context,
                    ProblemException.of(HEADERS_TOO_LARGE, "The headers are larger than " + MAX_HEADERS_KIB + " KiB."));
            return;
        }
        if (!readable || request.path().contains("%00") || request.path().contains(";")) {
            ProblemResponses.write(context, ProblemException.of(MALFORMED_REQUEST,
                    "The URL contains ';', '%00' or a character that must be percent-encoded (RFC 3986)."));
            return;
        }
        var transferEncodings = request.headers().getAll("Transfer-Encoding");
        if (!transferEncodings.isEmpty()
                && !(transferEncodings.size() == 1 && transferEncodings.get(0).equalsIgnoreCase("chunked"))) {
            // A proxy that disagrees with this service about the end of a body would see different requests (request
            // smuggling, RFC 9112 §11.2).
            context.response().putHeader("Connection", "close");
            context.addEndHandler(sent -> request.connection().close());
            ProblemResponses.write(context, ProblemException.of(MALFORMED_REQUEST,
                    "The only supported Transfer-Encoding is 'chunked' (RFC 9112 §7.1)."));
            return;
        }
        var path = context.normalizedPath();
        if (!isStreamed(path) && declaredBodySize(request) > maxBodySize(path)) {
            rejectBody(context, path, maxBodySize(path));
            return;
        }
        if (path.equals(ADMIN_API) || path.startsWith(ADMIN_API + "/")) {
            context.response().putHeader("Cache-Control", "private, no-store");
            adminCors.ifPresentOrElse(origins -> origins.handle(context), context::next);
        } else if (!path.startsWith(PUBLIC_API)) {
            context.next();
        } else {
            // The default of responses that do not set Cache-Control themselves, for instance problems: caches must
            // revalidate them each time. Responses to requests with credentials, and to writes, are not stored
            // anywhere.
            boolean uncacheable = request.headers().contains("Authorization") || request.method() != HttpMethod.GET;
            context.response().putHeader("Cache-Control", uncacheable ? "private, no-store" : "no-cache");
            publicCors.handle(context);
        }
    }

    /**
     * Answers OPTIONS with the methods of a path (RFC 9110 §9.3.7), in the admin API only with valid credentials.
     * Answers 405 to a method that a path without parameters does not have.
     */
    private void answerOptions(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith(PUBLIC_API) && allowedMethods.lacksMethod(path, context.request().method().name())) {
            ProblemResponses.write(context, ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    context.request().method() + " is not allowed at this path.", "Allow",
                    allowedMethods.methodsOf(path)));
            return;
        }
        if (context.request().method() != HttpMethod.OPTIONS || !path.startsWith(PUBLIC_API)) {
            context.next();
            return;
        }
        var allow = allowedMethods.methodsOf(path);
        if (allow.isEmpty()) {
            ProblemResponses.write(context, ProblemResponses.fromStatus(404, context));
        } else {
            context.response().setStatusCode(204).putHeader("Allow", allow).end();
        }
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int headerSize(RoutingContext context) {
        int size = 0;
        for (var header : context.request().headers()) {
            size += header.getKey().length() + header.getValue().length() + 4;
        }
        return size;
    }

    /** Returns whether the operation at the path reads the body as a stream and counts the bytes itself. */
    static boolean isStreamed(String path) {
        return path.equals(IMPORTS_PATH);
    }

    /**
     * Returns the size in bytes of the largest body that is read at a path; operations may have smaller limits
     * ({@link MaxBodySize}).
     */
    static int maxBodySize(String path) {
        return path.startsWith(ADMIN_API) ? MaxBodySize.ADMIN_DEFAULT : MaxBodySize.PUBLIC_DEFAULT;
    }

    /** Answers 413 and closes the connection. */
    static void rejectBody(RoutingContext context, String path, int limit) {
        if (context.response().ended()) {
            return;
        }
        // The client then stops sending the rest of the body, which would be discarded.
        context.response().putHeader("Connection", "close");
        if (path.startsWith(PUBLIC_API) && !path.startsWith(ADMIN_API)) {
            // Without this header the browser hides the response from the frontend.
            context.response().putHeader("Access-Control-Allow-Origin", "*");
        }
        ProblemResponses.write(context, ProblemException.of(BODY_TOO_LARGE,
                "The body is larger than the " + limit + " bytes that are allowed here."));
    }

    private static long declaredBodySize(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }
}
