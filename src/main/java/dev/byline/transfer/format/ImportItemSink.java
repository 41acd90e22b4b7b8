package dev.byline.transfer.format;

/**
 * Receives the items that a format reader reads. Each call is one item of the file. Items are numbered by the order of
 * the calls, which must be the same in each run.
 */
public interface ImportItemSink {
    /**
     * Receives an item.
     *
     * @param place
     *            the place of the item in the file, for people: a line, a number, or a file of an archive
     * @param line
     *            the item; null only for an item that an earlier run completed
     * @param notes
     *            notes on the conversion, for the report
     */
    void accept(String place, ImportLine line, String... notes);

    /** Receives an item that cannot be read; the rest of the file can be read. The item counts as failed. */
    void reject(String place, String externalId, String reason);

    /** Receives what the file says about another file, which items may show; each text may be null. */
    default void describeFile(String address, String alt, String caption) {
        // Only imports that bring files need it.
    }

    /** Tells whether an item before named a file of the archive, which comes with it. */
    default boolean isShown(String name) {
        // Only imports that bring files know it.
        return false;
    }

    /** Receives an item that is not imported on purpose. The item counts as skipped. */
    void skip(String place, String externalId, String reason);
}
