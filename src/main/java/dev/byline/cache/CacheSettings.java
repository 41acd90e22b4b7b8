package dev.byline.cache;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the response cache. */
@ConfigMapping(prefix = "byline.cache")
interface CacheSettings {
    /** The memory for cached responses; 0 turns the cache off. */
    @WithDefault("64M")
    MemorySize size();

    /** The age, 5 seconds by default, at which a cached response is read again to refresh the counters in it. */
    @WithDefault("5s")
    Duration refresh();
}
