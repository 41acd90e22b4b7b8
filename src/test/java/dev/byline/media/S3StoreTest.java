package dev.byline.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.byline.media.MediaMove.MoveProgress;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/** Media in the bucket of a server that speaks S3, and the moves between bucket and folder. */
class S3StoreTest {
    private static final MoveProgress SILENT = (done, total, files) -> {};
    @TempDir
    static Path serverFolder;
    private static S3Server server;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() throws IOException {
        server = new S3Server(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static byte[] bytes(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String key(byte[] bytes) throws Exception {
        return MediaStore.FILES + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private String write(MediaStore store, byte[] bytes) throws Exception {
        store.write(key(bytes), Files.write(folder.resolve("upload"), bytes));
        return key(bytes);
    }

    private static byte[] read(MediaStore store, String key, long from) throws IOException {
        try (var input = store.open(key, from)) {
            return input.readAllBytes();
        }
    }

    private static TreeSet<String> keys(MediaStore store, String prefix) throws IOException {
        var keys = new TreeSet<String>();
        store.list(prefix, file -> keys.add(file.key() + " " + file.bytes()));
        return keys;
    }

    @Test
    void a_file_is_stored_read_from_any_place_listed_and_deleted() throws Exception {
        try (var store = new S3Store(server.settings("blog/"))) {
            var picture = bytes(1, 1_000_000);
            var key = write(store, picture);
            assertArrayEquals(picture, read(store, key, 0));
            assertArrayEquals(Arrays.copyOfRange(picture, 999_000, 1_000_000), read(store, key, 999_000));
            assertEquals(0, read(store, key, 1_000_000).length);
            try (var input = store.open(key, 0)) {
                assertEquals(picture[0], (byte) input.read());
            }
            assertEquals(List.of(key + " 1000000"), List.copyOf(keys(store, MediaStore.FILES)));
            assertEquals(List.of(), List.copyOf(keys(store, MediaStore.SIZES)));
            assertTrue(store.localFile(key).isEmpty());
            store.delete(key);
            store.delete(key);
            assertThrows(NoSuchFileException.class, () -> store.open(key, 0));
            assertEquals(List.of(), List.copyOf(keys(store, MediaStore.FILES)));
        }
    }

    @Test
    void a_key_that_exists_is_left_as_it_is() throws Exception {
        try (var store = new S3Store(server.settings("kept/"))) {
            var key = write(store, bytes(2, 100));
            store.write(key, Files.write(folder.resolve("other"), bytes(3, 100)));
            assertArrayEquals(bytes(2, 100), read(store, key, 0));
        }
    }

    @Test
    void a_server_that_refuses_or_does_not_answer_is_a_503() throws Exception {
        var key = key(bytes(4, 10));
        try (var store = new S3Store(server.settings("", "wrong"))) {
            assertEquals(ProblemType.UNAVAILABLE,
                    assertThrows(ProblemException.class, () -> store.open(key, 0)).type);
        }
        var stopped = new S3Server(Files.createDirectory(folder.resolve("other")));
        stopped.close();
        try (var store = new S3Store(stopped.settings(""))) {
            var problem = assertThrows(ProblemException.class, () -> write(store, bytes(4, 10)));
            assertEquals(ProblemType.UNAVAILABLE, problem.type);
            assertFalse(problem.getMessage().contains("127.0.0.1"), problem.getMessage());
        }
    }

    @Test
    void all_files_are_moved_to_the_bucket_and_back_and_an_interrupted_move_continues() throws Exception {
        var files = new FolderStore(folder.resolve("media"));
        for (int seed : IntStream.range(10, 30).toArray()) {
            write(files, bytes(seed, seed * 100));
        }
        write(files, new byte[0]);
        var temporary = folder.resolve("temporary");
        try (var bucket = new S3Store(server.settings("moved/"))) {
            var interrupted = new MediaMove(files, bucket, (done, total, count) -> {
                if (done > total / 2) {
                    throw new IllegalStateException("killed");
                }
            });
            assertThrows(IllegalStateException.class, () -> interrupted.run(temporary));
            int before = keys(bucket, MediaStore.FILES).size();
            assertTrue(before > 0 && before < 21, "moved before the kill: " + before);
            var result = new MediaMove(files, bucket, SILENT).run(temporary);
            assertEquals(21 - before, result.copied());
            assertEquals(before, result.present());
            assertEquals(keys(files, MediaStore.FILES), keys(bucket, MediaStore.FILES));
            var back = new FolderStore(folder.resolve("back"));
            assertEquals(21, new MediaMove(bucket, back, SILENT).run(temporary).copied());
            assertEquals(keys(files, MediaStore.FILES), keys(back, MediaStore.FILES));
            for (int seed : IntStream.range(10, 30).toArray()) {
                assertArrayEquals(bytes(seed, seed * 100), read(back, key(bytes(seed, seed * 100)), 0));
            }
        }
    }

    @Test
    void a_damaged_file_is_named_and_not_copied() throws Exception {
        var files = new FolderStore(folder.resolve("media"));
        var good = write(files, bytes(40, 500));
        var damaged = write(files, bytes(41, 500));
        var path = files.localFile(damaged).orElseThrow();
        Files.write(path, bytes(42, 500));
        try (var bucket = new S3Store(server.settings("damaged/"))) {
            var result = new MediaMove(files, bucket, SILENT).run(folder.resolve("temporary"));
            assertEquals(List.of(damaged), result.damaged());
            assertEquals(List.of(good + " 500"), List.copyOf(keys(bucket, MediaStore.FILES)));
        }
    }
}
