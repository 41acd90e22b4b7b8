package dev.byline.cache;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the cache may cost. */
@ConfigMapping(prefix = "byline.cache")
interface CacheSettings {
    /** The memory for answers; 0 keeps none. */
    @WithDefault("64M")
    MemorySize size();

    /** After how long the counters in an answer are read anew. */
    @WithDefault("5s")
    Duration refresh();
}
