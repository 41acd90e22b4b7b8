package dev.byline.comment;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** What became of a comment. */
@Schema(description = "What became of a comment, oldest first; at most 200 of each.")
public record CommentHistory(
        @NotNull List<CommentStateChange> moves,
        @NotNull List<CommentRevision> revisions,
        @NotNull List<CommentReport> reports) {

    /** A change of state. */
    @Schema(name = "CommentMove", description = "A change of state; the first has no `from`.")
    public record CommentStateChange(
            @Schema(examples = "pending") String from,
            @NotNull @Schema(examples = "approved") String to,
            @NotNull @Schema(description = "The name of a moderator, `author`, or `system`.",
                    examples = "admin") String actor,
            String reason,
            @NotNull Instant at) {}

    /** What it said before a change; kept for 30 days. */
    @Schema(name = "CommentRevision", description = "What it said before a change; kept for 30 days.")
    public record CommentRevision(
            @NotNull String body,
            @NotNull @Schema(examples = "author") String actor,
            @NotNull Instant replacedAt) {}

    /** What a reader said about it. */
    @Schema(name = "CommentReport")
    public record CommentReport(
            @NotNull @Schema(examples = "spam") String reason,
            String note,
            @NotNull Instant createdAt,
            @Schema(description = "When a moderator decided; absent while it is open.") Instant resolvedAt) {}
}
