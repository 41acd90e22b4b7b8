package dev.byline.media;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that arrives in pieces.
 *
 * @param length
 *            the size of the complete file
 * @param received
 *            the number of bytes that are stored
 * @param medium
 *            the medium that the complete file became; null before
 */
record TusUpload(UUID id, long length, long received, String filename, String alt, UUID medium, Instant createdAt) {
    /** The time after which an upload is deleted, complete or not. */
    static final Duration LIFETIME = Duration.ofDays(1);

    boolean isComplete() {
        return received == length;
    }

    Instant expiresAt() {
        return createdAt.plus(LIFETIME);
    }
}
