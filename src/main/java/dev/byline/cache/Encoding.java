package dev.byline.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;

/** How the bytes of an answer are coded (RFC 9110 §8.4.1). */
enum Encoding {
    identity,
    gzip,
    br;

    /** Below this, coding costs more than it saves. */
    static final int LEAST = 1_000;
    private static final int BROTLI_QUALITY = 5;
    private static final int MOST_REMEMBERED = 500;
    private static final boolean BROTLI = Brotli4jLoader.isAvailable();
    private static final Map<String, Encoding> REMEMBERED = new ConcurrentHashMap<>();

    /** The best that an {@code Accept-Encoding} admits; null admits identity alone. */
    static Encoding of(String accepted) {
        if (accepted == null) {
            return identity;
        }
        var known = REMEMBERED.get(accepted);
        if (known != null) {
            return known;
        }
        var chosen = BROTLI && Accepted.quality(accepted, "br") > 0
                ? br
                : Accepted.quality(accepted, "gzip") > 0 ? gzip : identity;
        if (REMEMBERED.size() < MOST_REMEMBERED) {
            REMEMBERED.put(accepted, chosen);
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
