package dev.byline.cache;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the response cache. */
@ConfigMapping(prefix = "byline.cache")
interface CacheSettings {
    long MAX_DEFAULT_BYTES = 64L * 1024 * 1024;

    /**
     * The memory for cached responses; 0 turns the cache off. By default an eighth of the heap, at most
     * {@link #MAX_DEFAULT_BYTES}.
     */
    Optional<MemorySize> size();

    /** The age, 5 seconds by default, at which a cached response is read again to refresh the counters in it. */
    @WithDefault("5s")
    Duration refresh();
}
