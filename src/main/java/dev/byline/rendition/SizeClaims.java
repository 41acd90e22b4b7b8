package dev.byline.rendition;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.hibernate.Session;

import dev.byline.database.Locks;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;

/**
 * The table of sizes, by which nodes share the work:
 * <ol>
 * <li>A node claims a size, makes it, stores it and records its bytes.</li>
 * <li>Other nodes wait meanwhile; a claim that ends without bytes, because its node was killed, goes to the next.</li>
 * <li>A size to be deleted is claimed as well, so that no node reads a file that is about to go.</li>
 * </ol>
 */
@Singleton
class SizeClaims {
    /** The longest time in which a size is made; two nodes that make the same size do no harm. */
    private static final Duration CLAIM_LIFETIME = Duration.ofSeconds(10);

    private final Session database;
    private final Locks locks;
    private final Clock clock;

    SizeClaims(Session database, Locks locks, Clock clock) {
        this.database = database;
        this.locks = locks;
        this.clock = clock;
    }

    /** Returns whether a size has been stored. */
    boolean isStored(String key) {
        return QuarkusTransaction.requiringNew().call(() -> !database
                .createNativeQuery("select 1 from picture_size where store_key = :key and bytes is not null",
                        Integer.class)
                .setParameter("key", key).list().isEmpty());
    }

    /** Claims the work on a size that is not stored; false if another node has it. */
    boolean claim(String key) {
        var now = clock.instant();
        return QuarkusTransaction.requiringNew().call(() -> database.createNativeMutationQuery("""
                insert into picture_size as s (store_key, claimed_until, last_used_at)
                values (:key, :until, :now)
                on conflict (store_key) do update set claimed_until = :until, last_used_at = :now
                    where s.bytes is null and s.claimed_until <= :now""").setParameter("key", key)
                .setParameter("until", now.plus(CLAIM_LIFETIME)).setParameter("now", now).executeUpdate()) == 1;
    }

    /** Records that a claimed size is stored. */
    void complete(String key, long bytes) {
        QuarkusTransaction.requiringNew().run(() -> database.createNativeMutationQuery("""
                update picture_size set bytes = :bytes, claimed_until = null where store_key = :key""")
                .setParameter("key", key).setParameter("bytes", bytes).executeUpdate());
    }

    /** Gives up the claim on a size that could not be made, or whose file is missing, so that it can be made again. */
    void release(String key) {
        QuarkusTransaction.requiringNew().run(() -> database
                .createNativeMutationQuery("delete from picture_size where store_key = :key")
                .setParameter("key", key).executeUpdate());
    }

    /** Records the use of sizes now. */
    void touch(Set<String> keys) {
        if (!keys.isEmpty()) {
            QuarkusTransaction.requiringNew().run(() -> database
                    .createNativeMutationQuery("update picture_size set last_used_at = :now where store_key in :keys")
                    .setParameter("now", clock.instant()).setParameter("keys", keys).executeUpdate());
        }
    }

    /** Returns the bytes of all sizes. */
    long totalBytes() {
        return QuarkusTransaction.requiringNew().call(() -> database
                .createNativeQuery("select cast(coalesce(sum(bytes), 0) as bigint) from picture_size", Long.class)
                .getSingleResult());
    }

    /**
     * Claims the sizes that were not used for the longest time, also abandoned ones, for deletion: as many as bring the
     * bytes of all others to the maximum, and no more, also when several nodes do so at once.
     *
     * @param maxCount
     *            the maximum number of sizes in this transaction; the caller repeats it until nothing is claimed
     */
    List<String> claimLeastUsed(long maxBytes, int maxCount) {
        var now = clock.instant();
        return QuarkusTransaction.requiringNew().call(() -> {
            // Otherwise two nodes would count the same bytes, and each would delete what is too much.
            locks.exclusive("least used sizes");
            return database.createNativeQuery("""
                    with least as (
                        select store_key, last_used_at, coalesce(bytes, 0) as freed from picture_size
                        where bytes is not null or claimed_until <= :now
                        order by last_used_at, store_key limit :count for update skip locked),
                    sums as (
                        select store_key, sum(freed) over (order by last_used_at, store_key) - freed as freed_before
                        from least)
                    update picture_size s set bytes = null, claimed_until = :until from sums
                    where s.store_key = sums.store_key
                        and (select coalesce(sum(bytes), 0) from picture_size) - sums.freed_before > :max
                    returning s.store_key""", String.class).setParameter("now", now)
                    .setParameter("until", now.plus(CLAIM_LIFETIME)).setParameter("count", maxCount)
                    .setParameter("max", maxBytes).list();
        });
    }
}
