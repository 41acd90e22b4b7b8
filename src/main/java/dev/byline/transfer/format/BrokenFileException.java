package dev.byline.transfer.format;

/** The file cannot be read from here on; the message says where that is, and why. */
public class BrokenFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokenFileException(String message) {
        super(message);
    }
}
