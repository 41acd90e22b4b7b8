package dev.byline.session;

import java.time.Clock;
import java.time.Duration;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import dev.byline.security.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Networks from which an email has signed in within the last 30 days, so that strangers who try this email cannot
 * lock its owner out.
 */
@ApplicationScoped
class KnownNetworks implements HourlyCleanup {
    private static final Duration RETENTION = Duration.ofDays(30);

    private final EntityManager database;
    private final CleanupBatches batches;
    private final Clock clock;

    KnownNetworks(EntityManager database, CleanupBatches batches, Clock clock) {
        this.database = database;
        this.batches = batches;
        this.clock = clock;
    }

    @Transactional
    boolean contains(String email, String network) {
        return !database.createNativeQuery("select 1 from known_network where hash = :hash and until > :now")
                .setParameter("hash", hash(email, network)).setParameter("now", clock.instant()).getResultList()
                .isEmpty();
    }

    @Transactional
    void add(String email, String network) {
        database.createNativeQuery("""
                insert into known_network (hash, until) values (:hash, :until)
                on conflict (hash) do update set until = excluded.until""").setParameter("hash", hash(email, network))
                .setParameter("until", clock.instant().plus(RETENTION)).executeUpdate();
    }

    @Override
    public void deleteExpired() {
        batches.execute("""
                delete from known_network where hash in (
                    select hash from known_network where until < :before
                    order by until limit :batch for update skip locked)""", clock.instant());
    }

    private static byte[] hash(String email, String network) {
        return Sha256.of(email + "\n" + network);
    }
}
