package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Tests the command {@code migrate} of the packaged service, and a service that leaves migrations to it. */
class MigrateIT {
    private static final File WORKING_DIRECTORY = Path.of("target", "test-postgres").toAbsolutePath().toFile();

    @TempDir
    Path directory;

    @Test
    void a_command_migrates_before_a_service_that_does_not() throws Exception {
        try (var postgres = EmbeddedPostgres.builder().setOverrideWorkingDirectory(WORKING_DIRECTORY).start()) {
            var url = postgres.getJdbcUrl("postgres", "postgres");
            var database = Map.of("QUARKUS_DATASOURCE_JDBC_URL", url, "QUARKUS_DATASOURCE_USERNAME", "postgres",
                    "QUARKUS_DATASOURCE_PASSWORD", "none");
            var serviceOnly = new HashMap<>(database);
            serviceOnly.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");

            var tooEarly = PackagedService.launch(directory, serviceOnly);
            assertEquals(1, tooEarly.exit(), tooEarly.output());
            assertEquals(0, count(url, "select count(*) from information_schema.tables where table_schema = 'public'"));

            var first = PackagedService.launch(directory, database, "migrate");
            assertEquals(0, first.exit(), first.output());
            var migrations = migrationFiles();
            assertTrue(first.output().contains("migrations applied: " + migrations + "."), first.output());
            assertEquals(migrations, count(url, "select count(*) from flyway_schema_history where success"));
            assertEquals(0, count(url, "select count(*) from api_key"));

            var second = PackagedService.launch(directory, database, "migrate");
            assertEquals(0, second.exit(), second.output());
            assertTrue(second.output().contains("The database needs no migration."), second.output());

            try (var service = PackagedService.start(directory, serviceOnly)) {
                assertEquals(0, service.get("/articles").getList("items").size());
            }
            // The migrations of the command are those of the service: the service finds nothing to complain about.
            try (var service = PackagedService.start(directory, database)) {
                assertEquals(0, service.get("/articles").getList("items").size());
            }
            assertEquals(migrations, count(url, "select count(*) from flyway_schema_history"));
        }
    }

    @Test
    void the_command_says_why_it_cannot_migrate() throws Exception {
        var embedded = PackagedService.launch(directory, Map.of(), "migrate");
        assertEquals(2, embedded.exit(), embedded.output());
        assertTrue(embedded.output().contains("QUARKUS_DATASOURCE_JDBC_URL"), embedded.output());

        var nowhere = PackagedService.launch(directory,
                Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:1/none"), "migrate");
        assertEquals(1, nowhere.exit(), nowhere.output());
        assertTrue(nowhere.output().contains("The database was not migrated: "), nowhere.output());
    }

    private static int migrationFiles() throws Exception {
        try (var files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            return (int) files.filter(file -> file.toString().endsWith(".sql")).count();
        }
    }

    private static int count(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, "postgres", "none");
                var result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getInt(1);
        }
    }
}
