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
    private static final Duration REUSE_PERIOD = Duration.ofHours(24);

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
    public record TokenUse(UUID subject, String detail, boolean first) {}

    private record LinkTokenRow(UUID subject, String detail, Instant expiresAt, Instant usedAt) {}

    String create(MailLink mailLink) {
        var secret = new byte[32];
        random.nextBytes(secret);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.createNativeMutationQuery("""
                insert into link_token (hash, purpose, subject, detail, expires_at)
                values (:hash, :purpose, :subject, :detail, :expires)""").setParameter("hash", Sha256.of(token))
                .setParameter("purpose", mailLink.purpose()).setParameter("subject", mailLink.subject())
                .setParameter("detail", mailLink.detail(), String.class)
                .setParameter("expires", clock.instant().plus(mailLink.lifetime())).executeUpdate();
        return token;
    }

    /**
     * Uses a token. Within 24 hours it may be used again, which the caller takes for a repetition, not for a second wish.
     * 400 for one that is unknown or of another purpose, 410 for one that has expired or was used before that.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public TokenUse use(String token, String purpose) {
        var now = clock.instant();
        var linkTokenRow = find(token, purpose);
        boolean first = linkTokenRow.usedAt == null;
        if (first ? !linkTokenRow.expiresAt.isAfter(now) : linkTokenRow.usedAt.plus(REUSE_PERIOD).isBefore(now)) {
            throw expired();
        }
        if (first) {
            database.createNativeMutationQuery("update link_token set used_at = :now where hash = :hash")
                    .setParameter("now", now).setParameter("hash", Sha256.of(token)).executeUpdate();
        }
        return new TokenUse(linkTokenRow.subject, linkTokenRow.detail, first);
    }

    /** On whose behalf a token speaks that is good for many requests while it lasts; 400 and 410 as in {@link #use}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID verify(String token, String purpose) {
        var linkTokenRow = find(token, purpose);
        if (!linkTokenRow.expiresAt.isAfter(clock.instant())) {
            throw expired();
        }
        return linkTokenRow.subject;
    }

    private LinkTokenRow find(String token, String purpose) {
        return database.createNativeQuery("""
                select subject, detail, expires_at, used_at from link_token
                where hash = :hash and purpose = :purpose for update""", LinkTokenRow.class)
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
    void deleteExpired() {
        database.createNativeMutationQuery("""
                delete from link_token where hash in (
                    select hash from link_token where expires_at < :before order by expires_at limit 1000
                    for update skip locked)""").setParameter("before", clock.instant().minus(Duration.ofDays(7)))
                .executeUpdate();
    }
}
