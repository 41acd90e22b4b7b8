package dev.byline.article;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.problem.ProblemException;
import dev.byline.stats.ArticleCounters;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Validates an article's {@code metadata}: values that every JSON parser can represent (RFC 7493), at most
 * {@value #MAX_SIZE_KIB} KiB of JSON, at most {@value #MAX_DEPTH} levels deep.
 */
@ApplicationScoped
class MetadataValidator {
    static final int MAX_SIZE_KIB = 16;
    static final int MAX_DEPTH = 5;

    private final ObjectMapper json;

    MetadataValidator(ObjectMapper json) {
        this.json = json;
    }

    /** Returns the object without members that are null; 422 if the object breaks a limit. */
    Map<String, Object> validate(Map<String, Object> metadata) {
        if (metadata == null) {
            return null;
        }
        var clean = validateObject(metadata, "/metadata", 1);
        try {
            if (json.writeValueAsBytes(clean).length > MAX_SIZE_KIB * 1024) {
                throw ProblemException.invalid("/metadata", "must be at most " + MAX_SIZE_KIB + " KiB of JSON");
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return clean;
    }

    private static Map<String, Object> validateObject(Map<?, ?> object, String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw ProblemException.invalid(pointer, "is nested deeper than " + MAX_DEPTH + " levels");
        }
        var clean = new LinkedHashMap<String, Object>();
        object.forEach((key, value) -> {
            var name = validateText((String) key, pointer);
            if (value != null) {
                clean.put(name, validateValue(value, pointer + "/" + name, depth));
            }
        });
        return clean;
    }

    private static Object validateValue(Object value, String pointer, int depth) {
        if (value instanceof Map<?, ?> object) {
            return validateObject(object, pointer, depth + 1);
        }
        if (value instanceof List<?> list) {
            if (depth >= MAX_DEPTH) {
                throw ProblemException.invalid(pointer, "is nested deeper than " + MAX_DEPTH + " levels");
            }
            var clean = new ArrayList<Object>();
            for (var element : list) {
                clean.add(element == null ? null : validateValue(element, pointer + "/" + clean.size(), depth + 1));
            }
            return clean;
        }
        if (value instanceof String text) {
            return validateText(text, pointer);
        }
        if (value instanceof Number number) {
            var magnitude = Math.abs(number.doubleValue());
            if (!Double.isFinite(magnitude) || magnitude > ArticleCounters.MAX_COUNT && !(number instanceof Double)) {
                throw ProblemException.invalid(pointer, "is a number that not every JSON parser represents exactly; an "
                        + "integer must be between -(2^53 - 1) and 2^53 - 1 (RFC 7493 §2.2)");
            }
        }
        return value;
    }

    private static String validateText(String text, String pointer) {
        if (text.chars().anyMatch(c -> c == 0) || text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
            throw ProblemException.invalid(pointer, "must not contain U+0000 or an unpaired surrogate");
        }
        return text;
    }
}
