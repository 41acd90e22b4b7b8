package dev.byline.problem;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The exception by which a feature rejects a request; {@code ProblemMapper} converts it into a response. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public final ProblemType type;
    public final transient List<Violation> violations;
    /** The id of the resource that prevents the operation, or null. */
    public final String holder;
    /** The state that does not allow the transition, or null. */
    public final String state;
    /** The transitions that this state allows; empty unless {@link #state} is set. */
    public final transient List<String> allowed;
    /** The headers of the response, for instance {@code Allow}. */
    public final transient Map<String, String> headers;

    private ProblemException(ProblemType type, String detail, List<Violation> violations, String holder,
            Map<String, String> headers) {
        this(type, detail, violations, holder, headers, null, List.of());
    }

    private ProblemException(ProblemType type, String detail, List<Violation> violations, String holder,
            Map<String, String> headers, String state, List<String> allowed) {
        super(Objects.requireNonNull(detail), null, false, false);
        this.type = type;
        this.violations = List.copyOf(violations);
        this.holder = holder;
        this.headers = headers;
        this.state = state;
        this.allowed = allowed;
    }

    /** Creates a problem of any type without violations. */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, List.of(), null, Map.of());
    }

    /** Creates a problem with an additional response header. */
    public static ProblemException withHeader(ProblemType type, String detail, String header, String value) {
        return withHeaders(type, detail, Map.of(header, value));
    }

    /** Creates a problem with additional response headers. */
    public static ProblemException withHeaders(ProblemType type, String detail, Map<String, String> headers) {
        return new ProblemException(type, detail, List.of(), null, Map.copyOf(headers));
    }

    /** Creates a 404: the resource does not exist, or the caller may not see it. */
    public static ProblemException notFound(String what, Object reference) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + " " + EchoedInput.quote(reference) + ".");
    }

    /** Creates a 409 with the id of the resource that prevents the operation. */
    public static ProblemException conflict(ProblemType type, String detail, Object holder) {
        return new ProblemException(type, detail, List.of(), String.valueOf(holder), Map.of());
    }

    /**
     * Creates a 409: the state of the resource does not allow the transition; {@code allowed} lists the transitions
     * that the state allows.
     */
    public static ProblemException illegalTransition(String detail, String state, List<String> allowed) {
        return new ProblemException(ProblemType.ILLEGAL_MOVE, detail, List.of(), null, Map.of(), state, allowed);
    }

    /** Creates a 422: the body is well-formed but breaks rules; {@code violations} lists all of them. */
    public static ProblemException invalid(List<Violation> violations) {
        return withViolations(ProblemType.INVALID_BODY, violations);
    }

    /** Creates a 422 with one violation. {@code pointer} is a JSON Pointer. */
    public static ProblemException invalid(String pointer, String message) {
        return invalid(List.of(Violation.body(pointer, message)));
    }

    /** Creates a 400: a known query parameter has an invalid value. */
    public static ProblemException invalidParameter(String name, String message) {
        return withViolations(ProblemType.INVALID_PARAMETER, List.of(Violation.query(name, message)));
    }

    /**
     * Creates a problem of any type with violations. The detail repeats the first violation, so that a log line is
     * sufficient.
     */
    public static ProblemException withViolations(ProblemType type, List<Violation> violations) {
        var first = violations.get(0);
        var where = first.field().isEmpty() ? "The " + first.in() : first.field();
        var more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        var end = first.message().endsWith("?") && more.isEmpty() ? "" : ".";
        return new ProblemException(type, where + " " + first.message() + more + end, violations, null, Map.of());
    }
}
