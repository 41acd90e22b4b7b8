package dev.byline.transfer.format;

/** Takes what a format reads. Each call is one item of the file, counted, always in the same order. */
public interface ImportItemSink {
    /** An item. {@code place} says where it stands, for a person: a line, a number, a file of an archive. */
    void accept(String place, ImportLine line, String... notes);

    /** An item that cannot be read; the rest of the file can. */
    void reject(String place, String externalId, String reason);

    /** An item that is left out on purpose. */
    void skip(String place, String externalId, String reason);
}
