package dev.byline.media;

import java.io.IOException;

import org.jboss.logging.Logger;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/** A disk or store that does not take a file: the client may try again, and the log tells the operator. */
final class StorageFailure {
    private static final Logger LOG = Logger.getLogger(StorageFailure.class);
    private static final String RETRY_AFTER_SECONDS = "60";

    private StorageFailure() {
    }

    /** Logs the failure and creates the problem; 503. */
    static ProblemException log(IOException e) {
        LOG.errorf(
                "A file of a medium could not be stored. Check the free space and the rights of BYLINE_MEDIA_DIR: %s",
                e);
        LOG.debug("Cause of the failure to store a file", e);
        return ProblemException.withHeader(ProblemType.UNAVAILABLE,
                "The file could not be stored, and nothing was created. Try again later.", "Retry-After",
                RETRY_AFTER_SECONDS);
    }
}
