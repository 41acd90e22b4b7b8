package dev.byline.transfer.format;

import java.io.IOException;
import java.util.zip.ZipException;

/** Reads the files of one import format. */
public interface FormatReader {
    /**
     * Passes all items of a file to the sink, in the same order each time.
     *
     * @throws BrokenFileException
     *             if the file cannot be read any further
     * @throws ZipException
     *             if the archive around the file cannot be read any further
     */
    void read(ImportFile file, ImportItemSink sink) throws IOException, BrokenFileException;

    /** One pass over a file. */
    interface ReadPass {
        void read() throws IOException, BrokenFileException;
    }

    /**
     * Runs a first pass that collects the objects that items refer to. Ignores a broken file, because the second pass
     * reports it.
     */
    static void lookAhead(ReadPass readPass) throws IOException {
        try {
            readPass.read();
        } catch (BrokenFileException | ZipException e) {
            // The pass has collected everything before the broken place.
        }
    }
}
