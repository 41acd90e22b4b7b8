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
 * What every request passes before anything else: it gets its id, is measured, and meets the rules of its door. Vert.x
 * itself would answer oversize with an empty body, so its own limits are wider and these speak first.
 */
@ApplicationScoped
class RequestFilter {
    private static final int MAX_URI_LENGTH = 8 * 1024;
    private static final int MAX_HEADERS_SIZE = 16 * 1024;
    private static final int FIRST_PRIORITY = 10_000;
    private static final int AFTER_AUTHORIZATION_PRIORITY = SecurityHandlerPriorities.AUTHORIZATION - 10;
    private static final String ADMIN_API = "/api/v1/admin";
    /** Where bodies of any size are read as they come. */
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
    /** None, unless the frontend of the staff lives elsewhere. */
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

    /** Before the platform's own failure handler, which would answer with HTML or with a stack. */
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
        // An address that cannot be read has no path.
        boolean readable = isUri(request.uri());
        SecurityHeaders.addTo(context.response(), readable ? context.normalizedPath() : "");
        if (request.uri().length() > MAX_URI_LENGTH) {
            ProblemResponses.write(context, ProblemResponses.fromStatus(URI_TOO_LONG.status, context));
            return;
        }
        if (headerSize(context) > MAX_HEADERS_SIZE) {
            ProblemResponses.write(context, ProblemResponses.fromStatus(HEADERS_TOO_LARGE.status, context));
            return;
        }
        if (!readable || request.path().contains("%00") || request.path().contains(";")) {
            ProblemResponses.write(context, ProblemException.of(MALFORMED_REQUEST,
                    "The address has a ';', a '%00', or a character that must be percent-encoded (RFC 3986)."));
            return;
        }
        var transferEncodings = request.headers().getAll("Transfer-Encoding");
        if (!transferEncodings.isEmpty()
                && !(transferEncodings.size() == 1 && transferEncodings.get(0).equalsIgnoreCase("chunked"))) {
            // Two that disagree where a body ends would see two different requests (RFC 9112 §11.2).
            context.response().putHeader("Connection", "close");
            context.addEndHandler(sent -> request.connection().close());
            ProblemResponses.write(context, ProblemException.of(MALFORMED_REQUEST,
                    "The only Transfer-Encoding that is read here is 'chunked' (RFC 9112 §7.1)."));
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
            // Whatever says nothing of its own, a problem for instance, is asked for again each time; tokens are kept nowhere.
            boolean uncacheable = request.headers().contains("Authorization") || request.method() != HttpMethod.GET;
            context.response().putHeader("Cache-Control", uncacheable ? "private, no-store" : "no-cache");
            publicCors.handle(context);
        }
    }

    /** OPTIONS tells which methods an address has (RFC 9110 §9.3.7), at the staff door to those with a key. */
    private void answerOptions(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.startsWith(PUBLIC_API) && allowedMethods.lacksMethod(path, context.request().method().name())) {
            ProblemResponses.write(context, ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    context.request().method() + " is not possible here.", "Allow", allowedMethods.methodsOf(path)));
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

    /** Whether the operation reads the body as it comes, and counts itself. */
    static boolean isStreamed(String path) {
        return path.equals(IMPORTS_PATH);
    }

    /** The bytes of the largest body that is read at an address; operations may have smaller limits ({@link MaxBodySize}). */
    static int maxBodySize(String path) {
        return path.startsWith(ADMIN_API) ? MaxBodySize.ADMIN_DEFAULT : MaxBodySize.PUBLIC_DEFAULT;
    }

    /** Answers 413. */
    static void rejectBody(RoutingContext context, String path, int limit) {
        if (context.response().ended()) {
            return;
        }
        // So that the client does not send the rest, which would be thrown away.
        context.response().putHeader("Connection", "close");
        if (path.startsWith(PUBLIC_API) && !path.startsWith(ADMIN_API)) {
            // Or the frontend would not learn why.
            context.response().putHeader("Access-Control-Allow-Origin", "*");
        }
        ProblemResponses.write(context, ProblemException.of(BODY_TOO_LARGE,
                "The body is larger than the " + limit + " bytes that are read here."));
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
