package dev.byline.transfer.format;

import java.io.IOException;

/** Reads one format. */
public interface FormatReader {
    /**
     * Tells the sink all items of a file, in an order that is the same each time.
     *
     * @throws BrokenFileException
     *             where the file cannot be read any further
     */
    void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException;

    /** A part of reading. */
    interface ReadPass {
        void read() throws IOException, BrokenFileException;
    }

    /** Looks through a file for what its items refer to. Where it is broken, reading it says. */
    static void lookAhead(ReadPass readPass) throws IOException {
        try {
            readPass.read();
        } catch (BrokenFileException e) {
            // What comes before that is known now.
        }
    }
}
