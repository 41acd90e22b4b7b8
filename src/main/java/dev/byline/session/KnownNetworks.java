package dev.byline.session;

import java.time.Clock;
import java.time.Duration;

import dev.byline.security.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Networks from which an email has signed in within the last 30 days, so that strangers who try this email cannot
 * lock its owner out.
 */
@ApplicationScoped
class KnownNetworks {
    private static final Duration RETENTION = Duration.ofDays(30);

    private final EntityManager database;
    private final Clock clock;

    KnownNetworks(EntityManager database, Clock clock) {
        this.database = database;
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
        var now = clock.instant();
        database.createNativeQuery("""
                insert into known_network (hash, until) values (:hash, :until)
                on conflict (hash) do update set until = excluded.until""").setParameter("hash", hash(email, network))
                .setParameter("until", now.plus(RETENTION)).executeUpdate();
        database.createNativeQuery("""
                delete from known_network where hash in (select hash from known_network where until < :now
                    order by until limit 5 for update skip locked)""").setParameter("now", now).executeUpdate();
    }

    private static byte[] hash(String email, String network) {
        return Sha256.of(email + "\n" + network);
    }
}
