package dev.byline.transfer.format;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.transfer.ImportOptions;

/**
 * A file that is imported, and how.
 *
 * @param source
 *            where it is from; an address helps with relative ones
 * @param completedItems
 *            how many items were dealt with by an earlier run: what only counts needs no parsing
 * @param position
 *            how far it was read, in bytes
 */
public record ImportFile(
        Path path,
        String source,
        ImportOptions options,
        ObjectMapper json,
        long completedItems,
        AtomicLong position) {

    /** The bytes from the beginning. */
    InputStream open() throws IOException {
        position.set(0);
        return new BufferedInputStream(new FilterInputStream(Files.newInputStream(path)) {
            @Override
            public int read() throws IOException {
                position.incrementAndGet();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                position.addAndGet(Math.max(0, read));
                return read;
            }
        }, 1 << 16);
    }
}
