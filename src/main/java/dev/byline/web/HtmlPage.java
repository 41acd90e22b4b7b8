package dev.byline.web;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

import org.jboss.resteasy.reactive.RestResponse;

/**
 * Response with a built-in HTML page. The page has no scripts, one style element with the {@link #nonce()}, and is
 * neither framed nor found by search engines; its address, which may contain a token, is sent to no other site.
 *
 * @param nonce
 *            the value that allows the style element of this response (Content Security Policy Level 3 §2.3.1)
 */
public record HtmlPage(String nonce) {
    /** The directives of the Content-Security-Policy for a page without forms whose only picture is its icon. */
    public static final String ICON_ONLY = "img-src 'self'; form-action 'none'; ";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;

    /** Creates a page with a nonce of its own. */
    public static HtmlPage create() {
        var bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return new HtmlPage(Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * Returns the response: bytes, because the platform would send a text only to clients that accept
     * {@code text/plain}.
     *
     * @param allowedContent
     *            directives of the Content-Security-Policy for forms, pictures and frames
     */
    public RestResponse<byte[]> respond(int status, String html, String cacheControl, String allowedContent) {
        return RestResponse.ResponseBuilder.<byte[]>create(status)
                .entity(html.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "text/html; charset=UTF-8").header("Cache-Control", cacheControl)
                .header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'nonce-" + nonce + "'; "
                        + allowedContent + "frame-ancestors 'none'; base-uri 'none'")
                .build();
    }
}
