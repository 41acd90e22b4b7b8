package dev.byline.security;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.hibernate.Session;

import dev.byline.database.Ids;
import dev.byline.job.CleanupBatches;
import dev.byline.job.HourlyCleanup;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/**
 * Stores the sessions of staff and members.
 * <ol>
 * <li>A sign-in opens a session and issues an access token, valid for 15 minutes, and a refresh token, valid for 30
 * days.
 * <li>A refresh exchanges the refresh token for a new pair; the old pair is not valid any more (RFC 6749 §1.5, RFC 9700
 * §4.14.2).
 * <li>A second use of a refresh token closes the session, because one of the two users has stolen it.
 * </ol>
 * Both tokens are opaque, so that a revocation takes effect at once and there is no signature to verify wrongly. Only
 * their SHA-256 is stored.
 */
@ApplicationScoped
public class SessionStore implements HourlyCleanup {
    static final String ACCESS_TOKEN_PREFIX = "byline_at_";
    private static final String REFRESH_TOKEN_PREFIX = "byline_rt_";
    /** The time for which an access token is valid. */
    public static final int ACCESS_TOKEN_LIFETIME_MINUTES = 15;
    public static final int REFRESH_TOKEN_LIFETIME_DAYS = 30;
    /** The maximum length of a token in a request, in UTF-16 units; tokens are shorter. */
    public static final int MAX_TOKEN_LENGTH = 512;
    public static final int MAX_USER_AGENT_LENGTH = 200;
    public static final int MAX_LISTED_SESSIONS = 100;

    private final DataSource database;
    private final EntityManager entityManager;
    private final CurrentVertxRequest currentRequest;
    private final CleanupBatches batches;
    private final Clock clock;

    SessionStore(DataSource database, EntityManager entityManager, CurrentVertxRequest currentRequest,
            CleanupBatches batches, Clock clock) {
        this.database = database;
        this.entityManager = entityManager;
        this.currentRequest = currentRequest;
        this.batches = batches;
        this.clock = clock;
    }

    /**
     * The tokens of a sign-in or refresh. They cannot be read again.
     *
     * @param expiresAt
     *            the time when the access token expires
     */
    public record SessionTokens(String accessToken, String refreshToken, Instant expiresAt) {}

    /** The kind of account that a session belongs to. */
    public enum SubjectKind {
        account,
        member
    }

    /** A session, as its owner sees it in the list of sessions. */
    public record OpenSession(UUID id, String agent, Instant createdAt, Instant refreshedAt, Instant expiresAt) {}

    /**
     * Opens a session for a staff account or member whose identity was verified, and deletes up to five expired
     * sessions.
     */
    @Transactional
    public SessionTokens open(SubjectKind subjectKind, UUID subject) {
        var access = SecretGenerator.generate(ACCESS_TOKEN_PREFIX);
        var refresh = SecretGenerator.generate(REFRESH_TOKEN_PREFIX);
        var now = clock.instant();
        entityManager.createNativeQuery("""
                with opened as (
                    insert into session
                        (id, %s, access_hash, access_until, refresh_until, agent, created_at, refreshed_at)
                    values (:id, :subject, :access, :accessUntil, :refreshUntil, :agent, :now, :now) returning id)
                insert into refresh_token (hash, session_id, used) select :refresh, id, false from opened"""
                .formatted(subjectColumn(subjectKind)))
                .setParameter("id", Ids.next()).setParameter("subject", subject)
                .setParameter("access", Sha256.of(access)).setParameter("refresh", Sha256.of(refresh))
                .setParameter("accessUntil", now.plus(Duration.ofMinutes(ACCESS_TOKEN_LIFETIME_MINUTES)))
                .setParameter("refreshUntil", now.plus(Duration.ofDays(REFRESH_TOKEN_LIFETIME_DAYS)))
                .setParameter("agent", userAgent())
                .setParameter("now", now).executeUpdate();
        return new SessionTokens(access, refresh, now.plus(Duration.ofMinutes(ACCESS_TOKEN_LIFETIME_MINUTES)));
    }

    /**
     * Exchanges a refresh token for new tokens; empty if the token is not valid. A token that was exchanged before
     * closes its session: either this token or the one that it was exchanged for is in the wrong hands.
     */
    @Transactional
    public Optional<SessionTokens> refresh(String refreshToken) {
        if (refreshToken.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        var now = clock.instant();
        var found = entityManager.unwrap(Session.class).createNativeQuery("""
                select s.id, t.used from refresh_token t join session s on s.id = t.session_id
                left join account a on a.id = s.account_id
                where t.hash = :hash and s.refresh_until > :now and coalesce(a.active, true)
                for update of s, t""", Tuple.class)
                .setParameter("hash", Sha256.of(refreshToken)).setParameter("now", now).getResultList().stream()
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var session = found.get().get(0, UUID.class);
        if (found.get().get(1, Boolean.class)) {
            entityManager.createNativeQuery("delete from session where id = :id").setParameter("id", session)
                    .executeUpdate();
            return Optional.empty();
        }
        var access = SecretGenerator.generate(ACCESS_TOKEN_PREFIX);
        var refresh = SecretGenerator.generate(REFRESH_TOKEN_PREFIX);
        entityManager.createNativeQuery("""
                with used as (update refresh_token set used = true where hash = :hash),
                    renewed as (
                        update session set access_hash = :access, access_until = :accessUntil,
                            refresh_until = :refreshUntil, refreshed_at = :now where id = :id)
                insert into refresh_token (hash, session_id, used) values (:refresh, :id, false)""")
                .setParameter("hash", Sha256.of(refreshToken)).setParameter("refresh", Sha256.of(refresh))
                .setParameter("access", Sha256.of(access))
                .setParameter("accessUntil", now.plus(Duration.ofMinutes(ACCESS_TOKEN_LIFETIME_MINUTES)))
                .setParameter("refreshUntil", now.plus(Duration.ofDays(REFRESH_TOKEN_LIFETIME_DAYS)))
                .setParameter("now", now)
                .setParameter("id", session).executeUpdate();
        return Optional.of(new SessionTokens(access, refresh,
                now.plus(Duration.ofMinutes(ACCESS_TOKEN_LIFETIME_MINUTES))));
    }

    /** Lists the sessions of an account or member that can still be refreshed, newest first, at most 100. */
    public List<OpenSession> list(SubjectKind subjectKind, UUID subject) {
        return entityManager.unwrap(Session.class)
                .createNativeQuery("select id, agent, created_at, refreshed_at, refresh_until from session where "
                        + subjectColumn(subjectKind)
                        + " = :subject and refresh_until > :now order by created_at desc, id desc limit "
                        + MAX_LISTED_SESSIONS,
                        Tuple.class)
                .setParameter("subject", subject).setParameter("now", clock.instant()).getResultList().stream()
                .map(row -> new OpenSession(row.get(0, UUID.class), row.get(1, String.class), row.get(2, Instant.class),
                        row.get(3, Instant.class), row.get(4, Instant.class)))
                .toList();
    }

    /** Closes a session of an account or member; false if the account or member has no session with this id. */
    @Transactional
    public boolean close(SubjectKind subjectKind, UUID subject, UUID session) {
        return entityManager
                .createNativeQuery(
                        "delete from session where id = :id and " + subjectColumn(subjectKind) + " = :subject")
                .setParameter("id", session).setParameter("subject", subject).executeUpdate() > 0;
    }

    /** Closes all sessions of an account or member; their tokens stop working at once. */
    @Transactional
    public void closeAll(SubjectKind subjectKind, UUID subject) {
        entityManager.createNativeQuery("delete from session where " + subjectColumn(subjectKind) + " = :subject")
                .setParameter("subject", subject).executeUpdate();
    }

    /** Deletes sessions whose refresh token has expired, together with their tokens. */
    @Override
    public void deleteExpired() {
        batches.execute("""
                delete from session where id in (
                    select id from session where refresh_until < :before
                    order by refresh_until limit :batch for update skip locked)""", clock.instant());
    }

    /**
     * Finds the owner of a valid access token; empty if the token is unknown or expired, or its account is not active.
     */
    Optional<AuthenticatedCaller> findCaller(String accessToken) throws SQLException {
        try (var connection = database.getConnection(); var query = connection.prepareStatement("""
                select s.id, s.account_id, s.member_id, a.name, a.role
                from session s left join account a on a.id = s.account_id
                where s.access_hash = ? and s.access_until > ? and coalesce(a.active, true)""")) {
            query.setBytes(1, Sha256.of(accessToken));
            query.setObject(2, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            try (var found = query.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                var session = found.getObject(1, UUID.class);
                var member = found.getObject(3, UUID.class);
                return Optional.of(member == null
                        ? new AuthenticatedCaller(found.getString(4), found.getObject(2, UUID.class), null, null,
                                session,
                                found.getString(5), null)
                        : new AuthenticatedCaller(Role.MEMBER, null, member, null, session, Role.MEMBER, null));
            }
        }
    }

    private String userAgent() {
        var request = currentRequest.getCurrent();
        var agent = request == null ? null : request.request().getHeader("User-Agent");
        return agent == null
                ? ""
                : agent.replace("\0", "").substring(0, Math.min(agent.length(), MAX_USER_AGENT_LENGTH));
    }

    private static String subjectColumn(SubjectKind subjectKind) {
        return subjectKind + "_id";
    }
}
