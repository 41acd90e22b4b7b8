package dev.byline.rendition;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

import dev.byline.media.Media;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The headers of files. Browsers show pictures, sounds and films, and save everything else, so that an uploaded page
 * never runs at the address of this service; a script in a file that is shown anyway is stopped by the policy.
 */
final class FileHeaders {
    private static final Set<String> SHOWN_PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp",
            "image/svg+xml");
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; img-src 'self' data:; media-src 'self'; "
            + "style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
    static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";

    private FileHeaders() {
    }

    /**
     * Returns the headers of a 200 without the length.
     *
     * @param versioned
     *            whether the address names a version, so that its bytes never change
     * @param negotiated
     *            whether {@code Accept} decides on the format
     */
    static MultiMap of(Media medium, String type, String etag, boolean versioned, boolean negotiated) {
        var headers = common().add(HttpHeaders.CONTENT_TYPE, type).add(HttpHeaders.ETAG, etag)
                .add(HttpHeaders.CACHE_CONTROL, versioned ? IMMUTABLE : REVALIDATE);
        if (negotiated) {
            headers.add(HttpHeaders.VARY, "Accept");
        }
        if (!isShown(type)) {
            headers.add("Content-Disposition", "attachment; filename*=UTF-8''"
                    + URLEncoder.encode(medium.filename(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return headers;
    }

    /** Returns the headers of all responses below the path of media. */
    static MultiMap common() {
        return HttpHeaders.headers().add("X-Content-Type-Options", "nosniff")
                .add("Content-Security-Policy", CONTENT_SECURITY_POLICY).add("Access-Control-Allow-Origin", "*")
                .add("Cross-Origin-Resource-Policy", "cross-origin").add("Referrer-Policy", "no-referrer");
    }

    private static boolean isShown(String type) {
        return SHOWN_PICTURES.contains(type) || type.startsWith("audio/") || type.startsWith("video/");
    }

    /** Returns whether {@code If-None-Match} names the tag, compared weakly (RFC 9110 §13.1.2). */
    static boolean matches(String ifNoneMatch, String etag) {
        return ifNoneMatch != null && Stream.of(ifNoneMatch.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }
}
