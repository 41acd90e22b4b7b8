package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** How many comments there are. */
@Schema(description = "How many comments there are, over all articles.")
public record CommentCounts(
        @NotNull @Schema(description = "What a moderator should look at: `waiting=true` lists them.",
                examples = "4") long waiting,
        @NotNull @Schema(description = "Never seen by readers yet.", examples = "3") long pending,
        @NotNull @Schema(description = "Approved ones whose authors changed them.", examples = "1") long changed,
        @NotNull @Schema(description = "Approved ones with three or more open reports.", examples = "0") long reported,
        @NotNull @Schema(examples = "2") long rejected,
        @NotNull @Schema(examples = "17") long spam,
        @NotNull @Schema(description = "What readers see.", examples = "128") long approved) {}
