package dev.byline.http;

import io.vertx.core.http.HttpServerResponse;

/**
 * What tells browsers to do no more with an answer than it is for. Pages of HTML, of which there are few, say themselves
 * what they need instead. {@code Strict-Transport-Security} is the business of whoever terminates TLS.
 */
public final class SecureHeaders {
    /** For what is no page: nothing may be loaded by it, and nothing may frame it. */
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";
    private static final String SWAGGER_UI = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private SecureHeaders() {
    }

    static void put(HttpServerResponse response, String path) {
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", path.startsWith("/q/swagger-ui") ? SWAGGER_UI : NO_PAGE);
    }
}
