package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.Eventually;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Tests the packaged service from outside: first start, restart, kill, two services at once, commands, a configured
 * database.
 */
class StartIT {
    @TempDir
    Path directory;

    @Test
    void the_first_start_prints_a_key_once_and_has_something_to_look_at() throws Exception {
        String key;
        try (var first = PackagedService.start(directory, Map.of())) {
            key = first.key();
            assertNotNull(key, first.output());
            assertTrue(first.output().contains(first.url() + "/q/swagger-ui/"), first.output());
            assertEquals(3, first.get("/articles?count=exact").getInt("page.total"));
            assertEquals(200, first.send(key, "GET", "/admin/articles", null).statusCode());

            var second = PackagedService.launch(directory, Map.of());
            assertEquals(1, second.exit());
            assertTrue(second.output().contains("Another Byline uses the data directory " + directory),
                    second.output());
            assertEquals(200, first.send(key, "GET", "/admin/articles", null).statusCode());
            first.send(key, "DELETE", "/admin/articles/two-copies-of-every-article", null);
        }
        try (var again = PackagedService.start(directory, Map.of())) {
            assertNull(again.key(), again.output());
            assertEquals(2, again.get("/articles?count=exact").getInt("page.total"));
            assertEquals(200, again.send(key, "GET", "/admin/articles", null).statusCode());
        }
    }

    @Test
    void the_database_is_safe_against_power_cuts_and_strangers() throws Exception {
        try (var packagedService = PackagedService.start(directory, Map.of("BYLINE_SAMPLE_CONTENT", "false"))) {
            assertEquals(0, packagedService.get("/articles").getList("items").size());
            var port = Files.readAllLines(directory.resolve("postgres-18/postmaster.pid")).get(3).strip();
            var url = "jdbc:postgresql://localhost:" + port + "/byline";
            var password = Files.readString(directory.resolve("postgres.password")).strip();
            try (var connection = DriverManager.getConnection(url, "byline", password);
                    var statement = connection.createStatement()) {
                for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                    var result = statement.executeQuery("show " + setting);
                    result.next();
                    assertEquals("on", result.getString(1), setting);
                }
                var superuser = statement.executeQuery("select rolsuper from pg_roles where rolname = current_user");
                superuser.next();
                assertFalse(superuser.getBoolean(1));
            }
            for (var user : List.of("byline", "postgres")) {
                assertThrows(SQLException.class, () -> DriverManager.getConnection(url, user, "wrong"));
            }
            for (var closed : Map.of("postgres.password", "rw-------", "binaries", "rwx------").entrySet()) {
                assertEquals(closed.getValue(), PosixFilePermissions
                        .toString(Files.getPosixFilePermissions(directory.resolve(closed.getKey()))));
            }
        }
    }

    @Test
    void what_was_acknowledged_survives_a_kill() throws Exception {
        var environment = Map.of("BYLINE_ADMIN_KEY", "a-key-that-only-this-test-has");
        for (int round = 1; round <= 2; round++) {
            var packagedService = PackagedService.start(directory, environment);
            assertNull(packagedService.key());
            assertFalse(packagedService.output().contains("a-key-that-only-this-test-has"));
            var created = packagedService.send("a-key-that-only-this-test-has", "POST", "/admin/tags",
                    "{\"name\": \"T" + round + "\"}");
            assertEquals(201, created.statusCode(), created.body());
            for (int i = 0; i < 20; i++) {
                assertEquals(202,
                        packagedService.view("two-copies-of-every-article", "Reader/" + round + "." + i).statusCode());
            }
            packagedService.process.destroyForcibly().waitFor();
        }
        try (var packagedService = PackagedService.start(directory, environment)) {
            assertEquals(40, packagedService.get("/articles/two-copies-of-every-article").getInt("stats.views"));
            assertEquals(200,
                    packagedService.send("a-key-that-only-this-test-has", "GET", "/admin/tags/t2", null).statusCode());
        }
        try (var packagedService = PackagedService.start(directory,
                Map.of("BYLINE_ADMIN_KEY", "another-key-of-this-very-test"))) {
            assertEquals(401,
                    packagedService.send("a-key-that-only-this-test-has", "GET", "/admin/tags", null).statusCode());
            assertEquals(200,
                    packagedService.send("another-key-of-this-very-test", "GET", "/admin/tags", null).statusCode());
        }
    }

    @Test
    void a_first_start_that_is_killed_half_way_is_made_up_for() throws Exception {
        for (var sign : List.of("binaries/PG-", "postgres-18.new")) {
            var packagedService = PackagedService.launch(directory, Map.of());
            while (!exists(sign)) {
                assertTrue(packagedService.process.isAlive(), packagedService.output());
                Thread.onSpinWait();
            }
            packagedService.process.destroyForcibly().waitFor();
        }
        try (var packagedService = PackagedService.start(directory, Map.of())) {
            assertNotNull(packagedService.key());
            assertEquals(3, packagedService.get("/articles?count=exact").getInt("page.total"));
        }
    }

    private boolean exists(String prefix) throws Exception {
        var parent = directory.resolve(prefix).getParent();
        if (Files.notExists(parent)) {
            return false;
        }
        try (var files = Files.list(parent)) {
            return files.anyMatch(file -> file.toString().startsWith(directory.resolve(prefix).toString()));
        }
    }

    @Test
    void a_command_makes_a_new_key_whether_the_service_runs_or_not() throws Exception {
        String second;
        try (var packagedService = PackagedService.start(directory, Map.of())) {
            var command = PackagedService.launch(directory, Map.of(), "new-key");
            assertEquals(0, command.exit(), command.output());
            second = PackagedService.printedKey(command.output());
            assertNotEquals(packagedService.key(), second);
            assertEquals(401, packagedService.send(packagedService.key(), "GET", "/admin/site", null).statusCode());
            assertEquals(200, packagedService.send(second, "GET", "/admin/site", null).statusCode());
        }
        var editors = PackagedService.launch(directory, Map.of(), "new-key", "editor");
        assertEquals(0, editors.exit(), editors.output());
        assertEquals(2, PackagedService.launch(directory, Map.of(), "new-key", "king").exit());
        var unknown = PackagedService.launch(directory, Map.of(), "new-kee");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.output().startsWith("Unknown command 'new-kee'.\n"), unknown.output());
        try (var packagedService = PackagedService.start(directory, Map.of())) {
            var editor = PackagedService.printedKey(editors.output());
            assertEquals(200, packagedService.send(editor, "GET", "/admin/site", null).statusCode());
            assertEquals(403, packagedService.send(editor, "PATCH", "/admin/site", "{\"title\": \"x\"}").statusCode());
            assertEquals(200, packagedService.send(second, "PATCH", "/admin/site", "{\"title\": \"x\"}").statusCode());
        }
    }

    @Test
    void help_lists_the_commands_and_starts_nothing() throws Exception {
        var overview = PackagedService.launch(directory, Map.of(), "--help");
        assertEquals(0, overview.exit(), overview.output());
        for (var command : List.of("import", "export", "mirror", "backup", "restore", "copy-to", "move-media",
                "migrate", "new-key", "train")) {
            assertTrue(overview.output().contains("\n  " + command + " "), command + " lacks in " + overview.output());
        }
        for (var arguments : List.of(List.of("-h"), List.of("help"), List.of("new-key", "--help"),
                List.of("migrate", "-h"), List.of("train", "--help"))) {
            var same = PackagedService.launch(directory, Map.of(), arguments.toArray(String[]::new));
            assertEquals(0, same.exit(), arguments::toString);
            assertEquals(overview.output(), same.output(), arguments::toString);
        }
        var ofCommand = PackagedService.launch(directory, Map.of(), "import", "--help");
        assertEquals(0, ofCommand.exit(), ofCommand.output());
        assertTrue(ofCommand.output().startsWith("Usage: import "), ofCommand.output());
        assertEquals(0, directory.toFile().list().length);
    }

    @Test
    void a_database_that_is_given_is_used_and_none_is_unpacked() throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var packagedService = PackagedService.start(directory, Map.of("QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "postgres", "QUARKUS_DATASOURCE_PASSWORD", "none"))) {
            // The node sent itself requests before it was ready.
            var metrics = new String(
                    URI.create(packagedService.url() + "/q/metrics").toURL().openStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            for (var path : List.of("/articles/{article}", "/articles/{article}/comments", "/search")) {
                assertTrue(metrics.contains("uri=\"/api/v1" + path + "\""), metrics);
            }
            assertEquals(0, packagedService.get("/articles").getList("items").size());
            assertNotNull(packagedService.key());
            try (var files = Files.list(directory)) {
                assertEquals(0, files.count());
            }
        }
    }

    @Test
    void a_node_that_drains_announces_the_end_of_each_connection() throws Exception {
        try (var service = PackagedService.start(directory, Map.of("QUARKUS_SHUTDOWN_DELAY", "4s"))) {
            assertTrue(service.send(null, "GET", "/articles", null).headers().firstValue("Connection").isEmpty());
            service.process.destroy();
            // Cached, not cached, unknown.
            for (var path : List.of("/articles", "/articles?size=3", "/nothing")) {
                Eventually.that(() -> service.send(null, "GET", path, null).headers().firstValue("Connection")
                        .equals(Optional.of("close")));
            }
        }
    }

    /** Runs the script of the README twice and checks what a reader sees. */
    @Test
    void a_page_of_text_becomes_an_article_once() throws Exception {
        try (var packagedService = PackagedService.start(directory, Map.of("BYLINE_SAMPLE_CONTENT", "false"))) {
            var first = script(packagedService);
            assertTrue(first.contains("created     articles   A tram that learns its own timetable")
                    && first.contains("set         views      8"), first);
            var article = packagedService.get("/articles/a-tram-that-learns-its-own-timetable");
            assertEquals("A tram that learns its own timetable", article.getString("title"));
            assertEquals("2024-03-05T00:00:00Z", article.getString("updatedAt"));
            assertEquals("City Machines", article.getString("categories[0].name"));
            assertEquals("Sasha Lind", article.getString("authors[0].name"));
            assertEquals(3, article.getString("body.html").split("<p>").length - 1);
            assertTrue(article.getString("body.html").contains("waits &amp; listens"), article.getString("body.html"));
            assertEquals(8, article.getInt("stats.views"));
            assertEquals(0, article.getInt("stats.comments"));
            assertEquals(4, packagedService.get("/articles?category=city-machines&count=exact").getInt("page.total"));
            var before = rows(packagedService);
            var second = script(packagedService);
            assertFalse(second.contains("created") || second.contains("set ") || second.contains("updated"), second);
            assertTrue(second.contains("unchanged"), second);
            assertEquals(before, rows(packagedService));

            var comment = packagedService.send(null, "POST", "/articles/a-tram-that-learns-its-own-timetable/comments",
                    "{\"body\": \"On time!\", \"author\": {\"name\": \"Mai\"}}");
            assertEquals(202, comment.statusCode(), comment.body());
            var id = io.restassured.path.json.JsonPath.from(comment.body()).getString("id");
            assertEquals(200, packagedService
                    .send(packagedService.key(), "POST", "/admin/comments/" + id + "/approve", null).statusCode());
            assertEquals(1,
                    packagedService.get("/articles/a-tram-that-learns-its-own-timetable").getInt("stats.comments"));
        }
    }

    @Test
    void the_training_uses_a_database_of_its_own_and_leaves_nothing(@TempDir Path directory) throws Exception {
        var temporary = Files.createDirectory(directory.resolve("temporary"));
        try (var training = PackagedService.launch(directory.resolve("data"),
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary), "train")) {
            assertEquals(0, training.process.waitFor(), training::output);
            assertTrue(training.output().contains("The training is done"), training::output);
        }
        assertFalse(Files.exists(directory.resolve("data")));
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.filter(file -> file.getFileName().toString().startsWith("byline")).toList());
        }
    }

    private static Map<String, Integer> rows(PackagedService packagedService) throws Exception {
        var versions = new TreeMap<String, Integer>();
        var page = io.restassured.path.json.JsonPath
                .from(packagedService.send(packagedService.key(), "GET", "/admin/articles?size=100", null).body());
        List<Map<String, Object>> items = page.getList("items");
        items.forEach(item -> versions.put((String) item.get("id"), (Integer) item.get("version")));
        return versions;
    }

    private static String script(PackagedService packagedService) throws Exception {
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                "target/quarkus-app/lib/main/*", "src/scripts/PublishPage.java", "src/test/resources/page.txt")
                .directory(new File(".")).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("BYLINE_KEY", packagedService.key(), "BYLINE_URL", packagedService.url(),
                        "BYLINE_AUTHOR", "Sasha Lind"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
