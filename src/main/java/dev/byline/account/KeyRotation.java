package dev.byline.account;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How long a former secret lives on. */
@Schema(description = "How long the former secret lives on.", examples = "{\"graceHours\": 24}")
public record KeyRotation(
        @Min(0) @Max(720) @Schema(
                description = "Hours for which the former secret still works, 0 to 720; 24 if absent.", examples = "24",
                defaultValue = "24") Integer graceHours) {}
