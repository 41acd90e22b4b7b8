package dev.byline.problem;

import java.util.Locale;

/**
 * The published list of error codes. Each becomes the {@code type} of a problem document (RFC 9457 §3.1.1) as
 * {@code urn:byline:problem:<code>}, with one status and one title that never vary.
 */
public enum ProblemType {
    MALFORMED_REQUEST(400, "The request could not be read"),
    UNKNOWN_PARAMETER(400,
            "Unknown query parameter"),
    INVALID_PARAMETER(400, "Invalid parameter"),
    UNKNOWN_TOKEN(400, "Unknown token"),
    QUERY_TOO_EXPENSIVE(400, "The query takes too long"),
    UNAUTHENTICATED(401,
            "Credentials are needed"),
    FORBIDDEN(403, "Not allowed"),
    COMMENTS_CLOSED(403,
            "Comments are closed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405,
            "Method not allowed"),
    NOT_ACCEPTABLE(406, "No such representation"),
    CONFLICT(409,
            "Conflict with the current state"),
    SLUG_TAKEN(409,
            "The slug is taken"),
    IN_USE(409, "In use"),
    ILLEGAL_MOVE(409, "Not possible in this state"),
    TRANSLATION_EXISTS(409, "The translation exists"),
    STILL_RUNNING(409, "Still running"),
    DUPLICATE_COMMENT(409, "Said already"),
    EDIT_CLOSED(409, "Not to be edited any more"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another body"),
    GONE(410, "Not valid any more"),
    STALE_VERSION(412,
            "Changed since you read it"),
    BODY_TOO_LARGE(413,
            "The body is too large"),
    URI_TOO_LONG(414,
            "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported content type"),
    INVALID_BODY(
            422,
            "The body breaks a rule"),
    VERSION_REQUIRED(
            428,
            "If-Match is needed"),
    TOO_MANY_REQUESTS(
            429,
            "Too often"),
    HEADERS_TOO_LARGE(
            431,
            "The headers are too large"),
    INTERNAL_ERROR(
            500,
            "Something went wrong here"),
    UNAVAILABLE(
            503,
            "Not available just now");

    private static final String URI_PREFIX = "urn:byline:problem:";

    public final int status;
    public final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The stable URI of this type, for instance {@code urn:byline:problem:slug-taken}. */
    public String uri() {
        return URI_PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
