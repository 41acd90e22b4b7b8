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
 * Tells all nodes that share a database which content changed, by PostgreSQL's LISTEN and NOTIFY, so that no node
 * serves outdated responses from its cache:
 * <ol>
 * <li>A change by staff is sent within its transaction; PostgreSQL delivers the notification with the commit.</li>
 * <li>A frequent change, caused by a reader, is sent with the next heartbeat after its commit.</li>
 * <li>The node that makes a change marks the change in its own {@link ChangeTracker} after the commit and before the
 *     response to the request.</li>
 * <li>Every node listens and marks the changes of the other nodes. A heartbeat proves that the connection works;
 *     while it is not proven, the cache serves nothing.</li>
 * </ol>
 */
@Singleton
class ChangeNotifier {
    private static final Logger LOG = Logger.getLogger(ChangeNotifier.class);
    private static final String CHANNEL = "byline_changed";
    /** The limit of PostgreSQL is just below 8,000 bytes. */
    private static final int MAX_PAYLOAD_LENGTH = 7_900;
    /** The name that stands for a change of all content. */
    private static final String ALL_NAMES = "*";
    /** The time between two heartbeats, which prove that the connection works. */
    private static final int HEARTBEAT_INTERVAL_MILLIS = 300;
    /** The time for which a heartbeat proves that the connection works; also the network timeout. */
    private static final int HEARTBEAT_TIMEOUT_MILLIS = 1_000;

    private final String nodeId = UUID.randomUUID().toString();
    private final ChangeTracker changeTracker;
    private final Session database;
    private final DataSource connections;
    private final Set<String> pendingNames = ConcurrentHashMap.newKeySet();
    /** A thread of its own, because it waits for notifications on one connection as long as the service runs. */
    private final Thread listener = new Thread(this::runListener, "change-notifier");
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

    /** Returns whether this node receives the notifications of the other nodes. */
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

    /** Marks the change on this node, after the commit and before the response. */
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
                LOG.debug(
                        "The connection for change notifications is lost; until it is back, no cached response is sent",
                        e);
            }
            listening = false;
            pause();
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        // A connection that hangs must fail, so that the listener opens another one.
        connection.setNetworkTimeout(Runnable::run, HEARTBEAT_TIMEOUT_MILLIS);
        try (var listen = connection.prepareStatement("listen " + CHANNEL);
                var heartbeat = connection.prepareStatement("select 1");
                var notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            listen.execute();
            // Notifications that were sent before this node listened are lost.
            changeTracker.markAllChanged();
            while (!stopped) {
                long sentAt = System.nanoTime();
                sendHeartbeat(heartbeat, notify);
                // Apply the notifications that arrived before the heartbeat, then extend the proof.
                applyNotifications(connection.unwrap(PGConnection.class).getNotifications());
                connectedUntil = sentAt + HEARTBEAT_TIMEOUT_MILLIS * 1_000_000L;
                listening = true;
                applyNotifications(connection.unwrap(PGConnection.class).getNotifications(HEARTBEAT_INTERVAL_MILLIS));
            }
            sendHeartbeat(heartbeat, notify);
        } finally {
            listening = false;
            // A connection that listens must not return to the pool.
            connection.abort(Runnable::run);
        }
    }

    /** Sends the pending names, or an empty query if there are none; either proves that the connection works. */
    private void sendHeartbeat(PreparedStatement heartbeat, PreparedStatement notify) throws SQLException {
        var names = List.copyOf(pendingNames);
        if (names.isEmpty()) {
            heartbeat.execute();
            return;
        }
        // Remove the names before they are sent: a name that changes again meanwhile is added again.
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
