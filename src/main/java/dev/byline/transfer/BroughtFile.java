package dev.byline.transfer;

import java.util.UUID;

/**
 * A file that an import has brought, or the reason why it has not.
 *
 * @param media
 *            the medium that the file became; null if it was not brought
 * @param problem
 *            the reason, as the end of a sentence that begins with the name of the file; may be null
 * @param existed
 *            whether a medium had its bytes before
 */
record BroughtFile(UUID media, String problem, boolean existed) {
    BroughtFile(UUID media, String problem) {
        this(media, problem, false);
    }

    static BroughtFile failed(String problem) {
        return new BroughtFile(null, problem);
    }
}
