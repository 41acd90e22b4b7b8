package dev.byline.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;

/**
 * Values that many requests read and that rarely change, kept in memory with the promise of cached responses: a change
 * on this node is seen at once and a change on another node within a second; while this node receives no
 * notifications, each value is read from the database. A transaction that has changed content reads from the database
 * as well, because nobody else may see its values yet. Comments change no value ({@link ContentChanged#frequent}): each
 * comment would make the values of its article be read again. {@link KeptValuesFactory} creates the object.
 */
public final class KeptValues<K, V> {
    private final Cache<K, KeptValue<V>> values;
    private final KeptValuesFactory factory;
    private final BiFunction<K, V, Collection<String>> names;
    private volatile long emptiedAt;

    /** A value, the names of everything that it depends on, and the logical time before it was read. */
    record KeptValue<V>(V value, Collection<String> names, long readAt) {}

    KeptValues(Cache<K, KeptValue<V>> values, KeptValuesFactory factory, BiFunction<K, V, Collection<String>> names) {
        this.values = values;
        this.factory = factory;
        this.names = names;
    }

    /** Returns the value of a key, read from the database only if it is not kept or if one of its names changed. */
    public V get(K key, Supplier<V> read) {
        if (!factory.mayKeep()) {
            return read.get();
        }
        var kept = findKept(key);
        if (kept != null) {
            return kept;
        }
        long readAt = factory.currentTime();
        var value = read.get();
        keep(key, value, readAt);
        return value;
    }

    /** Returns the value of a key if it is kept and unchanged, else null; reads nothing, so the event loop may call it. */
    public V find(K key) {
        return factory.mayKeep() ? findKept(key) : null;
    }

    /**
     * Returns the values of the keys that have one.
     *
     * @param read
     *            reads the values of the keys that are not kept; called at most once, with at least one key
     */
    public Map<K, V> getAll(Collection<K> keys, Function<Collection<K>, Map<K, V>> read) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        if (!factory.mayKeep()) {
            return read.apply(keys);
        }
        var found = new HashMap<K, V>();
        var missing = new ArrayList<K>();
        for (var key : keys) {
            var kept = findKept(key);
            if (kept == null) {
                missing.add(key);
            } else {
                found.put(key, kept);
            }
        }
        if (!missing.isEmpty()) {
            long readAt = factory.currentTime();
            var values = read.apply(missing);
            values.forEach((key, value) -> keep(key, value, readAt));
            found.putAll(values);
        }
        return found;
    }

    private V findKept(K key) {
        var kept = values.getIfPresent(key);
        return kept != null && factory.isUnchanged(kept.names, kept.readAt) ? kept.value : null;
    }

    private void keep(K key, V value, long readAt) {
        long changed = factory.lastChangeOfAll();
        if (emptiedAt < changed) {
            // Outdated values that were used often would keep new ones out of a full cache.
            values.invalidateAll();
            emptiedAt = changed;
        }
        values.put(key, new KeptValue<>(value, names.apply(key, value), readAt));
    }
}
