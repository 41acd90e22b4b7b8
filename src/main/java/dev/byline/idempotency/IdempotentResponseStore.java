package dev.byline.idempotency;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.hibernate.Session;

import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import jakarta.enterprise.context.ApplicationScoped;

/** Stores the responses of idempotent requests for 24 hours. */
@ApplicationScoped
public class IdempotentResponseStore implements HourlyCleanup {
    /** The contract says the same number of hours. */
    static final int RETENTION_HOURS = 24;

    private final Session database;
    private final CleanupBatches batches;
    private final Clock clock;

    IdempotentResponseStore(Session database, CleanupBatches batches, Clock clock) {
        this.database = database;
        this.batches = batches;
        this.clock = clock;
    }

    /** A stored response, and the hash of the request body that it belongs to. */
    record StoredResponse(byte[] bodyHash, int status, String location, String etag, String body) {}

    /** Locks the scope until the end of the transaction; false if another transaction holds the lock. */
    boolean tryLock(byte[] scope) {
        return database.createNativeQuery("select pg_try_advisory_xact_lock(:scope)", Boolean.class)
                .setParameter("scope", ByteBuffer.wrap(scope).getLong()).getSingleResult();
    }

    /** Deletes the responses with the given location, because the resource there was deleted. */
    public void deleteByLocation(String location) {
        database.createNativeMutationQuery("delete from idempotent_answer where location = :location")
                .setParameter("location", location).executeUpdate();
    }

    /** Finds the response to an earlier request in this scope that is not older than 24 hours. */
    Optional<StoredResponse> find(byte[] scope) {
        return database.createNativeQuery("""
                select body_hash, status, location, etag, body from idempotent_answer
                where scope = :scope and created_at > :since""", StoredResponse.class).setParameter("scope", scope)
                .setParameter("since", clock.instant().minus(Duration.ofHours(RETENTION_HOURS))).getResultList()
                .stream()
                .findFirst();
    }

    /** Saves the response. */
    void save(byte[] scope, StoredResponse storedResponse) {
        database.createNativeMutationQuery("""
                insert into idempotent_answer (scope, body_hash, status, location, etag, body, created_at)
                values (:scope, :bodyHash, :status, :location, :etag, :body, :now)
                on conflict (scope) do update set body_hash = excluded.body_hash, status = excluded.status,
                    location = excluded.location, etag = excluded.etag, body = excluded.body,
                    created_at = excluded.created_at""").setParameter("scope", scope)
                .setParameter("bodyHash", storedResponse.bodyHash).setParameter("status", storedResponse.status)
                .setParameter("location", storedResponse.location, String.class)
                .setParameter("etag", storedResponse.etag, String.class).setParameter("body", storedResponse.body)
                .setParameter("now", clock.instant()).executeUpdate();
    }

    @Override
    public void deleteExpired() {
        batches.execute("""
                delete from idempotent_answer where scope in (
                    select scope from idempotent_answer where created_at <= :before
                    order by created_at limit :batch for update skip locked)""",
                clock.instant().minus(Duration.ofHours(RETENTION_HOURS)));
    }
}
