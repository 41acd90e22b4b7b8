package dev.byline.web;

import io.vertx.core.http.HttpServerResponse;

/**
 * Sets the headers that restrict the use of a response by browsers. The few HTML pages set their own headers instead.
 * {@code Strict-Transport-Security} is left to the proxy that terminates TLS.
 */
public final class SecurityHeaders {
    /** The policy of responses that are not HTML pages: they load nothing and are never framed. */
    private static final String DEFAULT_CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'";
    /** The preview of a text in Swagger UI shows pictures and sounds of other sites, as the article will. */
    private static final String SWAGGER_UI_CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http:; media-src 'self' https: http:; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {
    }

    static void addTo(HttpServerResponse response, String path) {
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy",
                        path.startsWith(Paths.SWAGGER_UI)
                                ? SWAGGER_UI_CONTENT_SECURITY_POLICY
                                : DEFAULT_CONTENT_SECURITY_POLICY);
    }
}
