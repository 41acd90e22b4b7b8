package dev.byline.transfer;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.transfer.format.ImportLine;
import jakarta.validation.constraints.NotNull;

/** One row of an import report: the outcome of one item. */
@Schema(name = "ImportItem", description = "The outcome of one item of the file.")
public record ImportedItem(
        @NotNull @Schema(description = "The number of the item in the file, starting with 1.",
                examples = "17") long number,
        @NotNull @Schema(description = "The place of the item in the file.", examples = "line 17") String place,
        ImportLine.ImportType type,
        @Schema(description = "The id of the item in its source.", examples = "42") String externalId,
        @Schema(description = "The id of the imported object in this Byline.") UUID id,
        @NotNull ImportWorkItem.ImportOutcome outcome,
        @Schema(description = "The reason of the outcome, and notes on the import.") String message) {}
