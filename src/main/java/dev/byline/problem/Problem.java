package dev.byline.problem;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** The problem document (RFC 9457) that is the response to every rejected request. */
@Schema(description = "The reason why a request was rejected (RFC 9457): what was wrong, and what would be right.")
public final class Problem {
    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    @NotNull
    @Schema(description = "A stable code for programs.", examples = "urn:byline:problem:not-found")
    public final String type;
    @NotNull
    @Schema(description = "A summary that is the same for all problems of this type.", examples = "Not found")
    public final String title;
    @NotNull
    @Schema(examples = "404")
    public final int status;
    @NotNull
    @Schema(description = "An explanation of this problem.", examples = "There is no article 'hello-wrld'.")
    public final String detail;
    @Schema(description = "The path of the request.", examples = "/api/v1/articles/hello-wrld")
    public final String instance;
    @Schema(description = "The id of the request, for error reports; the log of the service contains it.",
            examples = "9f1c2e7ab04d4f6c")
    public final String requestId;
    @Schema(description = "The id of the resource that prevents the operation, if there is one.")
    public final String holder;
    @Schema(description = "The current state, if this state does not allow the transition.", examples = "trashed")
    public final String state;
    @Schema(description = "The transitions that the current state allows.")
    public final List<String> allowed;
    @Schema(description = "All violated rules; absent if no field is the cause.")
    public final List<Violation> violations;

    Problem(ProblemException e, String instance, String requestId) {
        type = e.type.uri();
        title = e.type.title;
        status = e.type.status;
        detail = e.getMessage();
        this.instance = instance;
        this.requestId = requestId;
        holder = e.holder;
        state = e.state;
        allowed = e.state == null ? null : e.allowed;
        violations = e.violations.isEmpty() ? null : e.violations;
    }
}
