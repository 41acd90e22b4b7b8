package dev.byline.preview;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request to create a preview link. */
@Schema(description = "The lifetime of a new preview link.", examples = "{}")
public record NewPreview(
        @Schema(description = "A time in the future, at most " + NewPreview.MAX_LIFETIME_DAYS + " days from now; "
                + NewPreview.DEFAULT_LIFETIME_DAYS + " days from now if absent.",
                examples = "2030-01-01T07:00:00Z") Instant expiresAt) {
    /** Default lifetime of a link. */
    static final int DEFAULT_LIFETIME_DAYS = 7;
    /** Longest lifetime of a link. */
    static final int MAX_LIFETIME_DAYS = 90;
}
