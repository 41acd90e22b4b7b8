package dev.byline.web;

import io.vertx.core.http.HttpServerResponse;

/**
 * What tells browsers to do no more with an answer than it is for. Pages of HTML, of which there are few, say themselves
 * what they need instead. {@code Strict-Transport-Security} is the business of whoever terminates TLS.
 */
public final class SecurityHeaders {
    /** For what is no page: nothing may be loaded by it, and nothing may frame it. */
    private static final String DEFAULT_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String SWAGGER_UI_CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {
    }

    static void addTo(HttpServerResponse response, String path) {
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy",
                        path.startsWith("/q/swagger-ui")
                                ? SWAGGER_UI_CONTENT_SECURITY_POLICY
                                : DEFAULT_CONTENT_SECURITY_POLICY);
    }
}
