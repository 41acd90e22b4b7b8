package dev.byline.web;

import static dev.byline.problem.ProblemType.HEADERS_TOO_LARGE;
import static dev.byline.problem.ProblemType.MALFORMED_REQUEST;
import static dev.byline.problem.ProblemType.URI_TOO_LONG;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import dev.byline.text.HostNames;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The first filter of every request that the response cache does not answer. Assigns the request id, sets the security
 * headers, rejects oversized and malformed requests, and applies the CORS rules of the API. Vert.x itself would answer
 * an oversized request with an empty body, so its own limits are wider and this filter rejects first.
 */
@ApplicationScoped
class RequestFilter {
    private static final int MAX_URI_KIB = 8;
    private static final int MAX_HEADERS_KIB = 16;

    private final RouteTable routeTable;
    private final RequestBodyLimit bodyLimit;
    private final CorsHandler publicCors = CorsHandler.create().addOrigin("*")
            .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT,
                    HttpMethod.PATCH, HttpMethod.DELETE))
            .allowedHeaders(Set.of("Content-Type", "Idempotency-Key", "If-None-Match", "If-Match", "Authorization",
                    "Comment-Token", "Subscription-Token", "traceparent", "tracestate", "X-Requested-With"))
            .exposedHeaders(Set.of("ETag", "Link", "Idempotent-Replayed", "Location", "Request-Id", "Retry-After",
                    "RateLimit", "RateLimit-Policy"))
            .maxAgeSeconds(7200);
    /**
     * The CORS rules of the admin API; empty unless {@code BYLINE_STAFF_ORIGINS} lists the origins of an admin
     * frontend.
     */
    private final Optional<CorsHandler> adminCors;

    RequestFilter(RouteTable routeTable, RequestBodyLimit bodyLimit,
            @ConfigProperty(name = "byline.staff-origins") Optional<List<String>> staffOrigins) {
        this.routeTable = routeTable;
        this.bodyLimit = bodyLimit;
        this.adminCors = staffOrigins.map(RequestFilter::createAdminCors);
    }

    private static CorsHandler createAdminCors(List<String> origins) {
        if (origins.stream().anyMatch(origin -> !origin.matches("https?://[^/*,]+"))) {
            throw new IllegalStateException("BYLINE_STAFF_ORIGINS is '" + String.join(",", origins)
                    + "'; it must list origins such as https://editors.example, separated by commas");
        }
        return CorsHandler.create().addOrigins(origins.stream().map(HostNames::toAsciiUrl).toList())
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT,
                        HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Tus-Resumable",
                        "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum",
                        "X-HTTP-Method-Override"))
                .exposedHeaders(Set.of("ETag", "Link", "Idempotent-Replayed", "Location", "Request-Id", "Retry-After",
                        "RateLimit", "RateLimit-Policy", "Content-Location", "Tus-Resumable", "Tus-Version",
                        "Tus-Max-Size", "Tus-Extension", "Tus-Checksum-Algorithm", "Upload-Length", "Upload-Offset",
                        "Upload-Expires"))
                .maxAgeSeconds(7200);
    }

    void register(@Observes Router router) {
        registerFailureHandlers(router);
        router.route().order(Order.REQUEST_CHECK).handler(this::check);
        router.route().order(Order.ALLOWED_METHODS).handler(this::checkMethod);
    }

    private static void registerFailureHandlers(Router router) {
        router.route().order(Order.FAILURE).failureHandler(context -> {
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
        var path = readable ? context.normalizedPath() : "";
        SecurityHeaders.addTo(context.response(), path);
        if (Paths.isApi(path) && !Paths.isAdminApi(path) || isContract(path)) {
            // Also for requests without an Origin, because a proxy may keep the response and send it to a browser.
            context.response().putHeader("Access-Control-Allow-Origin", "*");
        }
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
        int maxBodySize = RequestBodyLimit.maxBodySize(path);
        if (RequestBodyLimit.declaredBodySize(request) > maxBodySize && !bodyLimit.isStreamed(context)) {
            RequestBodyLimit.reject(context, maxBodySize);
            return;
        }
        if (Paths.isAdminApi(path)) {
            ProblemResponses.markForStaff(context);
            context.response().putHeader("Cache-Control", "private, no-store");
            if (adminCors.isPresent()) {
                // Also without an Origin: a copy of the response must not be used for a request that has one.
                context.response().putHeader("Vary", "Origin");
            }
            adminCors.ifPresentOrElse(origins -> origins.handle(context), context::next);
        } else if (!Paths.isApi(path)) {
            context.next();
        } else {
            // The default of responses that do not set Cache-Control themselves, for instance problems: caches must
            // revalidate them each time. Responses to requests with credentials, and to writes, are not stored
            // anywhere.
            boolean uncacheable = request.headers().contains("Authorization")
                    || request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD;
            context.response().putHeader("Cache-Control", uncacheable ? "private, no-store" : "no-cache");
            publicCors.handle(context);
        }
    }

    /**
     * Answers OPTIONS with the methods of a path (RFC 9110 §9.3.7), in the admin API only with valid credentials; those
     * of tus have been answered before.
     * Answers 405 to a method that a path without parameters does not have.
     */
    private void checkMethod(RoutingContext context) {
        var path = context.normalizedPath();
        if (Paths.isApi(path) && routeTable.lacksMethod(path, context.request().method().name())) {
            ProblemResponses.write(context, ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    EchoedInput.shorten(context.request().method().name()) + " is not allowed at this path.", "Allow",
                    routeTable.methodsOf(path)));
            return;
        }
        if (context.request().method() != HttpMethod.OPTIONS || !Paths.isApi(path)) {
            context.next();
            return;
        }
        var allow = routeTable.methodsOf(path);
        if (allow.isEmpty()) {
            ProblemResponses.write(context, ProblemResponses.fromStatus(404, context));
        } else {
            context.response().setStatusCode(204).putHeader("Allow", allow).end();
        }
    }

    private static boolean isContract(String path) {
        return path.equals(Paths.CONTRACT) || path.startsWith(Paths.CONTRACT + "/");
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
}
