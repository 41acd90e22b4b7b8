package dev.byline.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** A file in memory, as it is and compressed. Clients revalidate it each time with a strong ETag for each coding. */
final class StaticFile {
    private static final String GZIP = "gzip";
    private static final int ETAG_LENGTH = 20;

    private final Buffer content;
    private final Buffer compressed;
    private final String mediaType;
    private final String hash;

    StaticFile(byte[] content, String mediaType) {
        this.content = Buffer.buffer(content);
        this.compressed = Buffer.buffer(gzip(content));
        this.mediaType = mediaType;
        this.hash = hash(content);
    }

    /** Sends the file in the coding that the client accepts, or a 304 if the client has it. */
    void send(RoutingContext context) {
        boolean gzip = context.parsedHeaders().acceptEncoding().stream()
                .anyMatch(coding -> coding.value().equals(GZIP) && coding.weight() > 0);
        var etag = '"' + hash + (gzip ? "-" + GZIP : "") + '"';
        var response = context.response().putHeader("ETag", etag).putHeader("Cache-Control", "no-cache")
                .putHeader("Vary", "Accept-Encoding");
        if (matches(context.request().getHeader("If-None-Match"), etag)) {
            response.setStatusCode(304).end();
            return;
        }
        var body = gzip ? compressed : content;
        response.putHeader("Content-Type", mediaType).putHeader("Content-Length", String.valueOf(body.length()));
        if (gzip) {
            response.putHeader("Content-Encoding", GZIP);
        }
        if (context.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body);
        }
    }

    /** Compares weakly, as RFC 9110 §13.1.2 says: proxies that compress make tags weak. */
    private static boolean matches(String ifNoneMatch, String etag) {
        return ifNoneMatch != null && Stream.of(ifNoneMatch.split(",")).map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private static byte[] gzip(byte[] content) {
        var out = new ByteArrayOutputStream();
        try (var coder = new GZIPOutputStream(out)) {
            coder.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)).substring(0,
                    ETAG_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
