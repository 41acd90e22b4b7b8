package dev.byline.view;

import java.time.LocalDate;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** The calls that were not counted as views in a period, by reason. */
public record DroppedViews(
        @NotNull @Schema(description = "The first day (UTC).") LocalDate from,
        @NotNull @Schema(description = "The last day (UTC).") LocalDate to,
        @NotNull @Schema(
                description = "All reasons, also reasons for which no call was dropped.") List<DroppedViewsItem> items) {

    /** The number of calls that were dropped for one reason. */
    @Schema(name = "DroppedViewsItem")
    public record DroppedViewsItem(@NotNull DropReason reason, @NotNull @Schema(examples = "12") long calls) {}
}
