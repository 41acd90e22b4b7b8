package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.restassured.path.json.JsonPath;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Runs scheduled publications on several nodes of one database. */
class ScheduledPublicationIT {
    private static final int PLANS = 500;
    private static final String KEY = "a-key-that-only-this-test-has";

    @TempDir
    Path directory;

    @Test
    void five_hundred_plans_run_once_each_on_two_services_of_which_one_is_killed_half_way() throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
            var environment = Map.of("BYLINE_ADMIN_KEY", KEY, "QUARKUS_DATASOURCE_JDBC_URL",
                    postgres.getJdbcUrl("postgres", "postgres"), "QUARKUS_DATASOURCE_USERNAME", "postgres",
                    "QUARKUS_DATASOURCE_PASSWORD", "none");
            var first = PackagedService.start(directory, environment);
            try (var second = PackagedService.start(directory, environment)) {
                plan(first);
                assertEquals(0, published(connection));
                try (var statement = connection.createStatement()) {
                    assertEquals(PLANS, statement.executeUpdate("update article set schedule_at = now()"));
                }
                await(connection, PLANS / 4);
                first.process.destroyForcibly().waitFor();
                long half = published(connection);
                assertTrue(half < PLANS, "It was over before the kill: " + half);
                await(connection, PLANS);
                assertEquals(PLANS, second.get("/articles?count=exact").getInt("page.total"));
                assertEquals(PLANS, one(connection, "select count(distinct entity_id) from audit_entry"
                        + " where action = 'article.publish' and actor = 'system'"));
                assertEquals(PLANS,
                        one(connection, "select count(*) from audit_entry where action = 'article.publish'"));
                assertEquals(0, one(connection, "select count(*) from article where schedule_at is not null"));
                assertEquals(0, one(connection, "select count(*) from article where version <> 3"));
            }
        }
    }

    /** Checks that a node runs schedules that fell due while no node was running. */
    @Test
    void what_fell_due_while_no_service_ran_is_made_up_for() throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
            var environment = Map.of("BYLINE_ADMIN_KEY", KEY, "QUARKUS_DATASOURCE_JDBC_URL",
                    postgres.getJdbcUrl("postgres", "postgres"), "QUARKUS_DATASOURCE_USERNAME", "postgres",
                    "QUARKUS_DATASOURCE_PASSWORD", "none");
            try (var packagedService = PackagedService.start(directory, environment)) {
                packagedService.send(KEY, "POST", "/admin/categories", "{\"name\": \"News\"}");
                plan(packagedService, 1);
            }
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("update article set schedule_at = now() - interval '1 hour'");
            }
            try (var packagedService = PackagedService.start(directory, environment)) {
                await(connection, 1);
                assertEquals(200, packagedService.send(null, "GET", "/articles/plan-1", null).statusCode());
            }
        }
    }

    private static void plan(PackagedService packagedService) throws Exception {
        assertEquals(201, packagedService.send(KEY, "POST", "/admin/categories", "{\"name\": \"News\"}").statusCode());
        for (int i = 1; i <= PLANS; i++) {
            plan(packagedService, i);
        }
    }

    private static void plan(PackagedService packagedService, int number) throws Exception {
        var created = packagedService.send(KEY, "POST", "/admin/articles", "{\"title\": \"Plan " + number
                + "\", \"categories\": [\"news\"], \"body\": {\"format\": \"markdown\", \"source\": \"x\"}}");
        assertEquals(201, created.statusCode(), created.body());
        var planned = packagedService.send(KEY, "POST",
                "/admin/articles/" + JsonPath.from(created.body()).getString("id") + "/publish",
                "{\"at\": \"2100-01-01T00:00:00Z\"}");
        assertEquals(200, planned.statusCode(), planned.body());
    }

    private static long published(Connection connection) throws SQLException {
        return one(connection, "select count(*) from publication");
    }

    private static void await(Connection connection, int count) throws Exception {
        var end = System.nanoTime() + 120_000_000_000L;
        while (published(connection) < count) {
            assertTrue(System.nanoTime() < end, "Only " + published(connection) + " were published");
            Thread.sleep(10);
        }
    }

    private static long one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
