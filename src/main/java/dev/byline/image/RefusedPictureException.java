package dev.byline.image;

/** A file that is no acceptable picture; the message says why and completes a sentence that begins with the file. */
public final class RefusedPictureException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedPictureException(String message) {
        super(message);
    }
}
