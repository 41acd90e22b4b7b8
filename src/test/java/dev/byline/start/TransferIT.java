package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Imports with the packaged service: its commands, and a node that is killed during an import. */
class TransferIT {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final int ARTICLES = 5_000;
    /** The number of articles at the beginning of the file between which comments stand. */
    private static final int COMMENTED_ARTICLES = 600;
    private static final String TIME = "\"2020-01-01T00:00:00Z\"";

    @TempDir
    Path directory;

    @Test
    void an_import_that_is_killed_half_way_is_finished_by_the_next_node_as_if_nothing_had_been() throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
            try (var statement = connection.createStatement()) {
                statement.execute("create database undisturbed");
            }
            var file = file();
            var url = postgres.getJdbcUrl("postgres", "postgres");
            var killed = PackagedService.start(directory, environment(url));
            var job = upload(killed, file);
            // By then articles are written on two connections.
            await(connection, "select items from import_job", COMMENTED_ARTICLES + 300);
            killed.process.destroyForcibly().waitFor();
            long half = one(connection, "select items from import_job");
            assertTrue(half < ARTICLES, "It was over before the kill: " + half);
            // What the job counts is what is there, and the items behind it are those of one more transaction at most.
            assertEquals(half, one(connection, "select count(*) from import_item where number <= " + half)
                    + one(connection, "select count(*) from import_waiting where number <= " + half));
            assertEquals(one(connection, "select created + updated + unchanged from import_job"),
                    one(connection, "select count(*) from import_item"));
            String disturbed;
            try (var second = PackagedService.start(directory, environment(url))) {
                awaitDone(connection);
                assertEquals(0, one(connection, "select failed + skipped + conflict from import_job"), job);
                assertEquals(ARTICLES, one(connection, "select count(*) from publication"));
                assertEquals(ARTICLES, one(connection, "select count(*) from article_revision"));
                disturbed = export(second);
            }
            var other = postgres.getJdbcUrl("postgres", "undisturbed");
            try (var packagedService = PackagedService.start(directory, environment(other));
                    var there = DriverManager.getConnection(other)) {
                upload(packagedService, file);
                awaitDone(there);
                assertEquals(export(packagedService), disturbed);
            }
        }
    }

    @Test
    void the_commands_carry_a_site_from_one_byline_to_another() throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var packagedService = PackagedService.start(directory,
                        environment(postgres.getJdbcUrl("postgres", "postgres")))) {
            var good = Files.writeString(directory.resolve("good.ndjson"),
                    "{\"externalId\":\"1\",\"article\":{\"title\":\"One\"}}\n");
            var bad = Files.writeString(directory.resolve("bad.ndjson"), "{\"externalId\":\"2\",\"article\":{}}\n");
            var client = Map.of("BYLINE_KEY", KEY, "BYLINE_URL", packagedService.url());
            var imported = PackagedService.launch(directory, client, "import", good.toString());
            assertEquals(0, imported.exit(), imported.output());
            assertTrue(imported.output().contains("done (byline from byline): 1 created"), imported.output());
            var noted = PackagedService.launch(directory, client, "import", good.toString(), "--source", "noted",
                    "--category", "Uncategorized", "--dry-run");
            assertEquals(0, noted.exit(), noted.output());
            assertTrue(noted.output().contains("1 with notes"), noted.output());
            assertTrue(noted.output().contains("1: was put into the category 'Uncategorized', because it names no"),
                    noted.output());
            var failed = PackagedService.launch(directory, client, "import", bad.toString(), "--source", "other");
            assertEquals(1, failed.exit(), failed.output());
            assertTrue(failed.output().contains("failed line 1: /article/title"), failed.output());
            var export = directory.resolve("export.ndjson");
            assertEquals(0, PackagedService.launch(directory, client, "export", "-o", export.toString()).exit());
            assertTrue(Files.readString(export).contains("\"title\": \"One\""), Files.readString(export));
            assertEquals(1,
                    PackagedService.launch(directory, Map.of("BYLINE_URL", packagedService.url()), "export").exit(),
                    "No key");
            assertEquals(2, PackagedService.launch(directory, client, "import", "--no-such-option").exit());
            assertNull(PackagedService.printedKey(imported.output()));
        }
    }

    private static Map<String, String> environment(String url) {
        return Map.of("BYLINE_ADMIN_KEY", KEY, "QUARKUS_DATASOURCE_JDBC_URL", url, "QUARKUS_DATASOURCE_USERNAME",
                "postgres", "QUARKUS_DATASOURCE_PASSWORD", "none");
    }

    /** Creates the file. Comments stand before the articles that they belong to, so that some of them wait. */
    private static String file() {
        var lines = new StringBuilder("{\"externalId\":\"news\",\"category\":{\"name\":\"News\",\"slug\":\"news\"},"
                + "\"createdAt\":" + TIME + ",\"id\":\"01936f5e-8c1a-7c3e-9b1a-000000000000\"}\n");
        for (int i = 1; i <= ARTICLES; i++) {
            var id = "01936f5e-8c1a-7c3e-9b1a-%012d".formatted(i);
            if (i % 50 == 0 && i <= COMMENTED_ARTICLES) {
                lines.append("{\"externalId\":\"c%1$d\",\"id\":\"01936f5e-8c1a-7c3e-9b1b-%2$012d\",\"createdAt\":%3$s,"
                        .formatted(i, i, TIME)).append("\"comment\":{\"article\":\"")
                        .append(Math.min(ARTICLES, i + 300)).append("\",\"name\":\"Mai\",\"body\":\"Hello\"}}\n");
            }
            lines.append("{\"externalId\":\"" + i + "\",\"id\":\"" + id + "\",\"createdAt\":" + TIME + ",\"savedAt\":"
                    + TIME
                    + ",\"state\":\"live\",\"article\":{\"title\":\"Article " + i + "\",\"categories\":[\"news\"],"
                    + "\"publishedAt\":" + TIME + ",\"body\":{\"format\":\"markdown\",\"source\":\"Text " + i
                    + ".\"}}}\n");
        }
        return lines.toString();
    }

    private static String upload(PackagedService packagedService, String file) throws Exception {
        var answer = packagedService.send(KEY, "POST", "/admin/imports?ids=keep&format=byline", file);
        assertEquals(202, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static String export(PackagedService packagedService) throws Exception {
        return packagedService.send(KEY, "GET", "/admin/exports?types=category,article,comment", null).body();
    }

    private static void awaitDone(Connection connection) throws Exception {
        await(connection, "select count(*) from import_job where state = 'done'", 1);
    }

    private static void await(Connection connection, String sql, long count) throws Exception {
        var end = System.nanoTime() + 120_000_000_000L;
        while (one(connection, sql) < count) {
            assertTrue(System.nanoTime() < end, "Still " + one(connection, sql) + ": " + sql);
            Thread.sleep(20);
        }
    }

    private static long one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
