package dev.byline.preview;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request to create a preview link. A link expires after 7 days by default and after 90 days at most. */
@Schema(description = "The lifetime of a new preview link.", examples = "{}")
public record NewPreview(
        @Schema(description = "A time in the future, at most 90 days from now; 7 days from now if absent.",
                examples = "2030-01-01T07:00:00Z") Instant expiresAt) {}
