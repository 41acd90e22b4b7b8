package dev.byline.security;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import dev.byline.database.Ids;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds and creates API keys of the admin API. A key is shown once and stored as its SHA-256. The class uses plain
 * JDBC, because the command {@code new-key} runs without the service.
 */
@ApplicationScoped
public class ApiKeyStore {
    /** The prefix of every key that Byline generates. */
    public static final String KEY_PREFIX = "byline_";
    /** The name of the admin key that {@code BYLINE_ADMIN_KEY} sets. */
    static final String ENVIRONMENT_KEY_NAME = "environment";
    private static final Duration LAST_USED_UPDATE_INTERVAL = Duration.ofMinutes(1);
    private static final int HINT_LENGTH = 4;

    private final DataSource database;
    private final Clock clock;

    ApiKeyStore(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Finds the owner of a valid key; empty if the key is unknown or expired, or if its account is not active. A former
     * secret stays valid for its grace period. The time of the last use is stored at most once a minute.
     */
    Optional<AuthenticatedCaller> findCaller(String key) throws SQLException {
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        try (var connection = database.getConnection(); var query = connection.prepareStatement("""
                select k.id, k.name, coalesce(k.role, a.role), k.account_id, k.scopes, k.last_used_at
                from api_key k left join account a on a.id = k.account_id
                where (k.hash = ? or k.former_hash = ? and k.former_until > ?)
                    and (k.expires_at is null or k.expires_at > ?) and coalesce(a.active, true)""")) {
            var hash = Sha256.of(key);
            query.setBytes(1, hash);
            query.setBytes(2, hash);
            query.setObject(3, now);
            query.setObject(4, now);
            try (var found = query.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                var used = found.getObject(6, OffsetDateTime.class);
                if (used == null || used.isBefore(now.minus(LAST_USED_UPDATE_INTERVAL))) {
                    updateLastUsed(connection, found.getObject(1, UUID.class), now);
                }
                return Optional.of(toCaller(found));
            }
        }
    }

    private static AuthenticatedCaller toCaller(ResultSet found) throws SQLException {
        var scopes = found.getArray(5);
        return new AuthenticatedCaller(found.getString(2), found.getObject(4, UUID.class), null,
                found.getObject(1, UUID.class), null,
                found.getString(3), scopes == null ? null : Set.of((String[]) scopes.getArray()));
    }

    private static void updateLastUsed(Connection connection, UUID key, OffsetDateTime now) throws SQLException {
        try (var change = connection.prepareStatement("update api_key set last_used_at = ? where id = ?")) {
            change.setObject(1, now);
            change.setObject(2, key);
            change.executeUpdate();
        }
    }

    /** Returns an ellipsis and the last four characters of a key, by which its owner tells it from others. */
    public static String hint(String key) {
        return "…" + key.substring(key.length() - HINT_LENGTH);
    }

    /**
     * Creates the key of a role and replaces the former key of the role, which stops working: if a key was lost, its
     * finder cannot use it.
     */
    public static String replaceRoleKey(Connection connection, String role) throws SQLException {
        var key = SecretGenerator.generate(KEY_PREFIX);
        upsert(connection, role, role, key, hint(key));
        return key;
    }

    /** Stores the admin key that {@code BYLINE_ADMIN_KEY} sets; it replaces the key that the variable set before. */
    public void storeConfiguredKey(String key) throws SQLException {
        try (var connection = database.getConnection()) {
            upsert(connection, ENVIRONMENT_KEY_NAME, Role.ADMIN, key, null);
        }
    }

    /**
     * Creates the first admin key; empty if any key exists. The table is locked, so that several nodes that start at
     * the same time create one key only.
     */
    public Optional<String> createFirstKey() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table api_key in share row exclusive mode");
            try (var existing = statement.executeQuery("select 1 from api_key limit 1")) {
                var key = existing.next() ? null : replaceRoleKey(connection, Role.ADMIN);
                connection.commit();
                return Optional.ofNullable(key);
            }
        }
    }

    private static void upsert(Connection connection, String name, String role, String key, String hint)
            throws SQLException {
        try (var change = connection.prepareStatement("""
                insert into api_key (id, name, role, hash, hint, created_at) values (?, ?, ?, ?, ?, now())
                on conflict (name) where account_id is null do update set hash = excluded.hash, hint = excluded.hint,
                    role = excluded.role, version = api_key.version + 1, created_at = now(), scopes = null,
                    expires_at = null, last_used_at = null, former_hash = null, former_until = null
                where api_key.hash <> excluded.hash""");
                var audit = connection.prepareStatement("""
                        insert into audit_entry (at, actor, action, entity, entity_id)
                        values (now(), 'system', 'api_key.replace', 'api_key', ?)""")) {
            change.setObject(1, Ids.next());
            change.setString(2, name);
            change.setString(3, role);
            change.setBytes(4, Sha256.of(key));
            change.setString(5, hint);
            if (change.executeUpdate() > 0) {
                audit.setString(1, name);
                audit.executeUpdate();
            }
        }
    }
}
