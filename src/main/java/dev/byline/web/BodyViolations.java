package dev.byline.web;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;

/**
 * Finds everything that is wrong with a JSON body that Jackson refuses. Jackson stops at the first wrong field, and Bean
 * Validation then sees nothing, so that whoever fills in a form would learn of one fault with each request.
 */
@Singleton
public class BodyViolations {
    /** The maximum number of wrong fields that one response names. */
    private static final int MAX_VIOLATIONS = 20;

    private final ObjectMapper json;
    private final Validator validator;

    BodyViolations(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Returns the problem of a body, with all its violations. Takes a wrong field away and reads the rest, until the rest
     * can be validated.
     *
     * @param body
     *            the body, which this method changes
     * @param failure
     *            what Jackson said of it
     */
    public ProblemException collect(JsonNode body, JavaType type, JsonProcessingException failure) {
        var violations = new ArrayList<Violation>();
        var next = failure;
        while (next != null && violations.size() < MAX_VIOLATIONS) {
            var problem = BodyProblems.of(next);
            if (problem.type != ProblemType.INVALID_BODY) {
                return problem;
            }
            var violation = problem.violations.get(0);
            if (violation.field().isEmpty() || contains(violations, violation.field())) {
                break;
            }
            violations.add(violation);
            remove(body, JsonPointer.compile(violation.field()));
            next = validateRest(body, type, violations);
        }
        return violations.isEmpty() ? BodyProblems.of(failure) : ProblemException.invalid(violations);
    }

    /** Adds what else is wrong if the body can be read now; otherwise returns why it cannot. */
    private JsonProcessingException validateRest(JsonNode body, JavaType type, List<Violation> violations) {
        try {
            var broken = validator.validate(json.<Object>treeToValue(body, type));
            if (!broken.isEmpty()) {
                BodyProblems.of(broken, 0).violations.stream()
                        .filter(violation -> !contains(violations, violation.field())).forEach(violations::add);
            }
            return null;
        } catch (JsonProcessingException e) {
            return e;
        }
    }

    private static boolean contains(List<Violation> violations, String field) {
        return violations.stream().anyMatch(violation -> violation.field().equals(field));
    }

    private static void remove(JsonNode body, JsonPointer field) {
        var parent = body.at(field.head());
        if (parent instanceof ObjectNode object) {
            object.remove(field.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode array) {
            // The other elements keep their index, which the pointers of their faults contain.
            array.setNull(field.last().getMatchingIndex());
        }
    }
}
