package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** When a verb is to happen. */
@Schema(description = "When it is to happen; without a body, or without `at`, it happens now.", examples = "{}")
public record PlannedTime(
        @Schema(description = "A time in the future, with its offset (RFC 3339).",
                examples = "2030-01-01T07:00:00+07:00") Instant at) {}
