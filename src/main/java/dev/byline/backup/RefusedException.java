package dev.byline.backup;

/** Thrown if a command cannot do what the user wants; the message is one sentence for the user. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
