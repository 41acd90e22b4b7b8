package dev.byline.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The place of the bytes of media: a folder, or a bucket of an S3-compatible server. A key names bytes that never
 * change. All methods block.
 */
public interface MediaStore {
    /** The keys of uploaded files begin so. */
    String FILES = "files/";
    /** The keys of sizes, which can be made again, begin so. */
    String SIZES = "sizes/";

    /** A stored file. */
    record StoredFile(String key, long bytes, Instant storedAt) {}

    /** Stores a complete file, durably before this method returns; a key that exists with all bytes is left as it is. */
    void write(String key, Path file) throws IOException;

    /**
     * Opens bytes for reading.
     *
     * @param from
     *            the number of bytes to skip
     * @throws java.nio.file.NoSuchFileException
     *             if there is no such key
     */
    InputStream open(String key, long from) throws IOException;

    /** Returns the number of bytes of a key; -1 if there are none. */
    long size(String key) throws IOException;

    /** Returns the local file of a key, which can be sent without copying; empty if the store is not on this machine. */
    Optional<Path> localFile(String key);

    /**
     * Returns the address at which a reader gets bytes from the store itself, for an hour; empty if readers get them from
     * this service.
     *
     * @param type
     *            the content type of the response
     * @param disposition
     *            the header {@code Content-Disposition} of the response; null for none
     */
    Optional<URI> signedUrl(String key, String type, String disposition);

    /** Deletes bytes; a key that does not exist is ignored. */
    void delete(String key) throws IOException;

    /** Lists all files whose keys begin with the prefix, in no particular order. */
    void list(String prefix, Consumer<StoredFile> consumer) throws IOException;
}
