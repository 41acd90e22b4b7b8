package dev.byline.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/**
 * The time of PostgreSQL, so that all nodes agree when a schedule is due or a token has expired. The time is the one of
 * this machine plus the difference, which each heartbeat of the change notifications measures. The metric
 * {@code byline.clock.drift} is the difference in seconds.
 */
@Singleton
@Typed(DatabaseClock.class)
public class DatabaseClock extends Clock {
    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    /** Smaller differences are noise of the measurement. */
    private static final Duration TOLERANCE = Duration.ofMillis(50);
    private static final Duration MAX_QUIET_DRIFT = Duration.ofSeconds(2);

    private final DirectConnections connections;
    private final Clock machine = Clock.systemUTC();
    private volatile Duration difference = Duration.ZERO;

    DatabaseClock(DirectConnections connections, MeterRegistry meters) {
        this.connections = connections;
        meters.gauge("byline.clock.drift", this, clock -> clock.difference.toMillis() / 1000.0);
    }

    /** Measures before any other code asks for the time. */
    void start(@Observes @Priority(1) StartupEvent event) {
        try (var connection = connections.open();
                var statement = connection.prepareStatement("select clock_timestamp()")) {
            synchronize(statement);
        } catch (SQLException e) {
            LOG.warnf("The time of the database cannot be read yet (%s); the time of this machine is used",
                    e.getMessage());
        }
    }

    /** Runs a statement that returns the time of the database in its first column, and measures the difference. */
    public void synchronize(PreparedStatement statement) throws SQLException {
        var sentAt = machine.instant();
        try (var row = statement.executeQuery()) {
            row.next();
            var database = row.getObject(1, OffsetDateTime.class).toInstant();
            var roundTrip = Duration.between(sentAt, machine.instant());
            var measured = Duration.between(sentAt.plus(roundTrip.dividedBy(2)), database);
            if (measured.minus(difference).abs().compareTo(TOLERANCE.plus(roundTrip)) > 0) {
                if (measured.abs().compareTo(MAX_QUIET_DRIFT) > 0) {
                    LOG.warnf("The clock of this machine differs from the one of the database by %d seconds; the one of"
                            + " the database is used. Synchronize the clock of this machine", -measured.toSeconds());
                }
                difference = measured;
            }
        }
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(difference);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Times are in UTC");
    }
}
