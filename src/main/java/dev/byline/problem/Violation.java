package dev.byline.problem;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/**
 * A violated rule.
 *
 * @param field
 *            a JSON Pointer (RFC 6901) into the body, or the name of the parameter or header; names of more than 100
 *            characters are shortened
 */
@Schema(description = "A violated rule: the field, and what would be right.")
public record Violation(
        @NotNull @Schema(description = "A JSON Pointer into the body, or the name of the parameter or header.",
                examples = "/title") String field,
        @NotNull @Schema(description = "The part of the request that contains the field.", enumeration = {
                "body", "query", "path", "header" }) String in,
        @NotNull @Schema(examples = "must have 1 to 200 characters") String message){

    public Violation {
        field = in.equals("body")
                ? Stream.of(field.split("/", -1)).map(EchoedInput::shorten).collect(Collectors.joining("/"))
                : EchoedInput.shorten(field);
    }

    /**
     * Creates the violation of a rule of the body. {@code pointer} starts with a slash; the empty pointer is the whole
     * body.
     */
    public static Violation body(String pointer, String message) {
        return new Violation(pointer, "body", message);
    }

    /** Creates the violation of a rule of a query parameter. */
    public static Violation query(String name, String message) {
        return new Violation(name, "query", message);
    }
}
