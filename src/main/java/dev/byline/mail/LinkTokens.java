package dev.byline.mail;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Creates and verifies the tokens of links in mails: 256 random bits each, of which the database stores only the
 * SHA-256.
 */
@ApplicationScoped
public class LinkTokens {
    /** The maximum length of a token in a request, in UTF-16 units; tokens are shorter. */
    public static final int MAX_TOKEN_LENGTH = 200;
    /** Time within which a used token may be used again, because people press buttons twice. */
    public static final int REUSE_PERIOD_HOURS = 24;

    private final Session database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    LinkTokens(Session database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Result of using a token.
     *
     * @param subject
     *            id on whose behalf the holder acts
     * @param detail
     *            additional data of the link, or null
     * @param first
     *            whether the token is used for the first time
     */
    public record TokenUse(UUID subject, String detail, boolean first) {}

    private record LinkTokenRow(UUID subject, String detail, Instant expiresAt, Instant usedAt) {}

    /** Creates the token of a link and stores its hash. */
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
     * Uses a token; one statement. Within {@value #REUSE_PERIOD_HOURS} hours of its first use it works again; the caller
     * treats that as a repetition, not as a second request. Throws 400 if the token is unknown or has another purpose,
     * 410 if it has expired or was first used more than {@value #REUSE_PERIOD_HOURS} hours ago.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public TokenUse use(String token, String purpose) {
        var now = clock.instant();
        var linkTokenRow = requireKnown(database.createNativeQuery("""
                with found as (
                    select hash, subject, detail, expires_at, used_at from link_token
                    where hash = :hash and purpose = :purpose for update),
                used as (
                    update link_token t set used_at = :now from found f
                    where t.hash = f.hash and f.used_at is null and f.expires_at > :now)
                select subject, detail, expires_at, used_at from found""", LinkTokenRow.class)
                .setParameter("now", now), token, purpose);
        boolean first = linkTokenRow.usedAt == null;
        if (first
                ? !linkTokenRow.expiresAt.isAfter(now)
                : linkTokenRow.usedAt.plus(Duration.ofHours(REUSE_PERIOD_HOURS)).isBefore(now)) {
            throw expired();
        }
        return new TokenUse(linkTokenRow.subject, linkTokenRow.detail, first);
    }

    /** Uses a token that is valid for one request only: throws as {@link #use} does, and 410 on a repeated use. */
    @Transactional(Transactional.TxType.MANDATORY)
    public TokenUse useOnce(String token, String purpose) {
        var tokenUse = use(token, purpose);
        if (!tokenUse.first()) {
            throw expired();
        }
        return tokenUse;
    }

    /**
     * Verifies a token that is valid for any number of requests until it expires, and returns its subject. Throws 400
     * if the token is unknown or has another purpose, 410 if it has expired.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID verify(String token, String purpose) {
        var linkTokenRow = requireKnown(database.createNativeQuery("""
                select subject, detail, expires_at, used_at from link_token
                where hash = :hash and purpose = :purpose for update""", LinkTokenRow.class), token, purpose);
        if (!linkTokenRow.expiresAt.isAfter(clock.instant())) {
            throw expired();
        }
        return linkTokenRow.subject;
    }

    private static LinkTokenRow requireKnown(NativeQuery<LinkTokenRow> query, String token, String purpose) {
        return query.setParameter("hash", Sha256.of(token)).setParameter("purpose", purpose).getResultList().stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.of(ProblemType.UNKNOWN_TOKEN,
                        "The token is unknown or belongs to another operation."
                                + " Use the complete link from the newest mail."));
    }

    /** Creates the 410 for a token that is no longer valid, or whose subject was deleted. */
    public static ProblemException expired() {
        return ProblemException.of(ProblemType.GONE,
                "This link has expired or was already used. Request another mail.");
    }

    /** Deletes all tokens of the subject, for all purposes. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void revokeAll(UUID subject) {
        database.createNativeMutationQuery("delete from link_token where subject = :subject")
                .setParameter("subject", subject).executeUpdate();
    }
}
