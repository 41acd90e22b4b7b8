package dev.byline.transfer.format;

import java.io.IOException;

/** Reads one format. */
public interface FileReader {
    /**
     * Tells the sink all items of a file, in an order that is the same each time.
     *
     * @throws BrokenFileException
     *             where the file cannot be read any further
     */
    void read(ImportFile file, LineSink sink) throws IOException, BrokenFileException;
}
