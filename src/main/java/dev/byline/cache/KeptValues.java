package dev.byline.cache;

import java.util.Collection;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;

/**
 * Values that many requests read and that rarely change, kept in memory with the promise of cached responses: a change
 * on this node is seen at once and a change on another node within a second; while this node receives no
 * notifications, each value is read from the database. A transaction that has changed content reads from the database
 * as well, because nobody else may see its values yet. {@link KeptValuesFactory} creates the object.
 */
public final class KeptValues<K, V> {
    private final Cache<K, KeptValue<V>> values;
    private final KeptValuesFactory factory;

    /** A value, and the logical time before it was read. */
    record KeptValue<V>(V value, long readAt) {}

    KeptValues(Cache<K, KeptValue<V>> values, KeptValuesFactory factory) {
        this.values = values;
        this.factory = factory;
    }

    /**
     * Returns the value of a key, read from the database only if it is not kept or if one of the names changed.
     *
     * @param names
     *            the names in {@link ContentChanged} of everything that the value depends on
     */
    public V get(K key, Collection<String> names, Supplier<V> read) {
        if (!factory.mayKeep()) {
            return read.get();
        }
        var kept = values.getIfPresent(key);
        if (kept == null || !factory.isUnchanged(names, kept.readAt)) {
            long readAt = factory.currentTime();
            kept = new KeptValue<>(read.get(), readAt);
            values.put(key, kept);
        }
        return kept.value;
    }
}
