package dev.byline.comment;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** Numbers of comments by state, over all articles. */
@Schema(description = "The numbers of comments, over all articles.")
public record CommentCounts(
        @NotNull @Schema(description = "Comments that wait for a moderator; `waiting=true` lists them.",
                examples = "4") long waiting,
        @NotNull @Schema(description = "Comments that readers have never seen.", examples = "3") long pending,
        @NotNull @Schema(description = "Approved comments with an edit by their author that waits for approval.",
                examples = "1") long changed,
        @NotNull @Schema(description = "Approved comments with " + CommentReactions.REPORTS_TO_WAIT
                + " or more open reports.",
                examples = "0") long reported,
        @NotNull @Schema(examples = "2") long rejected,
        @NotNull @Schema(examples = "17") long spam,
        @NotNull @Schema(description = "Comments that readers see.", examples = "128") long approved) {}
