package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A schedule that staff set: the transition and its time. */
@Schema(description = "The transition, and the time at which it is performed.",
        examples = "{\"action\": \"publish\", \"at\": \"2030-01-01T07:00:00+07:00\"}")
public record ScheduleInput(
        @NotNull @Schema(examples = "publish") Schedule.Action action,
        @NotNull @Schema(
                description = "A time in the future (RFC 3339). A time without an offset, such as "
                        + "`2030-01-01T09:00`, is read in the `timeZone` of the site.",
                examples = "2030-01-01T07:00:00+07:00") Instant at) {}
