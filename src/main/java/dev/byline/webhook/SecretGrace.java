package dev.byline.webhook;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The grace period of the former secret when a webhook gets a new one. */
@Schema(description = "The grace period of the former secret.", examples = "{\"graceHours\": 24}")
public record SecretGrace(
        @Min(0) @Max(MAX_GRACE_HOURS) @Schema(
                description = "The hours for which the former secret signs as well, 0 to " + MAX_GRACE_HOURS + "; "
                        + DEFAULT_GRACE_HOURS + " if absent.",
                examples = "24", defaultValue = "" + DEFAULT_GRACE_HOURS) Integer graceHours) {
    private static final int DEFAULT_GRACE_HOURS = 24;
    private static final int MAX_GRACE_HOURS = 720;

    /** Returns the hours of a rotation, whose body may be absent. */
    static int hoursOf(SecretGrace grace) {
        return grace == null || grace.graceHours == null ? DEFAULT_GRACE_HOURS : grace.graceHours;
    }
}
