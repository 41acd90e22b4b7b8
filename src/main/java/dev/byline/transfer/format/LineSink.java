package dev.byline.transfer.format;

/** Takes what a format reads. Each call is one item of the file, counted, always in the same order. */
public interface LineSink {
    /** An item. {@code place} says where it stands, for a person: a line, a number, a file of an archive. */
    void line(String place, ImportLine line, String... notes);

    /** An item that cannot be read; the rest of the file can. */
    void broken(String place, String externalId, String reason);

    /** An item that is left out on purpose. */
    void leftOut(String place, String externalId, String reason);
}
