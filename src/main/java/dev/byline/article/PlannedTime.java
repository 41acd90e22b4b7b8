package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The time at which a transition is to be performed. */
@Schema(description = "The time of the transition. Without a body, or without `at`, the transition is performed "
        + "now.", examples = "{}")
public record PlannedTime(
        @Schema(description = "A time in the future, with its UTC offset (RFC 3339).",
                examples = "2030-01-01T07:00:00+07:00") Instant at) {}
