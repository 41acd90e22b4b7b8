package dev.byline.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {
    @TempDir
    Path folder;

    @Test
    void a_file_lies_in_the_folder_of_its_first_digits() throws IOException {
        var store = new FolderStore(folder.resolve("a/new/folder"));
        store.write("files/abcdef", file("content"));
        var stored = folder.resolve("a/new/folder/files/ab/abcdef");
        assertEquals("content", Files.readString(stored));
        assertEquals(stored, store.localFile("files/abcdef").orElseThrow());
        try (var input = store.open("files/abcdef", 3)) {
            assertEquals("tent", new String(input.readAllBytes()));
        }
        assertThrows(NoSuchFileException.class, () -> store.open("files/abcdee", 0));
        store.delete("files/abcdef");
        store.delete("files/abcdef");
        assertTrue(Files.notExists(stored));
    }

    @Test
    void an_existing_file_is_left_as_it_is_and_nothing_temporary_stays() throws IOException {
        var store = new FolderStore(folder);
        store.write("files/abcdef", file("first"));
        store.write("files/abcdef", file("other"));
        assertEquals("first", Files.readString(folder.resolve("files/ab/abcdef")));
        assertThrows(NoSuchFileException.class, () -> store.write("files/abcdee", folder.resolve("nothing")));
        assertEquals(List.of(), Stream.of(folder.resolve("tmp").toFile().list()).toList());
    }

    @Test
    void files_are_listed_by_the_beginning_of_their_keys() throws IOException {
        var store = new FolderStore(folder);
        for (var key : List.of("files/abcd", "files/abce", "files/bcde", "sizes/abcd/640.webp")) {
            store.write(key, file(key));
        }
        assertEquals(Set.of("files/abcd", "files/abce", "files/bcde"), list(store, "files/"));
        assertEquals(Set.of("files/abcd", "files/abce"), list(store, "files/ab"));
        assertEquals(Set.of("files/abce"), list(store, "files/abce"));
        assertEquals(Set.of("files/abcd", "files/abce", "files/bcde"), list(store, MediaStore.FILES));
        assertEquals(Set.of("sizes/abcd/640.webp"), list(store, MediaStore.SIZES));
        assertEquals(Set.of(), list(store, "files/ff"));
        assertEquals(Set.of(), list(new FolderStore(folder.resolve("empty")), MediaStore.FILES));
    }

    @Test
    void a_temporary_file_of_the_folder_is_not_copied_and_any_other_file_is() throws IOException {
        var store = new FolderStore(folder);
        var received = Files.writeString(Files.createDirectories(folder.resolve("tmp")).resolve("a.upload"), "content");
        store.write("files/abcdef", received);
        var stored = folder.resolve("files/ab/abcdef");
        assertTrue(Files.isSameFile(received, stored));
        Files.delete(received);
        assertEquals("content", Files.readString(stored));
        var reused = file("first");
        store.write("files/abcdee", reused);
        Files.writeString(reused, "other");
        assertEquals("first", Files.readString(folder.resolve("files/ab/abcdee")));
    }

    @Test
    void a_key_cannot_leave_the_folder() {
        var store = new FolderStore(folder);
        for (var key : List.of("../abcd", "files/../../abcd", "files/..", "abcd", "files/a", "/etc/passwd")) {
            assertThrows(IllegalArgumentException.class, () -> store.localFile(key), key);
        }
    }

    @Test
    void writers_of_one_key_at_the_same_time_leave_one_complete_file() throws Exception {
        var store = new FolderStore(folder);
        var source = file("x".repeat(1 << 20));
        var pool = Executors.newFixedThreadPool(8);
        try {
            Callable<Void> write = () -> {
                store.write("files/abcdef", source);
                assertEquals(1 << 20, Files.size(folder.resolve("files/ab/abcdef")));
                return null;
            };
            for (var future : pool.invokeAll(Stream.generate(() -> write).limit(32).toList())) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(List.of(), Stream.of(folder.resolve("tmp").toFile().list()).toList());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "source", ""), content);
    }

    private static Set<String> list(FolderStore store, String prefix) throws IOException {
        var keys = new TreeSet<String>();
        store.list(prefix, file -> keys.add(file.key()));
        return keys;
    }
}
