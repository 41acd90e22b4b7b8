package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** What became of an import. */
@Schema(name = "ImportReport", description = "What became of each subscriber of an import, in their order.")
public record SubscriberImportReport(@NotNull List<SubscriberImportItem> items) {
    /** What became of one. */
    @Schema(name = "Outcome")
    public enum SubscriberImportOutcome {
        confirmed,
        pending,
        unchanged,
        suppressed,
        invalid
    }

    /** One of them. */
    @Schema(name = "ImportReportItem", description = "What became of one subscriber.")
    public record SubscriberImportItem(
            @NotNull @Schema(description = "Its place in the import, from 0.", examples = "0") int index,
            @NotNull SubscriberImportOutcome outcome,
            @Schema(description = "What is wrong with an invalid one.") String problem) {}
}
