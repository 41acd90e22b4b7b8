package dev.byline.transfer;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.transfer.format.ImportLine;
import jakarta.validation.constraints.NotNull;

/** What became of one item. */
@Schema(name = "ImportItem", description = "What became of one item of the file.")
public record ImportedItem(
        @NotNull @Schema(description = "From 1, in the order of the file.", examples = "17") long number,
        @NotNull @Schema(description = "Where it stands in the file.", examples = "line 17") String place,
        ImportLine.ImportType type,
        @Schema(description = "How the source calls it.", examples = "42") String externalId,
        @Schema(description = "What it is here.") UUID id,
        @NotNull ImportWorkItem.ImportOutcome outcome,
        @Schema(description = "Why, and what else is to be known.") String message) {}
