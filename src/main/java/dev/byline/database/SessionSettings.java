package dev.byline.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of every session that the service opens: deadlines, so that no session waits forever, and how reads are
 * planned. {@link LongWork} extends the deadlines for one transaction.
 */
final class SessionSettings {
    /** The deadline of a statement. PostgreSQL cancels the statement before {@link #SOCKET_TIMEOUT} ends. */
    static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(8);
    /** The deadline of the answer to a statement. Later the connection counts as dead, and is closed. */
    static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    /** The time for which a client that is mute within a transaction keeps its locks. */
    private static final Duration IDLE_IN_TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("statement_timeout", millis(STATEMENT_TIMEOUT));
        SETTINGS.put("lock_timeout", millis(LOCK_TIMEOUT));
        SETTINGS.put("idle_in_transaction_session_timeout", millis(IDLE_IN_TRANSACTION_TIMEOUT));
        // PostgreSQL, too, notices that a client does not answer any more (milliseconds, then seconds).
        SETTINGS.put("tcp_user_timeout", "15000");
        SETTINGS.put("tcp_keepalives_idle", "30");
        SETTINGS.put("tcp_keepalives_interval", "5");
        SETTINGS.put("tcp_keepalives_count", "3");
        if (!System.getProperty("os.name").startsWith("Windows")) {
            // Ends the statement of a client that is gone. PostgreSQL for Windows refuses the setting.
            SETTINGS.put("client_connection_check_interval", "5000");
        }
        // Generic plans: planning a read each time costs several times the read itself. Limits and rare values are
        // literals in the SQL, so that their plans still fit.
        SETTINGS.put("plan_cache_mode", "force_generic_plan");
        // Parallel workers and JIT cost more than they save for reads of some rows of an index.
        SETTINGS.put("max_parallel_workers_per_gather", "0");
        SETTINGS.put("jit", "off");
    }

    private SessionSettings() {
    }

    /** Returns the settings as the startup parameter {@code options} of a connection. */
    static String toOptions() {
        return SETTINGS.entrySet().stream().map(s -> "-c " + s.getKey() + "=" + s.getValue())
                .collect(Collectors.joining(" "));
    }

    /**
     * Stores the settings as defaults of the role in this database, for sessions that a pooler opens. Does nothing if
     * they are stored already.
     */
    static void storeInRole(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var stored = "";
            try (var row = statement.executeQuery("""
                    select coalesce(string_agg(setting, ' '), '') from (
                        select unnest(setconfig) as setting from pg_db_role_setting
                        where setrole = current_user::regrole
                          and setdatabase = (select oid from pg_database where datname = current_database())) s""")) {
                row.next();
                stored = " " + row.getString(1) + " ";
            }
            var database = connection.getCatalog().replace("\"", "\"\"");
            for (var setting : SETTINGS.entrySet()) {
                if (!stored.contains(" " + setting.getKey() + "=" + setting.getValue() + " ")) {
                    statement.execute("alter role current_user in database \"" + database + "\" set " + setting.getKey()
                            + " = '" + setting.getValue() + "'");
                }
            }
        }
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
