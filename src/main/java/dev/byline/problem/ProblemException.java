package dev.byline.problem;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The one exception that a feature throws to refuse a request; {@link ProblemMapper} answers it. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public final ProblemType type;
    public final transient List<Violation> violations;
    /** The id of whatever stands in the way, or null. */
    public final String holder;
    /** The state that refused the move, or null. */
    public final String state;
    /** The moves that this state allows; empty unless {@link #state} is given. */
    public final transient List<String> allowed;
    /** Headers of the answer, for instance {@code Allow}. */
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

    /** A problem of any type without violations. */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, List.of(), null, Map.of());
    }

    /** A problem whose answer carries a header of its own. */
    public static ProblemException withHeader(ProblemType type, String detail, String header, String value) {
        return withHeaders(type, detail, Map.of(header, value));
    }

    /** The same with several. */
    public static ProblemException withHeaders(ProblemType type, String detail, Map<String, String> headers) {
        return new ProblemException(type, detail, List.of(), null, Map.copyOf(headers));
    }

    /** 404: unknown, or not to be seen by this caller. */
    public static ProblemException notFound(String what, Object reference) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + " '" + reference + "'.");
    }

    /** 409 that names what stands in the way. */
    public static ProblemException conflict(ProblemType type, String detail, Object holder) {
        return new ProblemException(type, detail, List.of(), String.valueOf(holder), Map.of());
    }

    /** 409: the state of the thing does not allow the move; {@code allowed} are those that it does. */
    public static ProblemException illegalTransition(String detail, String state, List<String> allowed) {
        return new ProblemException(ProblemType.ILLEGAL_MOVE, detail, List.of(), null, Map.of(), state, allowed);
    }

    /** 422: the body was readable and breaks rules; all of them are listed. */
    public static ProblemException invalid(List<Violation> violations) {
        return withViolations(ProblemType.INVALID_BODY, violations);
    }

    /** 422 for one rule. {@code pointer} is a JSON Pointer. */
    public static ProblemException invalid(String pointer, String message) {
        return invalid(List.of(Violation.body(pointer, message)));
    }

    /** 400: a query parameter that is known and has a value that cannot be meant. */
    public static ProblemException invalidParameter(String name, String message) {
        return withViolations(ProblemType.INVALID_PARAMETER, List.of(Violation.query(name, message)));
    }

    /** Any type, with violations; the detail repeats the first, so that a log line says enough. */
    public static ProblemException withViolations(ProblemType type, List<Violation> violations) {
        var first = violations.get(0);
        var where = first.field().isEmpty() ? "The " + first.in() : first.field();
        var more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
        var end = first.message().endsWith("?") && more.isEmpty() ? "" : ".";
        return new ProblemException(type, where + " " + first.message() + more + end, violations, null, Map.of());
    }
}
