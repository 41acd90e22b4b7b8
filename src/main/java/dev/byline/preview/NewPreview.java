package dev.byline.preview;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How long a preview is to last. */
@Schema(description = "How long a preview is to last.", examples = "{}")
public record NewPreview(
        @Schema(description = "Within 90 days; in 7 days if absent.",
                examples = "2030-01-01T07:00:00Z") Instant expiresAt) {}
