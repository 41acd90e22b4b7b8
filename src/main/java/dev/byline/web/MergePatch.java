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
 * JSON Merge Patch (RFC 7396) over the input record of a resource, so that a patch and a replacement are one code path:
 * what the patch leaves out stays, null clears, arrays are replaced whole, and the result keeps every rule.
 */
@ApplicationScoped
public class MergePatch {
    /** The media type of merge patches. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper json;
    private final Validator validator;

    MergePatch(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /** The record that the patch makes of {@code current}; 422 if it is no object or breaks a rule. */
    public <T> T apply(T current, JsonNode patch, Class<T> type) {
        if (patch == null || !patch.isObject()) {
            throw ProblemException.invalid("", "must be a JSON object of the fields to change (RFC 7396)");
        }
        try {
            var result = json.treeToValue(merge(json.valueToTree(current), patch), type);
            Set<ConstraintViolation<T>> broken = validator.validate(result);
            if (!broken.isEmpty()) {
                throw BodyProblems.of(broken, 0);
            }
            return result;
        } catch (JsonProcessingException e) {
            throw BodyProblems.of(e);
        }
    }

    /** Nulls are kept, not removed, so that an unknown field is refused even when it is null. */
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
