package dev.byline.database;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Checks that the service goes by the time of the database, not by the one of its machine. */
@QuarkusTest
class DatabaseClockTest extends ServiceTest {
    @Inject
    DirectConnections connections;

    @Test
    void the_time_is_the_one_of_the_database() throws SQLException {
        var clock = new DatabaseClock(connections, new SimpleMeterRegistry());
        assertClose(Instant.now(), clock);
        try (var connection = database.getConnection()) {
            try (var anHourAgo = connection.prepareStatement("select clock_timestamp() - interval '1 hour'")) {
                clock.synchronize(anHourAgo);
            }
            assertClose(Instant.now().minus(Duration.ofHours(1)), clock);
            try (var now = connection.prepareStatement("select clock_timestamp()")) {
                clock.synchronize(now);
            }
        }
        assertClose(Instant.now(), clock);
    }

    private static void assertClose(Instant expected, DatabaseClock clock) {
        var difference = Duration.between(expected, clock.instant());
        assertTrue(difference.abs().compareTo(Duration.ofMinutes(1)) < 0, "off by " + difference);
    }
}
