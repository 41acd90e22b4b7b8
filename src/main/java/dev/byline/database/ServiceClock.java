package dev.byline.database;

import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Produces the clock of the service: UTC in milliseconds, so that responses contain the same times as the database. */
class ServiceClock {
    @Produces
    @ApplicationScoped
    Clock clock(DatabaseClock database) {
        return Clock.tick(database, Duration.ofMillis(1));
    }
}
