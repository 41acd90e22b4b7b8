package dev.byline.web;

import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;

/**
 * Applies a JSON Merge Patch (RFC 7396) to the input record of a resource, so that PATCH and PUT share one code path: a
 * field that the patch omits stays, null clears a field, arrays are replaced completely, and the result is validated
 * like any input.
 */
@ApplicationScoped
public class MergePatch {
    /** The media type of merge patches. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper json;
    private final Validator validator;
    private final BodyViolations bodyViolations;

    MergePatch(ObjectMapper json, Validator validator, BodyViolations bodyViolations) {
        this.json = json;
        this.validator = validator;
        this.bodyViolations = bodyViolations;
    }

    /**
     * Returns the record that results from {@code current} and the patch; 422 if the patch is not an object or if the
     * result breaks a rule.
     */
    public <T> T apply(Object current, JsonNode patch, Class<T> type) {
        if (patch == null || !patch.isObject()) {
            throw ProblemException.invalid("", "must be a JSON object of the fields to change (RFC 7396)");
        }
        var merged = merge(json.valueToTree(current), patch);
        try {
            var result = json.treeToValue(merged, type);
            Set<ConstraintViolation<T>> broken = validator.validate(result);
            if (!broken.isEmpty()) {
                throw BodyProblems.of(broken, 0);
            }
            return result;
        } catch (JsonProcessingException e) {
            throw bodyViolations.collect(merged, json.constructType(type), e);
        }
    }

    /**
     * Merges the patch into the target. Nulls stay in the result instead of being removed, so that an unknown field is
     * rejected even if its value is null.
     */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        var result = target instanceof ObjectNode object ? object : ((ObjectNode) patch).objectNode();
        patch.properties().forEach(field -> {
            var old = result.get(field.getKey());
            result.set(field.getKey(), old == null ? field.getValue() : merge(old, field.getValue()));
        });
        return result;
    }
}
