package dev.byline.web;

import java.util.stream.Stream;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;

/** Lost updates are impossible: a change names the version that it was made on (RFC 9110 §13.1.1, RFC 6585 §3). */
public final class VersionPrecondition {
    private VersionPrecondition() {
    }

    /** The strong entity tag of a version. */
    public static String etag(int version) {
        return "\"" + version + "\"";
    }

    /**
     * Compares {@code If-Match} with the current version; the bare number of a body's {@code version} serves as well.
     * 428 if it is missing, 412 if it names another version.
     */
    public static void require(String ifMatch, int current) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw ProblemException.withHeader(ProblemType.VERSION_REQUIRED,
                    "Send the version that you read as 'If-Match: \"" + current
                            + "\"' (its ETag, or the body's \"version\"), or 'If-Match: *' to override on purpose.",
                    "ETag", etag(current));
        }
        if (ifMatch.strip().startsWith("W/")) {
            throw ProblemException.withHeader(ProblemType.STALE_VERSION,
                    "A weak tag matches nothing here (RFC 9110 §13.1.1): send \"" + current
                            + "\" without W/, if that is the"
                            + " version that you read. Nothing was written.",
                    "ETag", etag(current));
        }
        var named = Stream.of(ifMatch.split(",")).map(String::strip).toList();
        if (!named.contains("*") && !named.contains(etag(current)) && !named.contains(String.valueOf(current))) {
            throw ProblemException.withHeader(ProblemType.STALE_VERSION,
                    "You changed version " + ifMatch + ", and version " + current
                            + " is current: read it again and repeat your change on it. Nothing was written.",
                    "ETag", etag(current));
        }
    }
}
