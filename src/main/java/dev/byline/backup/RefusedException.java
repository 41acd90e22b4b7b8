package dev.byline.backup;

import java.io.IOException;

/** Thrown if a command cannot do what the user wants; the message is one sentence for the user. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Describes another failure in one line. */
    static String firstLine(Exception failure) {
        // Messages of the file system are only the path.
        var text = failure instanceof IOException || failure.getMessage() == null
                ? failure.toString()
                : failure.getMessage();
        return text.strip().lines().findFirst().orElse("");
    }
}
