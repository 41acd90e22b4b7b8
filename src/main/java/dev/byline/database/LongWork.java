package dev.byline.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.hibernate.Session;
import org.jboss.logging.Logger;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;

/**
 * Extends the deadlines of {@link SessionSettings} for one transaction whose statements may take long, such as the
 * removal of a category with many articles.
 */
@Singleton
public class LongWork implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(LongWork.class);
    private static final Duration SOCKET_MARGIN = SessionSettings.SOCKET_TIMEOUT
            .minus(SessionSettings.STATEMENT_TIMEOUT);

    private final Session database;
    /** The timeout that the JDBC URL or {@link SessionSettings} gives every connection, in milliseconds. */
    private volatile int defaultTimeoutMillis;

    LongWork(Session database) {
        this.database = database;
    }

    /** Gives each statement of the current transaction this time, and as much to each wait for a lock. */
    public void allow(Duration limit) {
        database.doWork(connection -> allow(connection, limit));
    }

    /** Gives each statement of the transaction on this connection this time, and as much to each wait for a lock. */
    public static void allow(Connection connection, Duration limit) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) limit.plus(SOCKET_MARGIN).toMillis());
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + limit.toMillis()
                    + "; set local lock_timeout = " + limit.toMillis()
                    + "; set local idle_in_transaction_session_timeout = " + limit.toMillis());
        }
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try {
            defaultTimeoutMillis = connection.getNetworkTimeout();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the extension back: the settings of PostgreSQL end with the transaction, the one of the driver does not. */
    @Override
    public void onConnectionReturn(Connection connection) {
        try {
            if (connection.getNetworkTimeout() != defaultTimeoutMillis) {
                connection.setNetworkTimeout(Runnable::run, defaultTimeoutMillis);
            }
        } catch (SQLException e) {
            // The connection is broken: the pool closes it when it is used next.
            LOG.debug("The timeout of a broken connection cannot be reset", e);
        }
    }
}
