package dev.byline.problem;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** The problem document (RFC 9457) that is the response to every rejected request. */
@Schema(description = "The reason why a request was rejected (RFC 9457): what was wrong, and what would be right.")
public record Problem(
        @NotNull @Schema(description = "A stable code for programs.",
                examples = "urn:byline:problem:not-found") String type,
        @NotNull @Schema(description = "A summary that is the same for all problems of this type.",
                examples = "Not found") String title,
        @NotNull @Schema(examples = "404") int status,
        @NotNull @Schema(description = "An explanation of this problem.",
                examples = "There is no article 'hello-wrld'.") String detail,
        @Schema(description = "The path of the request.", examples = "/api/v1/articles/hello-wrld") String instance,
        @Schema(description = "The id of the request, for error reports; the log of the service contains it.",
                examples = "9f1c2e7ab04d4f6c") String requestId,
        @Schema(description = "The id of the resource that prevents the operation, if there is one.") String holder,
        @Schema(description = "The current state, if this state does not allow the transition.",
                examples = "trashed") String state,
        @Schema(description = "The transitions that the current state allows.") List<String> allowed,
        @Schema(description = "All violated rules; absent if no field is the cause.") List<Violation> violations) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemException e, String instance, String requestId) {
        return new Problem(e.type.uri(), e.type.title, e.type.status, e.getMessage(), instance, requestId, e.holder,
                e.state, e.state == null ? null : e.allowed, e.violations.isEmpty() ? null : e.violations);
    }
}
