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

    /** A part of reading. */
    interface Pass {
        void read() throws IOException, BrokenFileException;
    }

    /** Looks through a file for what its items refer to. Where it is broken, reading it says. */
    static void lookAhead(Pass pass) throws IOException {
        try {
            pass.read();
        } catch (BrokenFileException e) {
            // What comes before that is known now.
        }
    }
}
