package dev.byline.security;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;

import javax.sql.DataSource;

import dev.byline.database.Ids;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The keys of the staff door. A key is 256 random bits behind a recognisable prefix, shown once and stored as its
 * SHA-256: with so much randomness a slow hash would add nothing. Plain JDBC, because the command that makes a key runs
 * without the service.
 */
@ApplicationScoped
public class ApiKeys {
    private static final String PREFIX = "byline_";

    private final DataSource database;

    ApiKeys(DataSource database) {
        this.database = database;
    }

    /** Whose key it is. */
    record Holder(String name, String role) {}

    Optional<Holder> find(String key) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select name, role from api_key where hash = ?")) {
            query.setBytes(1, Sha256.of(key));
            try (var found = query.executeQuery()) {
                return found.next()
                        ? Optional.of(new Holder(found.getString(1), found.getString(2)))
                        : Optional.empty();
            }
        }
    }

    /** Makes a key of a role, in place of the one that the role had: whoever lost a key has locked its finder out. */
    public static String replace(Connection connection, String role) throws SQLException {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        var key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        store(connection, role, role, key);
        return key;
    }

    /** The key that {@code BYLINE_ADMIN_KEY} gives, in place of the one that it gave before. */
    public void configure(String key) throws SQLException {
        try (var connection = database.getConnection()) {
            store(connection, "environment", Role.ADMIN, key);
        }
    }

    /** Makes the first admin key; empty if there is any key already, also when several nodes start at once. */
    public Optional<String> first() throws SQLException {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table api_key in share row exclusive mode");
            try (var any = statement.executeQuery("select 1 from api_key limit 1")) {
                var key = any.next() ? null : replace(connection, Role.ADMIN);
                connection.commit();
                return Optional.ofNullable(key);
            }
        }
    }

    private static void store(Connection connection, String name, String role, String key) throws SQLException {
        try (var change = connection
                .prepareStatement("""
                        insert into api_key (id, name, role, hash, created_at) values (?, ?, ?, ?, now())
                        on conflict (name) do update set hash = excluded.hash, created_at = now()
                        where api_key.hash <> excluded.hash""");
                var audit = connection.prepareStatement("""
                        insert into audit_entry (at, actor, action, entity, entity_id)
                        values (now(), 'system', 'api_key.replace', 'api_key', ?)""")) {
            change.setObject(1, Ids.next());
            change.setString(2, name);
            change.setString(3, role);
            change.setBytes(4, Sha256.of(key));
            if (change.executeUpdate() > 0) {
                audit.setString(1, name);
                audit.executeUpdate();
            }
        }
    }
}
