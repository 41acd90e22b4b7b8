package dev.byline.cache;

import com.github.benmanes.caffeine.cache.Cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The metrics of the response cache: {@code byline.cache.requests} by {@code result}, {@code byline.cache.entries} and
 * {@code byline.cache.size} in bytes. Requests for responses that are never cached are not counted.
 */
final class CacheMetrics {
    /** Requests that got a cached response. */
    final Counter hits;
    /** Requests that read a response because there was none, or because its content changed. */
    final Counter misses;
    /** Requests that read an unchanged response again, to refresh the counters in it. */
    final Counter refreshes;

    CacheMetrics(Cache<String, ?> entries, MeterRegistry meters) {
        hits = counter("hit", meters);
        misses = counter("miss", meters);
        refreshes = counter("refresh", meters);
        Gauge.builder("byline.cache.entries", entries, Cache::estimatedSize).register(meters);
        entries.policy().eviction().ifPresent(eviction -> Gauge
                .builder("byline.cache.size", entries, cache -> eviction.weightedSize().orElse(0)).baseUnit("bytes")
                .register(meters));
    }

    private static Counter counter(String result, MeterRegistry meters) {
        return meters.counter("byline.cache.requests", "result", result);
    }
}
