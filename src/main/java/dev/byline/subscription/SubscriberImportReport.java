package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** Result of an import of subscribers. */
@Schema(name = "SubscriberImportReport",
        description = "The outcome for each subscriber of an import, in the order of the import.")
public record SubscriberImportReport(@NotNull List<SubscriberImportItem> items) {
    /** Outcomes for a subscriber of an import. */
    @Schema(name = "SubscriberImportOutcome")
    public enum SubscriberImportOutcome {
        confirmed,
        pending,
        unchanged,
        suppressed,
        invalid
    }

    /** The outcome for one subscriber of the import. */
    @Schema(name = "SubscriberImportReportItem", description = "The outcome for one subscriber.")
    public record SubscriberImportItem(
            @NotNull @Schema(description = "The position of the subscriber in the import, from 0.",
                    examples = "0") int index,
            @NotNull SubscriberImportOutcome outcome,
            @Schema(description = "The reason for the outcome `invalid`.") String problem) {}
}
