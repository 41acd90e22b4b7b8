package dev.byline.replica;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.database.ConnectionSettings;
import dev.byline.database.DirectConnections;
import dev.byline.database.JdbcQueries;
import dev.byline.problem.Causes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;

/** Checks which servers are no replica, and when a proof ends; {@code ReplicaFaults} reads from a real replica. */
@QuarkusTest
class ReplicaTest extends ServiceTest {
    private static final String URL = ConfigProvider.getConfig().getValue(ConnectionSettings.JDBC_URL, String.class);

    @Inject
    DirectConnections connections;
    @Inject
    JdbcQueries jdbcQueries;

    private Replica replica;

    @BeforeEach
    void open() throws SQLException {
        replica = replica(URL);
    }

    @AfterEach
    void close() {
        replica.close();
    }

    private static Replica replica(String url) throws SQLException {
        var properties = new Properties();
        properties.putAll(ConnectionSettings.connectionProperties(ConfigProvider.getConfig()));
        return new Replica(url, properties, 2);
    }

    private String reasonAgainst(Replica candidate) {
        var monitor = new ReplicaMonitor(candidate, connections, changeTracker);
        return assertThrows(SQLException.class, monitor::proveUntilFailure).getMessage();
    }

    @Test
    void the_primary_server_is_no_replica() {
        assertThat(reasonAgainst(replica), containsString("not in recovery"));
        assertFalse(replica.isCurrent(0));
    }

    @Test
    void another_database_is_no_replica() throws SQLException {
        try (var other = replica(URL.replaceFirst("(//[^/]+/)[^?]+", "$1template1"))) {
            assertThat(reasonAgainst(other), containsString("must be those of the primary server"));
        }
    }

    @Test
    void another_schema_is_no_replica() throws SQLException {
        try (var other = replica(URL.replaceFirst("currentSchema=\\w+", "currentSchema=pg_catalog"))) {
            assertThat(reasonAgainst(other), containsString("must be those of the primary server"));
        }
    }

    @Test
    void a_proof_ends_with_the_next_change_and_after_a_second() {
        replica.prove(5, System.nanoTime());
        assertTrue(replica.isCurrent(5));
        assertFalse(replica.isCurrent(6));
        replica.prove(6, System.nanoTime() - Replica.MAX_LAG.toNanos());
        assertFalse(replica.isCurrent(6));
        replica.prove(6, System.nanoTime());
        replica.reportFailure(new SQLException("broken"));
        assertFalse(replica.isCurrent(6));
    }

    @Test
    void a_connection_to_another_server_than_the_proven_one_reads_nothing() throws Exception {
        assertThrows(JdbcQueries.ReplicaException.class, () -> readOnReplica("select 1"));
        try (var connection = replica.open()) {
            replica.setServerStart(ReplicaMonitor.readText(connection, ReplicaMonitor.SERVER_START_SQL));
        }
        assertEquals(1, readOnReplica("select 1"));
    }

    @Test
    void a_timeout_on_a_replica_is_not_repeated_on_the_primary_server() throws Exception {
        try (var connection = replica.open()) {
            replica.setServerStart(ReplicaMonitor.readText(connection, ReplicaMonitor.SERVER_START_SQL));
        }
        var timeout = assertThrows(PersistenceException.class,
                () -> readOnReplica("select 1 from pg_sleep(30)"));
        assertFalse(timeout instanceof JdbcQueries.ReplicaException);
        assertTrue(Causes.hasSqlState(timeout, "57014"::equals));
        assertThrows(JdbcQueries.ReplicaException.class, () -> readOnReplica("select 1 from missing"));
    }

    private int readOnReplica(String sql) throws Exception {
        return jdbcQueries.callOnReplica(replica.pool(), () -> jdbcQueries.single(sql, Map.of(), 1, r -> r.getInt(1)));
    }
}
