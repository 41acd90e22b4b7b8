package dev.byline.web;

import java.util.List;
import java.util.stream.Collectors;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.ws.rs.core.MediaType;

/** The problem of a request whose {@code Content-Type} the operation does not read; 415. */
public final class ContentTypeProblem {
    private ContentTypeProblem() {
    }

    /**
     * Creates the problem.
     *
     * @param sent
     *            the header of the request; may be null
     * @param accepted
     *            the media types that the operation reads; empty for JSON
     */
    public static ProblemException of(String sent, List<String> accepted) {
        return ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, wrong(sent) + " " + right(accepted));
    }

    private static String wrong(String sent) {
        if (sent == null) {
            return "The request has no Content-Type.";
        }
        return isMediaType(sent)
                ? "This operation does not read the Content-Type " + EchoedInput.quote(sent) + "."
                : "The Content-Type " + EchoedInput.quote(sent) + " is not a media type (RFC 9110 §8.3.1).";
    }

    private static String right(List<String> accepted) {
        if (accepted.isEmpty()) {
            return "Send 'Content-Type: application/json'.";
        }
        if (accepted.contains(MediaType.WILDCARD)) {
            return "Send the media type of the body, such as 'Content-Type: application/octet-stream' for any file.";
        }
        return accepted.stream().collect(Collectors.joining("' or '", "Send 'Content-Type: ", "'."));
    }

    private static boolean isMediaType(String text) {
        try {
            MediaType.valueOf(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
