package dev.byline.view;

import java.time.LocalDate;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** How many calls were no views, and why. */
public record DroppedViews(
        @NotNull @Schema(description = "The first day (UTC).") LocalDate from,
        @NotNull @Schema(description = "The last day.") LocalDate to,
        @NotNull @Schema(description = "Every reason, also those that dropped nothing.") List<DroppedViewsItem> items) {

    /** One reason. */
    @Schema(name = "DroppedViewsItem")
    public record DroppedViewsItem(@NotNull DropReason reason, @NotNull @Schema(examples = "12") long calls) {}
}
