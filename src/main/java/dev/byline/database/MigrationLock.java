package dev.byline.database;

import java.util.Map;

import org.flywaydb.core.api.configuration.FluentConfiguration;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;

/**
 * The lock that lets one node migrate at a time. It belongs to a session, not to a transaction as Flyway's default: an
 * index that is built concurrently waits for all open transactions, and would wait for that one in vain.
 */
@Singleton
public class MigrationLock implements FlywayConfigurationCustomizer {
    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
    }
}
