package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The grace period of the former secret when a key gets a new one. */
@Schema(description = "The grace period of the former secret.", examples = "{\"graceHours\": 24}")
public record KeyRotation(
        @Min(0) @Max(720) @Schema(
                description = "The hours for which the former secret still works, 0 to 720; 24 if absent.",
                examples = "24",
                defaultValue = "24") Integer graceHours) {}
