package dev.byline.backup;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import dev.byline.database.MigrationLock;

/** The schema of a copy: the version of the source, which the migrations of this Byline make in the target. */
final class SchemaVersion {
    private SchemaVersion() {
    }

    /** Finds the version of the source; refuses a source whose migrations this Byline does not have. */
    static MigrationVersion ofSource(DatabaseAddress source) throws RefusedException {
        try {
            var flyway = configure(source).ignoreMigrationPatterns("*:pending").load();
            var current = flyway.info().current();
            if (current == null) {
                throw new RefusedException("The source has no tables: start the service on it once.");
            }
            var validation = flyway.validateWithResult();
            if (!validation.validationSuccessful) {
                throw new RefusedException("The source has a schema (version " + current.getVersion() + ") that this"
                        + " Byline does not know: use the Byline that ran on it last.");
            }
            return current.getVersion();
        } catch (FlywayException e) {
            throw new RefusedException("The source cannot be read: " + RefusedException.firstLine(e), e);
        }
    }

    /** Migrates the target to a version; does nothing if a former attempt has done it. */
    static void migrate(DatabaseAddress target, MigrationVersion version) throws RefusedException {
        try {
            var flyway = configure(target).target(version).load();
            flyway.migrate();
            if (!version.equals(flyway.info().current().getVersion())) {
                throw new RefusedException("The target has another version of the schema than the source (" + version
                        + "): name an empty database.");
            }
        } catch (FlywayException e) {
            throw new RefusedException("The target cannot be migrated: " + RefusedException.firstLine(e), e);
        }
    }

    private static FluentConfiguration configure(DatabaseAddress database) {
        var flyway = Flyway.configure().dataSource(database.jdbcUrl(), database.user(), database.password());
        new MigrationLock().customize(flyway);
        return flyway;
    }
}
