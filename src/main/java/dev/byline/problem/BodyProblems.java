package dev.byline.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.commons.text.similarity.LevenshteinDistance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.IgnoredPropertyException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;

/** Converts the errors that Jackson and Bean Validation find in a body into problems. */
public final class BodyProblems {
    private BodyProblems() {
    }

    /** Converts a failed parse of JSON: 400 if the text is not JSON, 422 if the JSON breaks the contract. */
    public static ProblemException of(JsonProcessingException e) {
        if (rootCause(e) instanceof ProblemException problem) {
            var pointer = e instanceof JsonMappingException mapping ? pointer(mapping) : "";
            return ProblemException.withViolations(problem.type,
                    List.of(Violation.body(pointer, problem.violations.get(0).message())));
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return ProblemException.invalid(pointer(unknown),
                    "is not a field of this object"
                            + suggestNearest(unknown.getPropertyName(), names(unknown.getKnownPropertyIds())));
        }
        if (e instanceof IgnoredPropertyException ignored) {
            return ProblemException.invalid(pointer(ignored), "cannot be set");
        }
        if (e instanceof InvalidFormatException format) {
            return ProblemException.invalid(pointer(format), expectedType(format.getTargetType()));
        }
        if (e instanceof MismatchedInputException mismatch) {
            if (String.valueOf(mismatch.getMessage()).startsWith("Trailing token")) {
                return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                        "The body continues after the end of its JSON value.");
            }
            return ProblemException.invalid(pointer(mismatch), expectedType(mismatch.getTargetType()));
        }
        if (e instanceof StreamConstraintsException) {
            return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The JSON is nested too deeply, or contains a name or number that is too long.");
        }
        if (String.valueOf(e.getOriginalMessage()).contains("exceeds the maximum")) {
            return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The JSON is nested too deeply, or contains a name or number that is too long"
                            + JsonSyntax.location(e)
                            + ".");
        }
        return ProblemException.of(ProblemType.MALFORMED_REQUEST, JsonSyntax.explain(e));
    }

    /** Converts the violated constraints of a record; the pointers lead into the body. */
    public static ProblemException of(Collection<? extends ConstraintViolation<?>> violations, int leadingNodes) {
        return ProblemException.invalid(
                violations.stream().map(v -> Violation.body(pointer(v.getPropertyPath(), leadingNodes), v.getMessage()))
                        .sorted((a, b) -> a.field().compareTo(b.field())).toList());
    }

    /**
     * Returns a suggestion for a wrong name: the nearest known name as {@code "; did you mean 'x'?"}, or all known
     * names if none is similar. A wrong name that is very long gets no suggestion.
     */
    public static String suggestNearest(String wrong, Collection<String> known) {
        if (wrong.length() > EchoedInput.MAX_LENGTH) {
            return "";
        }
        var near = new LevenshteinDistance(Math.max(2, wrong.length() / 3));
        var best = known.stream().filter(name -> near.apply(wrong, name) >= 0)
                .min(Comparator.comparing(name -> near.apply(wrong, name)));
        if (best.isPresent()) {
            return "; did you mean '" + best.get() + "'?";
        }
        return known.isEmpty() ? "" : "; known names are " + String.join(", ", known);
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }

    private static String expectedType(Class<?> type) {
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of " + Arrays.stream(type.getEnumConstants()).map(String::valueOf)
                    .collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "must be a string";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "must be an array";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == Float.class || type == float.class || type == Double.class || type == double.class
                || type == java.math.BigDecimal.class) {
            return "must be a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "must be a whole number within range";
        }
        if (type == java.util.UUID.class) {
            return "must be an id (a UUID)";
        }
        if (type == java.time.Instant.class) {
            return "must be a time such as 2023-11-23T00:00:00Z (RFC 3339), or 2023-11-23T00:00 in the time zone of "
                    + "the site";
        }
        return "must be an object";
    }

    private static List<String> names(Collection<Object> ids) {
        return ids == null ? List.of() : ids.stream().map(String::valueOf).sorted().toList();
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream().map(BodyProblems::pointerStep).collect(Collectors.joining());
    }

    private static String pointerStep(Reference r) {
        return "/" + (r.getFieldName() == null ? r.getIndex() : escape(r.getFieldName()));
    }

    private static String pointer(Path path, int leadingNodes) {
        var steps = new ArrayList<String>();
        int seen = 0;
        for (var node : path) {
            if (node.getIndex() != null) {
                steps.add(node.getIndex().toString());
            }
            if (++seen > leadingNodes && node.getName() != null && !node.getName().startsWith("<")) {
                steps.add(escape(node.getName()));
            }
        }
        return steps.isEmpty() ? "" : "/" + String.join("/", steps);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
