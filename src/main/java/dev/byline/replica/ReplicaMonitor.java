package dev.byline.replica;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import dev.byline.cache.ChangeTracker;
import dev.byline.database.DirectConnections;

/**
 * Proves again and again that a replica has everything that this node must show:
 * <ol>
 * <li>Notes the logical time of {@link ChangeTracker}. A change is marked there after its commit, so all changes up to
 *     this time are committed.</li>
 * <li>Asks the primary server for the position in its write-ahead log. The position is behind all of these
 *     commits.</li>
 * <li>Waits until the replica has replayed the log up to this position.</li>
 * <li>From then on reads may go to the replica, until a further change is marked, and for {@link Replica#MAX_LAG} after
 *     step 2 at most.</li>
 * </ol>
 *
 * <p>Both servers must have the same identity: system identifier, timeline, database, and id of a table. A replica
 * reports a new timeline some time after a failover, at its next restart point.
 */
final class ReplicaMonitor implements Runnable {
    /** The start of a server, in microseconds, by which servers behind one address differ. */
    static final String SERVER_START_SQL = "select pg_postmaster_start_time()::text";
    private static final String PRIMARY_IDENTITY_SQL = """
            select concat_ws(' ', system_identifier, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
                current_database(), to_regclass('publication')::oid)
            from pg_control_system()""";
    private static final String REPLICA_IDENTITY_SQL = """
            select concat_ws(' ', s.system_identifier,
                lpad(upper(to_hex(greatest(c.timeline_id, r.min_recovery_end_timeline))), 8, '0'),
                current_database(), to_regclass('publication')::oid)
            from pg_control_system() s, pg_control_checkpoint() c, pg_control_recovery() r""";
    private static final String PRIMARY_POSITION_SQL = "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn";
    private static final String REPLAYED_POSITION_SQL = """
            select pg_last_wal_replay_lsn() - '0/0'::pg_lsn where pg_is_in_recovery()""";

    /** The time after which a connection counts as dead. */
    private static final int NETWORK_TIMEOUT_MILLIS = 1_000;
    /** The time between two proofs while nothing changes. */
    private static final int PROOF_INTERVAL_MILLIS = 200;
    /** The time after which a change is noticed. */
    private static final int CHANGE_POLL_MILLIS = 10;
    private static final int REPLAY_POLL_MILLIS = 5;
    /** The time between two polls of a replica that lags, for instance because its replay is paused. */
    private static final int LAGGING_POLL_MILLIS = 100;
    private static final int RECONNECT_INTERVAL_MILLIS = 500;

    private final Replica replica;
    private final DirectConnections connections;
    private final ChangeTracker changeTracker;
    private volatile boolean stopped;

    ReplicaMonitor(Replica replica, DirectConnections connections, ChangeTracker changeTracker) {
        this.replica = replica;
        this.connections = connections;
        this.changeTracker = changeTracker;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                proveUntilFailure();
            } catch (SQLException | RuntimeException e) {
                // A failure of any kind must not end the thread, because no other one proves this replica.
                replica.leaveOut(e.getMessage());
            }
            pause(RECONNECT_INTERVAL_MILLIS);
        }
    }

    /** Connects to both servers, and proves again and again until this fails or the monitor is stopped. */
    void proveUntilFailure() throws SQLException {
        try (var primaryServer = connections.open(); var replicaServer = replica.open()) {
            primaryServer.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
            replicaServer.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
            checkIdentity(primaryServer, replicaServer);
            replica.setServerStart(readText(replicaServer, SERVER_START_SQL));
            prove(primaryServer, replicaServer);
        }
    }

    private static void checkIdentity(Connection primaryServer, Connection replicaServer) throws SQLException {
        var expected = readText(primaryServer, PRIMARY_IDENTITY_SQL);
        var found = readText(replicaServer, REPLICA_IDENTITY_SQL);
        if (!expected.equals(found)) {
            throw new SQLException("its server, timeline, database and table are '" + found
                    + "', and must be those of the primary server, '" + expected + "'");
        }
    }

    private void prove(Connection primaryServer, Connection replicaServer) throws SQLException {
        try (var position = primaryServer.prepareStatement(PRIMARY_POSITION_SQL);
                var replayed = replicaServer.prepareStatement(REPLAYED_POSITION_SQL)) {
            while (!stopped) {
                long logicalTime = changeTracker.currentTime();
                long askedNanos = System.nanoTime();
                awaitReplay(replayed, readPosition(position), askedNanos);
                replica.prove(logicalTime, askedNanos);
                for (int waited = 0; waited < PROOF_INTERVAL_MILLIS && changeTracker.currentTime() == logicalTime
                        && !stopped; waited += CHANGE_POLL_MILLIS) {
                    pause(CHANGE_POLL_MILLIS);
                }
            }
        }
    }

    private void awaitReplay(PreparedStatement replayed, long position, long askedNanos) throws SQLException {
        try {
            while (readPosition(replayed) < position && !stopped) {
                boolean lagging = System.nanoTime() - askedNanos > Replica.MAX_LAG.toNanos();
                if (lagging) {
                    replica.leaveOut("it lags by more than a second");
                }
                pause(lagging ? LAGGING_POLL_MILLIS : REPLAY_POLL_MILLIS);
            }
        } catch (SQLException e) {
            replica.closeConnections();
            throw e;
        }
    }

    private static long readPosition(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("it is not in recovery: it is no replica, or has taken over as primary server");
            }
            return row.getLong(1);
        }
    }

    /** Reads the text of a statement that has one row. */
    static String readText(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void pause(int millis) {
        try {
            Thread.sleep(stopped ? 0 : millis);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
