package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** What became of an import. */
@Schema(description = "What became of each subscriber of an import, in their order.")
public record ImportReport(@NotNull List<Item> items) {
    /** What became of one. */
    public enum Outcome {
        confirmed,
        pending,
        unchanged,
        suppressed,
        invalid
    }

    /** One of them. */
    @Schema(name = "ImportReportItem", description = "What became of one subscriber.")
    public record Item(
            @NotNull @Schema(description = "Its place in the import, from 0.", examples = "0") int index,
            @NotNull Outcome outcome,
            @Schema(description = "What is wrong with an invalid one.") String problem) {}
}
