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
class Announcements {
    private static final Logger LOG = Logger.getLogger(Announcements.class);
    private static final String CHANNEL = "byline_changed";
    /** PostgreSQL takes less than 8,000 bytes. */
    private static final int MOST_BYTES = 7_900;
    private static final String EVERYTHING = "*";
    /** Milliseconds between two proofs that the connection still hears, and how long one lasts. */
    private static final int BEAT = 300;
    private static final int LASTS = 1_000;

    private final String node = UUID.randomUUID().toString();
    private final Changes changes;
    private final Session database;
    private final DataSource connections;
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    private final Thread listener = new Thread(this::listen, "announcements");
    private volatile boolean stopped;
    private volatile long heardUntil;
    private volatile boolean listening;

    Announcements(Changes changes, Session database, DataSource connections) {
        this.changes = changes;
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
        listener.join(LASTS);
    }

    /** Whether this node hears the others. */
    boolean areHeard() {
        return listening && System.nanoTime() < heardUntil;
    }

    void tell(@Observes Changed changed) {
        if (!changed.often()) {
            database.createNativeQuery("select cast(pg_notify(:channel, :payload) as text)", String.class)
                    .setParameter("channel", CHANNEL).setParameter("payload", payload(changed.names()))
                    .getSingleResult();
        }
    }

    private String payload(Collection<String> names) {
        var payload = node + " " + String.join(" ", names);
        return payload.length() < MOST_BYTES ? payload : node + " " + EVERYTHING;
    }

    /** After the commit, before the answer. */
    void remember(@Observes(during = TransactionPhase.AFTER_SUCCESS) Changed changed) {
        changes.happened(changed.names());
        if (changed.often()) {
            untold.addAll(changed.names());
        }
    }

    private void listen() {
        while (!stopped) {
            try (var connection = connections.getConnection()) {
                hear(connection);
            } catch (SQLException e) {
                LOG.debug("No announcements are heard, nothing is cached meanwhile", e);
            }
            listening = false;
            pause();
        }
    }

    private void hear(Connection connection) throws SQLException {
        // A connection that hangs is as bad as none.
        connection.setNetworkTimeout(Runnable::run, LASTS);
        try (var listen = connection.prepareStatement("listen " + CHANNEL);
                var proof = connection.prepareStatement("select 1");
                var notify = connection.prepareStatement("select pg_notify('" + CHANNEL + "', ?)")) {
            listen.execute();
            // Whatever was announced meanwhile was not heard.
            changes.lost();
            while (!stopped) {
                long asked = System.nanoTime();
                beat(proof, notify);
                // Before the next proof: whatever came with this one.
                take(connection.unwrap(PGConnection.class).getNotifications());
                heardUntil = asked + LASTS * 1_000_000L;
                listening = true;
                take(connection.unwrap(PGConnection.class).getNotifications(BEAT));
            }
            beat(proof, notify);
        } finally {
            listening = false;
            // Never back to those who share connections.
            connection.abort(Runnable::run);
        }
    }

    /** Tells what is untold; that, or nothing, proves that the connection works. */
    private void beat(PreparedStatement proof, PreparedStatement notify) throws SQLException {
        var names = List.copyOf(untold);
        if (names.isEmpty()) {
            proof.execute();
            return;
        }
        // First: what changes once more is untold again.
        untold.removeAll(names);
        try {
            notify.setString(1, payload(names));
            notify.execute();
        } catch (SQLException e) {
            untold.addAll(names);
            throw e;
        }
    }

    private void take(PGNotification[] heard) {
        if (heard == null) {
            return;
        }
        for (var notification : heard) {
            var names = List.of(notification.getParameter().split(" "));
            if (names.contains(EVERYTHING)) {
                changes.lost();
            } else if (!names.get(0).equals(node)) {
                changes.happened(names.subList(1, names.size()));
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(stopped ? 0 : BEAT);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
