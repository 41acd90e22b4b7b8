package dev.byline.web;

import java.util.stream.Stream;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/**
 * Checks {@code If-Match}, so that no update is lost: a change names the version that it is based on (RFC 9110 §13.1.1,
 * RFC 6585 §3).
 */
public final class VersionPrecondition {
    private VersionPrecondition() {
    }

    /** Returns the strong entity tag of a version. */
    public static String etag(int version) {
        return "\"" + version + "\"";
    }

    /**
     * Compares {@code If-Match} with the current version: 428 if the header is missing, 412 if it names another
     * version. Accepts the ETag, the bare number of the body's {@code version}, or {@code *}.
     */
    public static void require(String ifMatch, int current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw ProblemException.withHeader(ProblemType.VERSION_REQUIRED,
                    "Send the version that you read as 'If-Match: \"" + current
                            + "\"' (its ETag, or the body's \"version\"), or 'If-Match: *' to overwrite any version.",
                    "ETag", etag(current));
        }
        if (ifMatch.strip().startsWith("W/")) {
            throw ProblemException.withHeader(ProblemType.STALE_VERSION,
                    "If-Match does not match weak tags (RFC 9110 §13.1.1): send \"" + current
                            + "\" without W/ if that is the"
                            + " version that you read. Nothing was written.",
                    "ETag", etag(current));
        }
        var named = Stream.of(ifMatch.split(",")).map(String::strip).toList();
        if (!named.contains("*") && !named.contains(etag(current)) && !named.contains(String.valueOf(current))) {
            throw ProblemException.withHeader(ProblemType.STALE_VERSION,
                    "Your change is based on version " + EchoedInput.shorten(ifMatch) + ", but the current version is "
                            + current
                            + ": read it again and repeat your change. Nothing was written.",
                    "ETag", etag(current));
        }
    }
}
