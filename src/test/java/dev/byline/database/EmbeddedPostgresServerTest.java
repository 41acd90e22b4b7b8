package dev.byline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that no other user of the machine can put in another PostgreSQL than the one that Byline brings. */
class EmbeddedPostgresServerTest {
    @TempDir
    Path directory;

    private Path binaries;

    @BeforeEach
    void start() {
        binaries = directory.resolve("binaries");
        EmbeddedPostgresServer.start(directory).close();
    }

    @Test
    void only_the_owner_can_enter_the_directory_of_the_binaries() throws IOException {
        assertEquals("rwx------", permissions());
        var unpacked = unpacked();
        var kept = Files.writeString(unpacked.resolve("kept"), "by a start that trusts the directory");
        EmbeddedPostgresServer.start(directory).close();
        assertTrue(Files.exists(kept));
    }

    @Test
    void binaries_that_others_could_replace_are_unpacked_anew() throws IOException {
        var foreign = Files.writeString(unpacked().resolve("bin/foreign"), "of another user");
        for (var open : new String[]{ "rwxrwxrwx", "rwxrwx---", "rwx----wx" }) {
            Files.writeString(foreign, "of another user");
            Files.setPosixFilePermissions(binaries, PosixFilePermissions.fromString(open));
            EmbeddedPostgresServer.start(directory).close();
            assertFalse(Files.exists(foreign), open);
            assertTrue(Files.isExecutable(foreign.resolveSibling("postgres")), open);
            assertEquals("rwx------", permissions());
        }
    }

    /** The library makes the directory writable for all while it unpacks; without the permission to enter it, in vain. */
    @Test
    void a_start_that_was_killed_after_the_library_opened_the_directory_keeps_the_binaries() throws IOException {
        var kept = Files.writeString(unpacked().resolve("kept"), "others could not enter");
        Files.setPosixFilePermissions(binaries, PosixFilePermissions.fromString("rwx-w--w-"));
        EmbeddedPostgresServer.start(directory).close();
        assertTrue(Files.exists(kept));
        assertEquals("rwx------", permissions());
    }

    private Path unpacked() throws IOException {
        try (var found = Files.list(binaries)) {
            return found.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(binaries));
    }
}
