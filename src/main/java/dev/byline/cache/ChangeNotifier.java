package dev.byline.cache;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;

/**
 * Tells all nodes of one database what changed (PostgreSQL's NOTIFY, sent with the commit, or of what changes often with
 * the next beat), and hears it from them. What this node changed it knows itself, before the answer to who changed it.
 * While nothing is heard, nothing kept is fresh.
 */
@Singleton
class ChangeNotifier {
    private static final Logger LOG = Logger.getLogger(ChangeNotifier.class);
    private static final String CHANNEL = "byline_changed";
    /** PostgreSQL takes less than 8,000 bytes. */
    private static final int MAX_PAYLOAD_LENGTH = 7_900;
    private static final String ALL_NAMES = "*";
    /** Milliseconds between two proofs that the connection still hears, and how long one lasts. */
    private static final int HEARTBEAT_INTERVAL_MILLIS = 300;
    private static final int HEARTBEAT_TIMEOUT_MILLIS = 1_000;

    private final String nodeId = UUID.randomUUID().toString();
    private final ChangeTracker changeTracker;
    private final Session database;
    private final DataSource connections;
    private final Set<String> pendingNames = ConcurrentHashMap.newKeySet();
    private final Thread listener = new Thread(this::runListener, "announcements");
    private volatile boolean stopped;
    private volatile long connectedUntil;
    private volatile boolean listening;

    ChangeNotifier(ChangeTracker changeTracker, Session database, DataSource connections) {
        this.changeTracker = changeTracker;
        this.database = database;
        this.connections = connections;
    }

    void start(@Observes StartupEvent event) {
        listener.setDaemon(true);
        listener.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        listener.interrupt();
        listener.join(HEARTBEAT_TIMEOUT_MILLIS);
    }

    /** Whether this node hears the others. */
    boolean isConnected() {
        return listening && System.nanoTime() < connectedUntil;
    }

    void notifyWithCommit(@Observes ContentChanged contentChanged) {
        if (!contentChanged.frequent()) {
            database.createNativeQuery("select cast(pg_notify(:channel, :payload) as text)", String.class)
                    .setParameter("channel", CHANNEL).setParameter("payload", toPayload(contentChanged.names()))
                    .getSingleResult();
        }
    }

    private String toPayload(Collection<String> names) {
        var payload = nodeId + " " + String.join(" ", names);
        return payload.length() < MAX_PAYLOAD_LENGTH ? payload : nodeId + " " + ALL_NAMES;
    }

    /** After the commit, before the answer. */
    void markAfterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) ContentChanged contentChanged) {
        changeTracker.markChanged(contentChanged.names());
        if (contentChanged.frequent()) {
            pendingNames.addAll(contentChanged.names());
        }
    }

    private void runListener() {
        while (!stopped) {
            try (var connection = connections.getConnection()) {
                listenOn(connection);
            } catch (SQLException e) {
                LOG.debug("No announcements are heard, nothing is cached meanwhile", e);
            }
            listening = false;
            pause();
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        // A connection that hangs is as bad as none.
        connection.setNetworkTimeout(Runnable::run, HEARTBEAT_TIMEOUT_MILLIS);
        try (var listen = connection.prepareStatement("listen " + CHANNEL);
                var heartbeat = connection.prepareStatement("select 1");
                var notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            listen.execute();
            // Whatever was announced meanwhile was not heard.
            changeTracker.markAllChanged();
            while (!stopped) {
                long sentAt = System.nanoTime();
                sendHeartbeat(heartbeat, notify);
                // Before the next proof: whatever came with this one.
                applyNotifications(connection.unwrap(PGConnection.class).getNotifications());
                connectedUntil = sentAt + HEARTBEAT_TIMEOUT_MILLIS * 1_000_000L;
                listening = true;
                applyNotifications(connection.unwrap(PGConnection.class).getNotifications(HEARTBEAT_INTERVAL_MILLIS));
            }
            sendHeartbeat(heartbeat, notify);
        } finally {
            listening = false;
            // Never back to those who share connections.
            connection.abort(Runnable::run);
        }
    }

    /** Tells what is untold; that, or nothing, proves that the connection works. */
    private void sendHeartbeat(PreparedStatement heartbeat, PreparedStatement notify) throws SQLException {
        var names = List.copyOf(pendingNames);
        if (names.isEmpty()) {
            heartbeat.execute();
            return;
        }
        // First: what changes once more is untold again.
        pendingNames.removeAll(names);
        try {
            notify.setString(1, toPayload(names));
            notify.execute();
        } catch (SQLException e) {
            pendingNames.addAll(names);
            throw e;
        }
    }

    private void applyNotifications(PGNotification[] notifications) {
        if (notifications == null) {
            return;
        }
        for (var notification : notifications) {
            var names = List.of(notification.getParameter().split(" "));
            if (names.contains(ALL_NAMES)) {
                changeTracker.markAllChanged();
            } else if (!names.get(0).equals(nodeId)) {
                changeTracker.markChanged(names.subList(1, names.size()));
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(stopped ? 0 : HEARTBEAT_INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
