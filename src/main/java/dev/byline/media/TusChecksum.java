package dev.byline.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/** The checksum of a piece, in the header {@code Upload-Checksum} of tus. */
record TusChecksum(String algorithm, byte[] expected) {
    static final String HEADER = "Upload-Checksum";
    /** The names of the algorithms in the platform by their names in tus. */
    private static final Map<String, String> ALGORITHMS = Map.of("sha1", "SHA-1", "sha256", "SHA-256");

    /** Parses the header; 400 for another algorithm, or a value that is not Base64. */
    static TusChecksum parse(String header) {
        var parts = header.strip().split(" +", 2);
        try {
            if (ALGORITHMS.containsKey(parts[0]) && parts.length == 2) {
                return new TusChecksum(ALGORITHMS.get(parts[0]), Base64.getDecoder().decode(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, as another algorithm.
        }
        throw TusResource.invalidHeader(HEADER, "must be sha1 or sha256, and the checksum of the body in Base64");
    }

    /** Throws a 460 if the file has another checksum. */
    void require(Path file) throws IOException {
        try (var input = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance(algorithm))) {
            input.transferTo(OutputStream.nullOutputStream());
            if (!MessageDigest.isEqual(expected, input.getMessageDigest().digest())) {
                throw ProblemException.of(ProblemType.CHECKSUM_MISMATCH,
                        "The body has another checksum than Upload-Checksum says: send the piece again.");
            }
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
