package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The optional time of a transition, which only clients of earlier releases send. */
@Schema(description = "Send no body, or an empty object: the transition is performed now.", examples = "{}")
public record PlannedTime(
        @Schema(deprecated = true, description = "Deprecated: use `PUT …/schedule`. A time in the future, at which the "
                + "transition is performed.",
                examples = "2030-01-01T07:00:00+07:00") Instant at) {
    /**
     * The time since which {@code at} is deprecated (2026-11-29), as the header {@code Deprecation} (RFC 9745) has it.
     */
    static final String DEPRECATED_SINCE = "@1795910400";
}
