package dev.byline.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;

/** The content codings of a response (RFC 9110 §8.4.1). */
enum ContentEncoding {
    identity,
    gzip,
    br;

    /** The size in bytes below which encoding costs more than it saves. */
    static final int MIN_ENCODED_SIZE = 1_000;
    private static final int BROTLI_QUALITY = 5;
    private static final int MAX_REMEMBERED_HEADERS = 500;
    private static final boolean BROTLI_AVAILABLE = Brotli4jLoader.isAvailable();
    private static final Map<String, ContentEncoding> ENCODING_BY_HEADER = new ConcurrentHashMap<>();

    /** Chooses the best coding that an {@code Accept-Encoding} header allows; null allows identity only. */
    static ContentEncoding choose(String acceptEncoding) {
        if (acceptEncoding == null) {
            return identity;
        }
        var known = ENCODING_BY_HEADER.get(acceptEncoding);
        if (known != null) {
            return known;
        }
        var chosen = BROTLI_AVAILABLE && AcceptHeader.quality(acceptEncoding, "br") > 0
                ? br
                : AcceptHeader.quality(acceptEncoding, "gzip") > 0 ? gzip : identity;
        if (ENCODING_BY_HEADER.size() < MAX_REMEMBERED_HEADERS) {
            ENCODING_BY_HEADER.put(acceptEncoding, chosen);
        }
        return chosen;
    }

    byte[] encode(byte[] bytes) {
        try {
            return switch (this) {
                case identity -> bytes;
                case br -> Encoder.compress(bytes, new Encoder.Parameters().setQuality(BROTLI_QUALITY));
                case gzip -> {
                    var out = new ByteArrayOutputStream(bytes.length / 2);
                    try (var coder = new GZIPOutputStream(out)) {
                        coder.write(bytes);
                    }
                    yield out.toByteArray();
                }
            };
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
