package dev.byline.problem;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The published list of error codes. Each code becomes the {@code type} of a problem document (RFC 9457 §3.1.1) as
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
            "Authentication required"),
    FORBIDDEN(403, "Not allowed"),
    COMMENTS_CLOSED(403,
            "Comments are closed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405,
            "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    CONFLICT(409,
            "Conflict with the current state"),
    SLUG_TAKEN(409,
            "The slug is taken"),
    IN_USE(409, "The resource is in use"),
    ILLEGAL_MOVE(409, "Not possible in this state"),
    TRANSLATION_EXISTS(409, "The translation exists"),
    STILL_RUNNING(409, "The first request is still running"),
    DUPLICATE_COMMENT(409, "Duplicate comment"),
    EDIT_CLOSED(409, "Editing is closed"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key belongs to another body"),
    GONE(410, "No longer valid"),
    STALE_VERSION(412,
            "Changed since you read it"),
    /** The status of tus for a request in another version of tus. */
    TUS_VERSION(412, "Unsupported version of tus"),
    BODY_TOO_LARGE(413,
            "The body is too large"),
    URI_TOO_LONG(414,
            "The URL is too long"),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported content type"),
    INVALID_BODY(
            422,
            "The body is invalid"),
    VERSION_REQUIRED(
            428,
            "If-Match is required"),
    TOO_MANY_REQUESTS(
            429,
            "Too many requests"),
    HEADERS_TOO_LARGE(
            431,
            "The headers are too large"),
    /** The status of tus, whose document defines it. */
    CHECKSUM_MISMATCH(460, "The checksum does not match"),
    INTERNAL_ERROR(
            500,
            "Internal error"),
    UNAVAILABLE(
            503,
            "Temporarily unavailable");

    private static final String URI_PREFIX = "urn:byline:problem:";

    public final int status;
    public final String title;

    /** Returns the types that operations of the OpenAPI contract answer; the operations of tus are not in it. */
    public static List<ProblemType> inContract() {
        return Stream.of(values()).filter(type -> type != CHECKSUM_MISMATCH && type != TUS_VERSION).toList();
    }

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Returns the stable URI of this type, for instance {@code urn:byline:problem:slug-taken}. */
    public String uri() {
        return URI_PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
