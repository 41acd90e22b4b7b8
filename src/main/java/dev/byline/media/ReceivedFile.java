package dev.byline.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.byline.problem.ProblemException;

/**
 * A file that was received completely, in a temporary file that is deleted when this object is closed.
 *
 * @param hash
 *            the SHA-256 of the file
 * @param filename
 *            the name that the client gave; may be null
 * @param type
 *            the media type that the client gave; may be null
 * @param fields
 *            the other fields of the form
 */
record ReceivedFile(Path path, byte[] hash, long bytes, String filename, String type, Map<String, String> fields)
        implements
            AutoCloseable {
    /** Returns the hash in hexadecimal digits. */
    String hexHash() {
        return HexFormat.of().formatHex(hash);
    }

    /** Returns the name that the client gave, in the form; empty if there is none. */
    String nameOrEmpty() {
        var name = fields.getOrDefault("filename", filename);
        return name == null ? "" : name;
    }

    /** Throws a 422 if the form describes the medium, where only its file can be replaced. */
    void requireNoDescription() {
        for (var field : List.of("alt", "caption", "credit")) {
            if (fields.containsKey(field)) {
                throw ProblemException.invalid("/" + field,
                        "must be absent: the file is replaced, and the description stays. PATCH the medium to change it");
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
