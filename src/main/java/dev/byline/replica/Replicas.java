package dev.byline.replica;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

import org.eclipse.microprofile.config.ConfigProvider;

import dev.byline.cache.ChangeNotifier;
import dev.byline.cache.ChangeTracker;
import dev.byline.database.ConnectionSettings;
import dev.byline.database.DirectConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The replicas that {@code BYLINE_REPLICA_JDBC_URL} names. Each has the metrics {@code byline.replica.lag}, in seconds,
 * and {@code byline.replica.usable}, 1 while it has all changes and 0 otherwise.
 */
@Singleton
class Replicas {
    static final String URL_KEY = "byline.replica-jdbc-url";
    private static final String POOL_SIZE_KEY = "quarkus.datasource.jdbc.max-size";
    /** URLs are separated by commas; a comma within a URL separates hosts. */
    private static final String URL_SEPARATOR = "\\s*,\\s*(?=jdbc:)";

    private final DirectConnections connections;
    private final ChangeTracker changeTracker;
    private final ChangeNotifier changeNotifier;
    private final MeterRegistry meters;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<ReplicaMonitor> monitors = new ArrayList<>();

    Replicas(DirectConnections connections, ChangeTracker changeTracker, ChangeNotifier changeNotifier,
            MeterRegistry meters) {
        this.connections = connections;
        this.changeTracker = changeTracker;
        this.changeNotifier = changeNotifier;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) throws SQLException {
        var config = ConfigProvider.getConfig();
        var urls = config.getOptionalValue(URL_KEY, String.class).filter(value -> !value.isBlank());
        if (urls.isEmpty()) {
            return;
        }
        var properties = new Properties();
        properties.putAll(ConnectionSettings.connectionProperties(config));
        for (var url : urls.get().strip().split(URL_SEPARATOR)) {
            add(new Replica(url, properties, config.getValue(POOL_SIZE_KEY, Integer.class)));
        }
    }

    private void add(Replica replica) {
        var tags = Tags.of("replica", replica.name());
        meters.gauge("byline.replica.lag", tags, replica, Replica::lagSeconds);
        meters.gauge("byline.replica.usable", tags, replica, r -> isUsable(r) ? 1 : 0);
        var monitor = new ReplicaMonitor(replica, connections, changeTracker);
        // A thread of its own, because it polls as long as the service runs, and waits for a server that is mute.
        var thread = new Thread(monitor, "replica-monitor-" + replica.name());
        thread.setDaemon(true);
        thread.start();
        monitors.add(monitor);
        replicas.add(replica);
    }

    void stop(@Observes ShutdownEvent event) {
        monitors.forEach(ReplicaMonitor::stop);
        replicas.forEach(Replica::close);
    }

    /** Returns a replica that has every change that this node knows, any of several; empty if there is none. */
    Optional<Replica> choose() {
        if (replicas.isEmpty()) {
            return Optional.empty();
        }
        var usable = replicas.stream().filter(this::isUsable).toList();
        return usable.isEmpty()
                ? Optional.empty()
                : Optional.of(usable.get(ThreadLocalRandom.current().nextInt(usable.size())));
    }

    /** A node that does not hear the changes of other nodes cannot know which changes a replica must have. */
    private boolean isUsable(Replica replica) {
        return changeNotifier.isConnected() && replica.isCurrent(changeTracker.currentTime());
    }
}
