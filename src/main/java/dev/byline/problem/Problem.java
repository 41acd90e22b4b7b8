package dev.byline.problem;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** The problem document (RFC 9457) that answers every refused request. */
@Schema(description = "Why a request was refused (RFC 9457), in words that name the fault and the mend.")
public record Problem(
        @NotNull @Schema(description = "A stable code to program against.",
                examples = "urn:byline:problem:not-found") String type,
        @NotNull @Schema(description = "The same for every problem of this type.", examples = "Not found") String title,
        @NotNull @Schema(examples = "404") int status,
        @NotNull @Schema(description = "What happened this time.",
                examples = "There is no article 'hello-wrld'.") String detail,
        @Schema(description = "The path that was asked for.", examples = "/api/v1/articles/hello-wrld") String instance,
        @Schema(description = "Quote it when you report the fault; the service's log carries it too.",
                examples = "9f1c2e7ab04d4f6c") String requestId,
        @Schema(description = "The id of whatever stands in the way, where there is one.") String holder,
        @Schema(description = "The state that does not allow the move, where a state is what stands in the way.",
                examples = "trashed") String state,
        @Schema(description = "The moves that the state allows.") List<String> allowed,
        @Schema(description = "Every broken rule; absent where no single field is at fault.") List<Violation> violations) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemException e, String instance, String requestId) {
        return new Problem(e.type.uri(), e.type.title, e.type.status, e.getMessage(), instance, requestId, e.holder,
                e.state, e.state == null ? null : e.allowed, e.violations.isEmpty() ? null : e.violations);
    }
}
