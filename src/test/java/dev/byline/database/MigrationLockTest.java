package dev.byline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Runs migrations with the settings of the service, in a schema of their own. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MigrationLockTest {
    private static final String SCHEMA = "byline_test_migration_lock";

    @Inject
    Flyway flyway;
    @Inject
    DataSource database;
    @TempDir
    Path migrations;

    @AfterEach
    void dropSchema() throws Exception {
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
        }
    }

    @Test
    void a_migration_builds_an_index_concurrently() throws Exception {
        write("V1__note.sql", "create table note (text text);");
        write("V2__index_of_note.sql", """
                set lock_timeout = 0;
                drop index concurrently if exists note_text;
                create index concurrently note_text on note (text);
                set lock_timeout = '3s';
                """);
        write("V2__index_of_note.sql.conf", "executeInTransaction=false");
        assertEquals(2, configuration().load().migrate().migrationsExecuted);
    }

    @Test
    void a_migration_has_no_deadline_but_that_of_locks() throws Exception {
        write("V1__setting.sql", """
                create table setting as select name, setting from pg_settings
                where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout');
                """);
        configuration().load().migrate();
        try (var connection = database.getConnection();
                var settings = connection.createStatement()
                        .executeQuery("select string_agg(name || ' ' || setting, ', ' order by name) from " + SCHEMA
                                + ".setting")) {
            settings.next();
            assertEquals("idle_in_transaction_session_timeout 0, lock_timeout 3000, statement_timeout 0",
                    settings.getString(1));
        }
    }

    private FluentConfiguration configuration() {
        // The scanner of the platform finds only the migrations of the service.
        return Flyway.configure().configuration(flyway.getConfiguration()).resourceProvider(null)
                .locations("filesystem:" + migrations).schemas(SCHEMA).defaultSchema(SCHEMA);
    }

    private void write(String file, String content) throws Exception {
        Files.writeString(migrations.resolve(file), content);
    }
}
