package dev.byline.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** Checks that code takes the prefixes of paths from {@link Paths}. */
class PathsTest {
    /** The class itself, and an example in the contract of a package below web. */
    private static final Set<String> EXCEPTIONS = Set.of("Paths.java", "Problem.java");

    @Test
    void no_text_begins_with_the_prefix_of_an_api() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var wrong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !EXCEPTIONS.contains(file.getFileName().toString()))
                    .filter(file -> read(file).contains('"' + Paths.PUBLIC_API)).toList();
            assertEquals(List.of(), wrong, "Use the constants of Paths");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
