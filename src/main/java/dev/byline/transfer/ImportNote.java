package dev.byline.transfer;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** One kind of note on imported items, with the number of items that have it. */
@Schema(name = "ImportNote", description = "A note on imported items, with the number of items that have it.")
public record ImportNote(
        @NotNull @Schema(description = "The note. An ellipsis stands for what differs between the items.",
                examples = "has the status '…' and stays a draft") String note,
        @NotNull @Schema(description = "The number of items with this note.", examples = "12") long items) {}
