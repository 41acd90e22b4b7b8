package dev.byline.cache;

import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Caffeine;

import dev.byline.database.JdbcQueries;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Creates {@link KeptValues}, and knows when a value may be kept. */
@Singleton
public class KeptValuesFactory {
    /** The resource of a transaction that has changed content. */
    private static final String CHANGED = KeptValuesFactory.class.getName();

    private final ChangeTracker changeTracker;
    private final ChangeNotifier changeNotifier;
    private final JdbcQueries jdbcQueries;
    private final TransactionSynchronizationRegistry transactions;

    KeptValuesFactory(ChangeTracker changeTracker, ChangeNotifier changeNotifier, JdbcQueries jdbcQueries,
            TransactionSynchronizationRegistry transactions) {
        this.changeTracker = changeTracker;
        this.changeNotifier = changeNotifier;
        this.jdbcQueries = jdbcQueries;
        this.transactions = transactions;
    }

    /**
     * Creates an empty store, which drops the values that are used least beyond the maximum.
     *
     * @param maxValues
     *            the maximum in a heap of full size ({@link HeapShare})
     * @param names
     *            returns the names in {@link ContentChanged} of everything that the value of a key depends on
     */
    public <K, V> KeptValues<K, V> create(int maxValues, BiFunction<K, V, Collection<String>> names) {
        return new KeptValues<>(
                Caffeine.newBuilder().maximumSize(HeapShare.scale(maxValues)).executor(Runnable::run).build(), this,
                names);
    }

    /**
     * Creates an empty store, which drops the values that are used least beyond a number of bytes.
     *
     * @param maxBytes
     *            the maximum in a heap of full size ({@link HeapShare})
     * @param bytes
     *            returns the memory of a value
     */
    public <K, V> KeptValues<K, V> createOfBytes(long maxBytes, ToIntFunction<V> bytes,
            BiFunction<K, V, Collection<String>> names) {
        return new KeptValues<>(Caffeine.newBuilder().maximumWeight(HeapShare.scaleBytes(maxBytes))
                .weigher((K key, KeptValues.KeptValue<V> kept) -> bytes.applyAsInt(kept.value()))
                .executor(Runnable::run).build(), this, names);
    }

    /** Creates an empty store for one value, which depends on one name. */
    public <K, V> KeptValues<K, V> createForOne(String name) {
        var names = List.of(name);
        return create(1, (key, value) -> names);
    }

    void noteChange(@Observes ContentChanged contentChanged) {
        if (isInTransaction()) {
            transactions.putResource(CHANGED, true);
        }
    }

    /** Whether the current thread may use and keep values. A replica may be older than the changes that are known. */
    boolean mayKeep() {
        return changeNotifier.isConnected() && !jdbcQueries.readsFromReplica()
                && !(isInTransaction() && transactions.getResource(CHANGED) != null);
    }

    boolean isUnchanged(Collection<String> names, long since) {
        return changeTracker.isUnchangedByStaff(names, since);
    }

    long lastChangeOfAll() {
        return changeTracker.lastChangeOfAll();
    }

    long currentTime() {
        return changeTracker.currentTime();
    }

    private boolean isInTransaction() {
        return transactions.getTransactionStatus() == Status.STATUS_ACTIVE;
    }
}
