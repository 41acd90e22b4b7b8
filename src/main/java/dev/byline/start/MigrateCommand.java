package dev.byline.start;

import java.util.Optional;
import java.util.function.Function;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import dev.byline.database.ConnectionSettings;
import dev.byline.database.MigrationLock;

/**
 * The command {@code migrate}: applies the migrations that the start of the service would apply, and ends. Flyway runs
 * without the service, so that no background job of the new release works before the new release is rolled out.
 */
final class MigrateCommand {
    private static final int USAGE_EXIT_CODE = 2;

    private MigrateCommand() {
    }

    static int run(Function<String, Optional<String>> setting) {
        if (setting.apply(ConnectionSettings.JDBC_URL).isEmpty()) {
            System.err.println("The start of the service migrates the embedded database. "
                    + "Set QUARKUS_DATASOURCE_JDBC_URL to migrate a database of yours.");
            return USAGE_EXIT_CODE;
        }
        var flyway = Flyway.configure(MigrateCommand.class.getClassLoader())
                .dataSource(ConnectionSettings.directUrl(setting),
                        setting.apply("quarkus.datasource.username").orElse(null),
                        setting.apply("quarkus.datasource.password").orElse(null));
        new MigrationLock().customize(flyway);
        // The service reads the same two settings of Flyway.
        setting.apply("quarkus.flyway.init-sql").ifPresent(flyway::initSql);
        setting.apply("quarkus.flyway.ignore-migration-patterns").ifPresent(flyway::ignoreMigrationPatterns);
        try {
            var result = flyway.load().migrate();
            System.out.println(result.migrationsExecuted == 0
                    ? "The database needs no migration."
                    : "The database is at version " + result.targetSchemaVersion + "; migrations applied: "
                            + result.migrationsExecuted + ".");
            return 0;
        } catch (FlywayException e) {
            System.err.println("The database was not migrated: " + e.getMessage());
            return 1;
        }
    }
}
