package dev.byline.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * The check, before the service starts, that its sessions have {@link SessionSettings}. A pooler such as PgBouncer
 * rejects or drops them, and in transaction mode loses prepared statements as well; {@code BYLINE_POOLER=true} makes the
 * service work with both modes.
 */
public final class PoolerCheck {
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String ADVICE = "A connection pooler such as PgBouncer stands between Byline and PostgreSQL and"
            + " does not pass on the settings of sessions. Set BYLINE_POOLER=true, and BYLINE_DIRECT_JDBC_URL to a JDBC"
            + " URL that leads to PostgreSQL without the pooler.";

    private PoolerCheck() {
    }

    /**
     * Returns what is wrong with the connections to a configured database; empty if nothing is, or if the database does
     * not answer. With a pooler, stores the settings as defaults of the role.
     *
     * @param setting
     *            reads the configuration
     */
    public static Optional<String> findProblem(Function<String, Optional<String>> setting) {
        var url = setting.apply(ConnectionSettings.JDBC_URL).orElseThrow();
        boolean pooler = ConnectionSettings.hasPooler(setting);
        var properties = new Properties();
        setting.apply(ConnectionSettings.USERNAME).ifPresent(user -> properties.setProperty("user", user));
        setting.apply(ConnectionSettings.PASSWORD).ifPresent(secret -> properties.setProperty("password", secret));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        if (pooler) {
            properties.setProperty("prepareThreshold", "0");
        } else {
            properties.setProperty("options", SessionSettings.toOptions());
        }
        var target = pooler ? ConnectionSettings.directUrl(setting) : url;
        try (var connection = DriverManager.getConnection(target, properties)) {
            if (pooler) {
                SessionSettings.storeInRole(connection);
            }
            // Options in the URL replace those of the service: their author knows what they do.
            return pooler || url.contains("options=") || hasSettings(connection)
                    ? Optional.empty()
                    : Optional.of(ADVICE);
        } catch (SQLException e) {
            return PROTOCOL_VIOLATION.equals(e.getSQLState()) ? Optional.of(ADVICE) : Optional.empty();
        }
    }

    private static boolean hasSettings(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select setting from pg_settings where name = 'statement_timeout'")) {
            row.next();
            return row.getLong(1) == SessionSettings.STATEMENT_TIMEOUT.toMillis();
        }
    }
}
