package dev.byline.media;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;

/** The limit of the size of one file, {@code BYLINE_MEDIA_SIZE}: of uploads, downloads and imports. */
@Singleton
public class MediaSize {
    private final long maxBytes;

    MediaSize(@ConfigProperty(name = "byline.media-size", defaultValue = "100M") MemorySize maxBytes) {
        this.maxBytes = maxBytes.asLongValue();
    }

    /** Returns the maximum size in bytes. */
    public long maxBytes() {
        return maxBytes;
    }
}
