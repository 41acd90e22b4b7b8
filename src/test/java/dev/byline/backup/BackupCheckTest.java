package dev.byline.backup;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.database.EmbeddedPostgresServer;

/** Checks that the check of a backup finds each kind of damage that its hashes cannot show. */
class BackupCheckTest {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private Path restored;
    private String table;

    @BeforeEach
    void restore() throws Exception {
        var data = directory.resolve("data");
        var file = Files.createFile(directory.resolve("backup.zip"));
        try (var server = EmbeddedPostgresServer.start(data);
                var superuser = DriverManager.getConnection(server.jdbcUrl(), EmbeddedPostgresServer.SUPERUSER,
                        server.password());
                var statement = superuser.createStatement();
                var backup = new BackupWriter(file)) {
            statement.execute("create table t as select i, repeat('x', 100) as filler from generate_series(1, 9999) i;"
                    + " create index on t (i)");
            try (var path = statement.executeQuery("select pg_relation_filepath('t')")) {
                path.next();
                table = path.getString(1);
            }
            new ClusterBackup(superuser, data, backup).write();
            backup.addFile(EmbeddedPostgresServer.PASSWORD_FILE, server.password());
            backup.finish();
        }
        restored = directory.resolve("restored");
        new BackupFile(file).restore(restored, true);
    }

    @Test
    void a_sound_backup_passes_and_leaves_nothing() throws Exception {
        try (var check = new BackupCheck(restored, RECOVERY_TIMEOUT)) {
            assertTrue(check.run().endsWith("are sound"));
        }
        assertTrue(Files.notExists(restored));
    }

    @Test
    void a_missing_end_of_the_log_is_found() throws Exception {
        try (var files = Files.list(EmbeddedPostgresServer.clusterDirectory(restored).resolve("pg_wal"))) {
            var last = files.filter(Files::isRegularFile).sorted().reduce((a, b) -> b).orElseThrow();
            Files.delete(last);
        }
        try (var check = new BackupCheck(restored, RECOVERY_TIMEOUT)) {
            var refused = assertThrows(RefusedException.class, () -> check.run());
            assertTrue(refused.getMessage().contains("could not locate required"), refused.getMessage());
        }
    }

    @Test
    void a_damaged_page_is_found() throws Exception {
        var file = EmbeddedPostgresServer.clusterDirectory(restored).resolve(table);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[]{ 1, 2, 3, 4, 5, 6, 7, 8 }), 8192 + 4000);
        }
        try (var check = new BackupCheck(restored, RECOVERY_TIMEOUT)) {
            assertTrue(assertThrows(SQLException.class, () -> check.run()).getMessage().contains("invalid page"));
        }
    }
}
