package dev.byline.transfer.format;

/** Signals that a file cannot be read beyond some place; the message names the place and the reason. */
public class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokenFileException(String message) {
        super(message);
    }
}
