package dev.byline.replica;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;

/** A replica with its pool of connections, and the latest proof that it is current. */
final class Replica implements AgroalPoolInterceptor, AutoCloseable {
    /** The age at which a proof ends. Counters, which nothing announces, are not older than this. */
    static final Duration MAX_LAG = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(Replica.class);
    private static final Pattern HOST = Pattern.compile("//([^/?]+)");
    private static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration VALIDATION_INTERVAL = Duration.ofSeconds(1);
    private static final int VALIDATION_TIMEOUT_SECONDS = 1;
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);
    private static final Duration REAP_TIMEOUT = Duration.ofMinutes(1);

    private final String url;
    private final Properties properties;
    private final String name;
    private final AgroalDataSource pool;
    /** Null while the replica is left out. */
    private volatile Proof proof;
    private volatile String serverStart = "";
    private boolean leftOut;

    /**
     * The replica has replayed all changes that were marked up to a logical time, and everything else that the primary
     * server had committed at a moment of {@link System#nanoTime()}.
     */
    private record Proof(long logicalTime, long provenNanos) {}

    /**
     * Creates the replica without a connection to it.
     *
     * @param properties
     *            the properties of each connection; parameters in the URL override them
     */
    Replica(String url, Properties properties, int maxConnections) throws SQLException {
        this.url = url;
        this.properties = properties;
        var host = HOST.matcher(url);
        this.name = host.find() ? host.group(1) : "replica";
        this.pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(settings -> settings.maxSize(maxConnections)
                        .acquisitionTimeout(ACQUISITION_TIMEOUT).maxLifetime(MAX_LIFETIME).reapTimeout(REAP_TIMEOUT)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        // As in the pools of application.properties, which say what this mends.
                        .connectionValidator(
                                ConnectionValidator.defaultValidatorWithTimeout(VALIDATION_TIMEOUT_SECONDS))
                        .validationTimeout(VALIDATION_INTERVAL)
                        .connectionFactoryConfiguration(factory -> configure(factory, url, properties))));
        pool.setPoolInterceptors(List.of(this));
    }

    /** Gives the factory the URL and the properties; Agroal takes user and password in another way. */
    private static AgroalConnectionFactoryConfigurationSupplier configure(
            AgroalConnectionFactoryConfigurationSupplier factory, String url, Properties properties) {
        properties.stringPropertyNames().forEach(key -> {
            var value = properties.getProperty(key);
            switch (key) {
                case "user" -> factory.principal(new NamePrincipal(value));
                case "password" -> factory.credential(new SimplePassword(value));
                default -> factory.jdbcProperty(key, value);
            }
        });
        return factory.jdbcUrl(url);
    }

    /** Returns the host and port. */
    String name() {
        return name;
    }

    DataSource pool() {
        return pool;
    }

    /** Opens a connection outside the pool, which the caller closes. */
    Connection open() throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    /** Returns whether the replica has replayed all changes up to the logical time, and lags by a second at most. */
    boolean isCurrent(long logicalTime) {
        var latest = proof;
        return latest != null && latest.logicalTime >= logicalTime
                && System.nanoTime() - latest.provenNanos < MAX_LAG.toNanos();
    }

    /** Returns the seconds since the moment whose state the replica certainly has; not a number without a proof. */
    double lagSeconds() {
        var latest = proof;
        return latest == null ? Double.NaN : (System.nanoTime() - latest.provenNanos) / 1e9;
    }

    /** Records a proof, after which reads may go to the replica. */
    void prove(long logicalTime, long provenNanos) {
        proof = new Proof(logicalTime, provenNanos);
        if (leftOut) {
            leftOut = false;
            LOG.infof("Reads go to the replica %s again", name);
        }
    }

    /** Leaves the replica out until the next proof. */
    void leaveOut(String reason) {
        proof = null;
        if (!leftOut) {
            leftOut = true;
            LOG.warnf("Reads go to the primary server, and not to the replica %s, for now: %s", name, reason);
        }
    }

    /** Leaves the replica out after a read has failed; the monitor finds out whether the server is well. */
    void reportFailure(Exception failure) {
        proof = null;
        LOG.debugf(failure, "A read on the replica %s failed and is repeated on the primary server", name);
    }

    /** Closes the connections of the pool, so that reads that wait for a mute server fail at once. */
    void closeConnections() {
        pool.flush(FlushMode.ALL);
    }

    /** Notes which server the monitor has proven. */
    void setServerStart(String start) {
        serverStart = start;
    }

    /** Closes a connection that leads to another server than the proven one, as a balancing proxy may do. */
    @Override
    public void onConnectionCreate(Connection connection) {
        try {
            if (!serverStart.equals(ReplicaMonitor.readText(connection, ReplicaMonitor.SERVER_START_SQL))) {
                LOG.warnf("%s leads to several servers; name each of them in BYLINE_REPLICA_JDBC_URL", name);
                ((Connection) connection.unwrap(PGConnection.class)).close();
            }
        } catch (SQLException e) {
            // The connection is broken: its first statement fails.
            LOG.debugf(e, "A new connection to the replica %s is broken", name);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
