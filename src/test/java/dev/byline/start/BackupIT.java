package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.database.EmbeddedDatabase;
import dev.byline.database.EmbeddedPostgresServer;
import dev.byline.security.Sha256;
import io.restassured.path.json.JsonPath;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** Tests the commands backup, restore and copy-to of the packaged service, there and back. */
class BackupIT {
    private static final String KEY = "a-key-that-only-this-test-has";
    private static final Map<String, String> ENVIRONMENT = Map.of("BYLINE_ADMIN_KEY", KEY);
    private static final int WRITERS = 4;
    private static final int VIEWS = 8;
    private static final String ARTICLE = "two-copies-of-every-article";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void a_backup_while_writers_write_has_everything_that_was_acknowledged_before() throws Exception {
        var data = directory.resolve("data");
        var file = directory.resolve("backup.zip");
        var restored = directory.resolve("restored");
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<String> before;
        try (var service = PackagedService.start(data, ENVIRONMENT)) {
            var writing = new AtomicBoolean(true);
            var writers = new ArrayList<Thread>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(new Thread(() -> {
                    for (int n = 0; writing.get(); n++) {
                        write(service, "tag " + writer + " " + n, acknowledged, failures);
                    }
                }));
            }
            writers.forEach(Thread::start);
            while (acknowledged.size() < 20 && failures.isEmpty()) {
                Thread.onSpinWait();
            }
            before = List.copyOf(acknowledged);
            run(0, "is complete", data, Map.of(), "backup", file.toString());
            int during = acknowledged.size() - before.size();
            writing.set(false);
            for (var writer : writers) {
                writer.join();
            }
            assertEquals(List.of(), List.copyOf(failures));
            assertTrue(during > 0, "Nothing was written during the backup");
        }
        assertEquals("rw-------", PosixFilePermissions
                .toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(directory)) {
            assertEquals(List.of("backup.zip", "data"), files.map(f -> f.getFileName().toString()).sorted().toList());
        }

        run(0, "is restored", data, Map.of(), "restore", file.toString(), restored.toString());
        try (var service = PackagedService.start(restored, ENVIRONMENT); var database = connect(restored)) {
            assertEquals(3, service.get("/articles?count=exact").getInt("page.total"));
            var tags = texts(database, "select name from tag");
            assertTrue(tags.containsAll(before), () -> "lost: " + before + " of " + tags);
            // A tag and its entry in the audit log are one transaction.
            assertEquals(List.of("0"), texts(database, "select count(*) from tag where name like 'tag %' and id::text"
                    + " not in (select entity_id from audit_entry where action = 'tag.create')"));
            assertEquals(List.of("0"), texts(database, "select count(*) from audit_entry where action = 'tag.create'"
                    + " and entity_id not in (select id::text from tag)"));
            assertTrue(tags.size() > before.size());
            assertEquals(201, service.send(KEY, "POST", "/admin/tags", "{\"name\": \"After\"}").statusCode());
        }
        // There and back: a backup of what was restored, without a service, restores the same.
        var again = directory.resolve("again.zip");
        var there = rows(restored);
        // Rates are unlogged: a recovery empties them.
        there.remove("rate_use");
        run(0, "is complete", restored, Map.of(), "backup", again.toString());
        run(0, "is restored", data, Map.of(), "restore", again.toString(), directory.resolve("back").toString());
        var back = rows(directory.resolve("back"));
        assertTrue(back.remove("rate_use").startsWith("0 "));
        assertEquals(there, back);
    }

    private static void write(PackagedService service, String name, Queue<String> acknowledged,
            Queue<String> failures) {
        try {
            var response = service.send(KEY, "POST", "/admin/tags", "{\"name\": \"" + name + "\"}");
            (response.statusCode() == 201 ? acknowledged : failures).add(
                    response.statusCode() == 201 ? name : response.body());
        } catch (IOException | InterruptedException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void what_is_no_backup_is_refused_in_a_sentence_and_leaves_nothing() throws Exception {
        var data = directory.resolve("data");
        run(1, "There is no database in " + data, data, Map.of(), "backup", directory.resolve("b.zip").toString());
        EmbeddedDatabase.open(data).close();
        run(1, "outside of " + data.resolve("postgres-18"), data, Map.of(), "backup",
                data.resolve("postgres-18/base/b.zip").toString());
        run(1, "back it up with pg_dump", data, Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost/x"),
                "backup", directory.resolve("b.zip").toString());
        var file = directory.resolve("b.zip");
        run(0, "is complete", data, Map.of(), "backup", file.toString());

        var target = directory.resolve("target");
        run(1, "is not empty", data, Map.of(), "restore", file.toString(), data.toString());
        run(1, "does not exist", data, Map.of(), "restore", directory.resolve("none.zip").toString(),
                target.toString());
        var bytes = Files.readAllBytes(file);
        var bad = directory.resolve("bad.zip");
        Files.write(bad, Arrays.copyOf(bytes, bytes.length / 2));
        run(1, "it is no complete ZIP file", data, Map.of(), "restore", bad.toString(), target.toString());
        Files.writeString(bad, "Not a backup.");
        run(1, "it is no complete ZIP file", data, Map.of(), "restore", bad.toString(), target.toString());
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(bad, bytes);
        run(1, "is damaged", data, Map.of(), "restore", bad.toString(), target.toString());
        rewrite(file, bad, Map.of("byline-backup.sha256", ""));
        run(1, "is no backup of Byline", data, Map.of(), "restore", bad.toString(), target.toString());
        rewrite(file, bad, Map.of("postgres-18/PG_VERSION", "17\n"));
        run(1, "postgres-18/PG_VERSION has another hash", data, Map.of(), "restore", bad.toString(),
                target.toString());
        rewrite(file, bad, Map.of("postgres-18/global/pg_control", ""));
        run(1, "postgres-18/global/pg_control is missing", data, Map.of(), "restore", bad.toString(),
                target.toString());
        rewrite(file, bad, Map.of("../outside", "x"));
        run(1, "a file outside of its directory", data, Map.of(), "restore", bad.toString(), target.toString());
        assertFalse(Files.exists(directory.resolve("outside")));
        try (var files = Files.list(target)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void a_backup_has_the_files_of_media_and_names_those_that_are_missing() throws Exception {
        var data = directory.resolve("data");
        var file = directory.resolve("backup.zip");
        String first;
        String lost;
        try (var service = PackagedService.start(data, ENVIRONMENT)) {
            first = upload(service, "first.txt", "The first file.");
            lost = upload(service, "lost.txt", "The lost file.");
            run(0, "Files of media: 2.", data, Map.of(), "backup", file.toString());
        }
        var hash = HexFormat.of().formatHex(Sha256.of("The lost file."));
        try (var zip = new ZipFile(file.toFile())) {
            assertTrue(zip.getEntry("media/files/" + hash.substring(0, 2) + "/" + hash) != null);
            assertEquals(0, zip.stream().filter(entry -> entry.getName().startsWith("media/sizes")).count());
        }

        var restored = directory.resolve("restored");
        run(0, "Files of media: 2, in " + restored.resolve("media"), data, Map.of(), "restore", file.toString(),
                restored.toString());
        try (var service = PackagedService.start(restored, ENVIRONMENT)) {
            assertEquals("The first file.", download(service, first).body());
            assertEquals("The lost file.", download(service, lost).body());
            assertEquals(200, upload(service, "again.txt", "The first file.", 200).statusCode());
        }

        // A file that is missing or damaged is named, and costs no other content.
        var stored = restored.resolve("media/files");
        Files.delete(stored.resolve(hash.substring(0, 2)).resolve(hash));
        run(0, "lacks files of media; set BYLINE_MEDIA_DIR if they are elsewhere:\n  " + hash, restored, Map.of(),
                "backup", file.toString());
        var other = HexFormat.of().formatHex(Sha256.of("The first file."));
        Files.writeString(stored.resolve(other.substring(0, 2)).resolve(other), "The first FILE.");
        run(0, "are damaged, and are copied as they are:\n  " + other, restored, Map.of(), "backup", file.toString());
        run(0, "Files of media: 1, in ", data, Map.of("BYLINE_MEDIA_DIR", "elsewhere"), "restore", file.toString(),
                directory.resolve("again").toString());
        rewrite(file, directory.resolve("bad.zip"),
                Map.of("media/files/" + other.substring(0, 2) + "/" + other, "Not the file."));
        run(1, other + " has another hash", data, Map.of(), "restore", directory.resolve("bad.zip").toString(),
                directory.resolve("never").toString());
    }

    @Test
    void a_backup_says_that_files_of_media_are_in_a_bucket_or_left_out() throws Exception {
        var data = directory.resolve("data");
        var file = directory.resolve("backup.zip");
        try (var service = PackagedService.start(data, ENVIRONMENT)) {
            upload(service, "first.txt", "The first file.");
        }
        for (var reason : Map.of("they are in the bucket blog-media, which needs a backup of its own.",
                List.of("backup", file.toString()), "they were left out with --without-media.",
                List.of("backup", "--without-media", file.toString())).entrySet()) {
            var settings = reason.getKey().contains("bucket")
                    ? Map.of("BYLINE_MEDIA_S3_BUCKET", "blog-media")
                    : Map.<String, String>of();
            run(0, reason.getKey(), data, settings, reason.getValue().toArray(String[]::new));
            var restored = directory.resolve("restored" + reason.getValue().size());
            run(0, reason.getKey(), data, Map.of(), "restore", file.toString(), restored.toString());
            assertFalse(Files.exists(restored.resolve("media")));
        }
    }

    private static String upload(PackagedService service, String name, String content) throws Exception {
        return JsonPath.from(upload(service, name, content, 201).body()).getString("url");
    }

    private static HttpResponse<String> upload(PackagedService service, String name, String content, int status)
            throws Exception {
        var response = HTTP.send(HttpRequest.newBuilder(
                URI.create(service.url() + "/api/v1/admin/media?filename=" + name))
                .header("Authorization", "Bearer " + KEY).header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(content)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(status, response.statusCode(), response.body());
        return response;
    }

    private static HttpResponse<String> download(PackagedService service, String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(service.url() + URI.create(url).getPath())).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Copies a backup with other content of some entries, which are left out if it is empty. */
    private static void rewrite(Path file, Path changed, Map<String, String> contents) throws IOException {
        try (var zip = new ZipFile(file.toFile()); var out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (var content : contents.entrySet()) {
                if (!content.getValue().isEmpty()) {
                    out.putNextEntry(new ZipEntry(content.getKey()));
                    out.write(content.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            for (var entries = zip.entries(); entries.hasMoreElements();) {
                var entry = entries.nextElement();
                if (!contents.containsKey(entry.getName())) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    zip.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    @Test
    void a_copy_to_another_server_and_back_has_equal_rows_in_every_table() throws Exception {
        var data = directory.resolve("data");
        fill(data);
        var before = rows(data);
        assertTrue(List.of("comment", "comment_like", "listing", "ranking", "article_counter", "audit_entry", "member",
                "rate_use")
                .stream().allMatch(table -> !before.get(table).startsWith("0 ")), before::toString);
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target", "test-postgres").toAbsolutePath().toFile()).start();
                var admin = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"));
                var statement = admin.createStatement()) {
            statement.execute("create role mine login password 'secret'");
            statement.execute("create database mine owner mine");
            statement.execute("create database other owner mine");
            var url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/mine";
            var other = "jdbc:postgresql://localhost:" + postgres.getPort() + "/other";
            var target = Map.of("BYLINE_TARGET_USERNAME", "mine", "BYLINE_TARGET_PASSWORD", "secret");
            var source = Map.of("QUARKUS_DATASOURCE_JDBC_URL", url, "QUARKUS_DATASOURCE_USERNAME", "mine",
                    "QUARKUS_DATASOURCE_PASSWORD", "secret");

            try (var mine = DriverManager.getConnection(other, "mine", "secret"); var sql = mine.createStatement()) {
                sql.execute("create table foreign_to_byline (id int)");
                run(1, "has tables of another program", data, target, "copy-to", other);
                sql.execute("drop table foreign_to_byline");
                // A row that the target refuses after other tables are copied: nothing stays, and the next copy succeeds.
                change(data, "alter table comment drop constraint comment_depth; update comment set depth = 9");
                run(1, "comment_depth", data, target, "copy-to", other);
                assertEquals(List.of("0"), texts(mine, "select count(*) from article_identity"));
                change(data, "update comment set depth = case when parent_id is null then 1 else 2 end");
            }
            run(0, "Everything is copied", data, target, "copy-to", url);
            run(1, "The target is not empty", data, target, "copy-to", url);
            try (var mine = DriverManager.getConnection(url, "mine", "secret")) {
                assertEquals(before, rows(mine));
                assertEquals(List.of(), texts(mine, "select tgname from pg_trigger where tgenabled = 'D'"));
                // The next ids follow the copied ones.
                assertEquals("t", texts(mine, "select nextval(pg_get_serial_sequence('audit_entry', 'id')) >"
                        + " max(id) from audit_entry").get(0));
            }
            try (var service = PackagedService.start(directory.resolve("unused"), with(source, ENVIRONMENT))) {
                assertEquals(VIEWS, service.get("/articles/" + ARTICLE).getInt("stats.views"));
                assertEquals(2, service.get("/articles/" + ARTICLE).getInt("stats.comments"));
                assertEquals(201, service.send(KEY, "POST", "/admin/tags", "{\"name\": \"There\"}").statusCode());
                // A source in use is copied as it was when the copy began.
                run(0, "The source is in use", directory.resolve("unused"), with(source, target), "copy-to", other);
            }
            Map<String, String> there;
            try (var mine = DriverManager.getConnection(url, "mine", "secret")) {
                there = rows(mine);
            }
            var back = directory.resolve("back");
            run(0, "Everything is copied", directory.resolve("unused"), source, "copy-to", back.toString());
            assertEquals(there, rows(back));
            try (var mine = DriverManager.getConnection(url, "mine", "secret"); var sql = mine.createStatement()) {
                sql.execute("insert into flyway_schema_history select 9999, '9999', 'later', 'SQL', 'V9999__later.sql',"
                        + " 1, installed_by, now(), 1, true from flyway_schema_history limit 1");
                run(1, "that this Byline does not know", directory.resolve("unused"), source, "copy-to",
                        directory.resolve("never").toString());
            }
        }
    }

    /** Fills a data directory by requests: articles, views, comments with a reply and likes, members. */
    private static void fill(Path data) throws Exception {
        try (var service = PackagedService.start(data, with(ENVIRONMENT, Map.of("BYLINE_RATE_LIMITS", "off")));
                var database = connect(data)) {
            for (int i = 0; i < VIEWS; i++) {
                assertEquals(202, service.view(ARTICLE, "Reader/" + i).statusCode());
            }
            var path = "/articles/" + ARTICLE + "/comments";
            String parent = null;
            for (var text : List.of("One\\ttab, \\\\N and \\\"quotes\\\"", "Two")) {
                var comment = service.send(null, "POST", path, "{\"body\": \"" + text + "\", \"author\": {\"name\":"
                        + " \"Đỗ\", \"email\": \"mai@example.com\"}"
                        + (parent == null ? "" : ", \"parentId\": \"" + parent + "\"") + "}");
                assertEquals(202, comment.statusCode(), comment.body());
                parent = JsonPath.from(comment.body()).getString("id");
                assertEquals(200,
                        service.send(KEY, "POST", "/admin/comments/" + parent + "/approve", null).statusCode());
            }
            try (var statement = database.createStatement()) {
                statement.execute("insert into member (id, name, email, email_norm, created_at, version)"
                        + " values (gen_random_uuid(), 'An', 'an@example.com', 'an@example.com', now(), 1)");
                statement.execute("select take_rate('x', array[5], array[60])");
                statement.execute("insert into comment_like select c.id, m.id, now() from comment c, member m");
            }
        }
    }

    private static void change(Path data, String sql) throws Exception {
        try (var database = EmbeddedDatabase.open(data);
                var connection = DriverManager.getConnection(database.jdbcUrl(), "byline", database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> rows(Path data) throws Exception {
        try (var database = EmbeddedDatabase.open(data);
                var connection = DriverManager.getConnection(database.jdbcUrl(), "byline", database.password())) {
            return rows(connection);
        }
    }

    /** Reads the number of rows and a hash of all rows of each table, and the values of sequences. */
    private static Map<String, String> rows(Connection connection) throws SQLException {
        var rows = new TreeMap<String, String>();
        for (var table : texts(connection, "select relname from pg_class where relkind = 'r' and relname <>"
                + " 'flyway_schema_history' and relnamespace = 'public'::regnamespace")) {
            rows.put(table, texts(connection, "select count(*) || ' ' || coalesce(md5(string_agg(r::text, '|' order by"
                    + " r::text collate \"C\")), '') from " + table + " r").get(0));
        }
        for (var sequence : texts(connection, "select relname from pg_class where relkind = 'S'")) {
            rows.put(sequence, texts(connection, "select last_value || ' ' || is_called from " + sequence).get(0));
        }
        return rows;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static Connection connect(Path data) throws IOException, SQLException {
        var running = EmbeddedPostgresServer.findRunning(data).orElseThrow();
        return DriverManager.getConnection(running.jdbcUrl(), "byline", running.password());
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        var all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }

    private static void run(int exit, String sentence, Path data, Map<String, String> environment,
            String... arguments) throws Exception {
        var command = PackagedService.launch(data, environment, arguments);
        assertEquals(exit, command.exit(), command.output());
        assertTrue(command.output().contains(sentence), command.output());
    }
}
