package dev.byline.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.runtime.StartupEvent;

/** Temporary files that a killed node has left. */
class MediaFoldersTest {
    @TempDir
    Path folder;

    @Test
    void a_start_deletes_what_only_an_earlier_process_can_own() throws IOException {
        var alone = new MediaFolders(Optional.empty(), folder, true);
        leave(alone);
        alone.deleteLeftovers(new StartupEvent());
        assertEquals(Set.of("new.upload", "old.part"), names(folder.resolve("media")));
    }

    @Test
    void a_start_deletes_nothing_that_another_node_may_own() throws IOException {
        for (var shared : Set.of(new MediaFolders(Optional.of(folder.resolve("media")), folder, true),
                new MediaFolders(Optional.empty(), folder, false))) {
            leave(shared);
            shared.deleteLeftovers(new StartupEvent());
            assertEquals(Set.of("new.upload", "old.upload", "old.part"), names(folder.resolve("media")));
            shared.deleteExpired();
            assertEquals(Set.of("new.upload"), names(folder.resolve("media")));
        }
    }

    private void leave(MediaFolders folders) throws IOException {
        var temporary = folders.createTemporaryFile(".upload").getParent();
        var old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(Files.writeString(temporary.resolve("old.upload"), "x"), old);
        Files.setLastModifiedTime(Files.writeString(temporary.resolve("old.part"), "x"), old);
    }

    /** Returns the names of the temporary files; those of new ones are random. */
    private static Set<String> names(Path media) throws IOException {
        try (var files = Files.list(media.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.startsWith("old") ? name : "new.upload").collect(Collectors.toSet());
        }
    }
}
