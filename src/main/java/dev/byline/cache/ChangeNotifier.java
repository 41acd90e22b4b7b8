package dev.byline.cache;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import dev.byline.database.DatabaseClock;
import dev.byline.database.DirectConnections;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
 * <li>Every node listens and marks the changes of the other nodes. Each heartbeat is a notification that the node sends
 *     to itself. PostgreSQL delivers notifications in the order of their commits, so a heartbeat that arrives proves
 *     that all earlier changes have arrived; while no recent heartbeat has, the cache serves nothing.</li>
 * </ol>
 *
 * <p>A connection through a pooler in transaction mode accepts LISTEN and never receives a notification. The heartbeats
 * show that as well: the node then reads every response from the database, and says so once in the log.
 *
 * <p>The metric {@code byline.heartbeat.age} is the number of seconds since the node sent the last heartbeat that has
 * arrived. Above 1 the cache serves nothing.
 */
@Singleton
public class ChangeNotifier {
    private static final Logger LOG = Logger.getLogger(ChangeNotifier.class);
    private static final String CHANNEL = "byline_changed";
    /** The limit of PostgreSQL is just below 8,000 bytes. */
    private static final int MAX_PAYLOAD_LENGTH = 7_900;
    /** The name that stands for a change of all content. */
    private static final String ALL_NAMES = "*";
    /** The first name of a notification of frequent changes; no id and no slug looks like it. */
    private static final String FREQUENT = "~frequent";
    /** The time between two heartbeats. */
    private static final int HEARTBEAT_INTERVAL_MILLIS = 300;
    /** The time for which a heartbeat proves that all changes have arrived; also the network timeout. */
    private static final int HEARTBEAT_TIMEOUT_MILLIS = 1_000;
    /** The heartbeats without an arrival after which the connection counts as deaf. */
    private static final int MAX_LOST_HEARTBEATS = 20;

    private final String nodeId = UUID.randomUUID().toString();
    /** The channel of this node's heartbeats, so that nodes do not wake each other. */
    private final String heartbeatChannel = "byline_heartbeat_" + nodeId.replace("-", "");
    private final ChangeTracker changeTracker;
    private final Session database;
    private final DirectConnections connections;
    private final DatabaseClock clock;
    private final Set<String> pendingNames = ConcurrentHashMap.newKeySet();
    /** A thread of its own, because it waits for notifications on one connection as long as the service runs. */
    private final Thread listener = new Thread(this::runListener, "change-notifier");
    private volatile boolean stopped;
    private volatile long connectedUntil = System.nanoTime();
    private boolean deafnessLogged;

    ChangeNotifier(ChangeTracker changeTracker, Session database, DirectConnections connections,
            DatabaseClock clock, MeterRegistry meters) {
        this.changeTracker = changeTracker;
        this.database = database;
        this.connections = connections;
        this.clock = clock;
        Gauge.builder("byline.heartbeat.age", this, ChangeNotifier::heartbeatAgeSeconds).baseUnit("seconds")
                .register(meters);
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
    public boolean isConnected() {
        return System.nanoTime() - connectedUntil < 0;
    }

    /** Returns the time since this node received notifications; negative while it receives them. */
    Duration timeWithoutNotifications() {
        return Duration.ofNanos(System.nanoTime() - connectedUntil);
    }

    private double heartbeatAgeSeconds() {
        return timeWithoutNotifications().plusMillis(HEARTBEAT_TIMEOUT_MILLIS).toMillis() / 1e3;
    }

    void notifyWithCommit(@Observes ContentChanged contentChanged) {
        if (!contentChanged.frequent()) {
            database.createNativeQuery("select cast(pg_notify(:channel, :payload) as text)", String.class)
                    .setParameter("channel", CHANNEL).setParameter("payload", toPayload(nodeId, contentChanged.names()))
                    .getSingleResult();
        }
    }

    private String toPayload(String prefix, Collection<String> names) {
        var payload = prefix + " " + String.join(" ", names);
        return payload.length() < MAX_PAYLOAD_LENGTH ? payload : nodeId + " " + ALL_NAMES;
    }

    /** Marks the change on this node, after the commit and before the response. */
    void markAfterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) ContentChanged contentChanged) {
        changeTracker.markChanged(contentChanged.names(), contentChanged.frequent());
        if (contentChanged.frequent()) {
            pendingNames.addAll(contentChanged.names());
        }
    }

    private void runListener() {
        while (!stopped) {
            try (var connection = connections.open()) {
                listenOn(connection);
            } catch (SQLException e) {
                LOG.debug(
                        "The connection for change notifications is lost; until it is back, no cached response is sent",
                        e);
            }
            pause();
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        // A connection that hangs must fail, so that the listener opens another one.
        connection.setNetworkTimeout(Runnable::run, HEARTBEAT_TIMEOUT_MILLIS);
        try (var statement = connection.createStatement();
                var heartbeat = connection
                        .prepareStatement("select clock_timestamp() from pg_notify('" + heartbeatChannel + "', ?)");
                var notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            // A notification is lost with the server anyway: its commit need not wait for the disk.
            statement.execute("set synchronous_commit = off");
            statement.execute("listen " + CHANNEL);
            statement.execute("listen " + heartbeatChannel);
            // Notifications that were sent before this node listened are lost.
            changeTracker.markAllChanged();
            for (int lost = 0; !stopped; lost++) {
                sendPendingNames(notify);
                heartbeat.setString(1, String.valueOf(System.nanoTime()));
                clock.synchronize(heartbeat);
                var arrived = connection.unwrap(PGConnection.class);
                if (applyNotifications(arrived.getNotifications())
                        | applyNotifications(arrived.getNotifications(HEARTBEAT_INTERVAL_MILLIS))) {
                    lost = 0;
                } else if (lost == MAX_LOST_HEARTBEATS) {
                    logDeafness();
                }
            }
            sendPendingNames(notify);
        } finally {
            connectedUntil = System.nanoTime();
        }
    }

    private void logDeafness() {
        if (!deafnessLogged) {
            deafnessLogged = true;
            LOG.warn("This node does not receive notifications from PostgreSQL, probably because of a pooler in"
                    + " transaction mode. Responses are correct, but none is cached. Set BYLINE_DIRECT_JDBC_URL to a"
                    + " JDBC URL that leads to PostgreSQL without the pooler");
        }
    }

    private void sendPendingNames(PreparedStatement notify) throws SQLException {
        var names = List.copyOf(pendingNames);
        if (names.isEmpty()) {
            return;
        }
        // Remove the names before they are sent: a name that changes again meanwhile is added again.
        pendingNames.removeAll(names);
        try {
            notify.setString(1, toPayload(nodeId + " " + FREQUENT, names));
            notify.execute();
        } catch (SQLException e) {
            pendingNames.addAll(names);
            throw e;
        }
    }

    /** Marks the changes, and returns whether a heartbeat was among the notifications. */
    private boolean applyNotifications(PGNotification[] notifications) {
        boolean heartbeat = false;
        for (var notification : notifications == null ? new PGNotification[0] : notifications) {
            if (notification.getName().equals(heartbeatChannel)) {
                long sentAt = Long.parseLong(notification.getParameter());
                // Through a pooler, a heartbeat may come back on the session that sent it, and nothing of other nodes.
                if (!connections.leadThroughPooler()) {
                    connectedUntil = sentAt + HEARTBEAT_TIMEOUT_MILLIS * 1_000_000L;
                    heartbeat = true;
                }
                continue;
            }
            var names = List.of(notification.getParameter().split(" "));
            if (names.contains(ALL_NAMES)) {
                changeTracker.markAllChanged();
            } else if (!names.get(0).equals(nodeId)) {
                changeTracker.markChanged(names.subList(1, names.size()), names.contains(FREQUENT));
            }
        }
        return heartbeat;
    }

    private void pause() {
        try {
            Thread.sleep(stopped ? 0 : HEARTBEAT_INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
