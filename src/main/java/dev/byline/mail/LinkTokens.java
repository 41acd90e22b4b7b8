package dev.byline.mail;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Tokens of links in mails: 256 random bits, of which the database has the SHA-256. */
@ApplicationScoped
public class LinkTokens {
    /** So long the same token may be used again, because people press buttons twice. */
    private static final Duration REPEATED = Duration.ofHours(24);

    private final Session database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    LinkTokens(Session database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a token lets its holder do.
     *
     * @param first
     *            whether it is used for the first time
     */
    public record Use(UUID subject, String detail, boolean first) {}

    private record Row(UUID subject, String detail, Instant expiresAt, Instant usedAt) {}

    String make(Link link) {
        var secret = new byte[32];
        random.nextBytes(secret);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.createNativeMutationQuery("""
                insert into link_token (hash, purpose, subject, detail, expires_at)
                values (:hash, :purpose, :subject, :detail, :expires)""").setParameter("hash", Sha256.of(token))
                .setParameter("purpose", link.purpose()).setParameter("subject", link.subject())
                .setParameter("detail", link.detail(), String.class)
                .setParameter("expires", clock.instant().plus(link.lifetime())).executeUpdate();
        return token;
    }

    /**
     * Uses a token. Within 24 hours it may be used again, which the caller takes for a repetition, not for a second wish.
     * 400 for one that is unknown or of another purpose, 410 for one that has expired or was used before that.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Use use(String token, String purpose) {
        var now = clock.instant();
        var row = find(token, purpose);
        boolean first = row.usedAt == null;
        if (first ? !row.expiresAt.isAfter(now) : row.usedAt.plus(REPEATED).isBefore(now)) {
            throw expired();
        }
        if (first) {
            database.createNativeMutationQuery("update link_token set used_at = :now where hash = :hash")
                    .setParameter("now", now).setParameter("hash", Sha256.of(token)).executeUpdate();
        }
        return new Use(row.subject, row.detail, first);
    }

    /** On whose behalf a token speaks that is good for many requests while it lasts; 400 and 410 as in {@link #use}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID subject(String token, String purpose) {
        var row = find(token, purpose);
        if (!row.expiresAt.isAfter(clock.instant())) {
            throw expired();
        }
        return row.subject;
    }

    private Row find(String token, String purpose) {
        return database.createNativeQuery("""
                select subject, detail, expires_at, used_at from link_token
                where hash = :hash and purpose = :purpose for update""", Row.class)
                .setParameter("hash", Sha256.of(token)).setParameter("purpose", purpose).getResultStream().findFirst()
                .orElseThrow(() -> ProblemException.of(ProblemType.UNKNOWN_TOKEN,
                        "This is no token for this: take the whole link of the newest mail."));
    }

    private static ProblemException expired() {
        return ProblemException.of(ProblemType.GONE, "This link has expired or was used: ask for another mail.");
    }

    /** Nobody can use any token of the subject any more, whatever it is for. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void revokeAll(UUID subject) {
        database.createNativeMutationQuery("delete from link_token where subject = :subject")
                .setParameter("subject", subject).executeUpdate();
    }

    /** Lets go of some that nobody can use any more. */
    void forget() {
        database.createNativeMutationQuery("""
                delete from link_token where hash in (
                    select hash from link_token where expires_at < :before order by expires_at limit 1000
                    for update skip locked)""").setParameter("before", clock.instant().minus(Duration.ofDays(7)))
                .executeUpdate();
    }
}
