package dev.byline.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import dev.byline.security.Sha256;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Agreement of the folder of files with the table of files. */
@QuarkusTest
class OrphanSweepTest extends MediaTestBase {
    @Inject
    OrphanSweep sweep;
    @Inject
    MediaCleanup cleanup;
    @Inject
    MediaFolders folders;
    @Inject
    MediaStore store;
    @Inject
    MeterRegistry meters;

    @Test
    void a_file_without_a_medium_is_deleted_after_a_day() throws Exception {
        var used = file("Used");
        text("Used");
        age(used);
        var orphan = write("Nobody's");
        sweep.sweep();
        assertTrue(Files.exists(orphan));
        age(orphan);
        assertEquals(1, sweep.sweep());
        assertTrue(Files.notExists(orphan));
        assertTrue(Files.exists(used));
        assertEquals(0, meters.get("byline.media.missing").gauge().value());
    }

    @Test
    void a_file_that_is_missing_is_counted_and_its_medium_stays() throws Exception {
        text("Lost");
        Files.delete(file("Lost"));
        sweep.sweep();
        assertEquals(1, meters.get("byline.media.missing").gauge().value());
        assertEquals(1, query("select count(*) from media"));
        write("Lost");
        sweep.sweep();
        assertEquals(0, meters.get("byline.media.missing").gauge().value());
    }

    @Test
    void what_is_old_enough_is_deleted_with_its_bytes() throws Exception {
        var id = text("Version one").getString("id");
        bytes(staff().header("If-Match", "*"), "Version two".getBytes(StandardCharsets.UTF_8))
                .put(MEDIA + "/" + id + "/file").then().statusCode(200);
        var trashed = text("In the trash").getString("id");
        trash(trashed).then().statusCode(204);
        cleanup.deleteExpired();
        assertEquals(3, query("select count(*) from media_file"));
        execute("update media_file set replaced_at = replaced_at - interval '31 days'");
        execute("update media set trashed_at = trashed_at - interval '31 days'");
        cleanup.deleteExpired();
        assertEquals(1, query("select count(*) from media_file"));
        for (var content : new String[]{ "Version one", "Version two", "In the trash" }) {
            age(file(content));
        }
        sweep.sweep();
        assertTrue(Files.notExists(file("Version one")));
        assertTrue(Files.notExists(file("In the trash")));
        assertTrue(Files.exists(file("Version two")));
    }

    @Test
    void temporary_files_of_a_killed_node_are_deleted_after_a_day() throws Exception {
        var young = folders.createTemporaryFile(".upload");
        var old = folders.createTemporaryFile(".upload");
        age(old);
        folders.deleteExpired();
        assertTrue(Files.exists(young) && Files.notExists(old));
        Files.delete(young);
    }

    private static void age(Path file) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    }

    private Path write(String content) throws Exception {
        var source = folders.createTemporaryFile(".upload");
        try {
            Files.writeString(source, content);
            store.write(MediaStore.FILES + hash(content), source);
            return file(content);
        } finally {
            Files.delete(source);
        }
    }

    private static Path file(String content) {
        return stored(hash(content));
    }

    private static String hash(String content) {
        return HexFormat.of()
                .formatHex(Sha256.newDigest().digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
