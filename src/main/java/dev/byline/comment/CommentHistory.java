package dev.byline.comment;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** History of a comment: state changes, replaced texts and reports. */
@Schema(description = "The history of a comment, oldest first; at most " + CommentHistory.MAX_ENTRIES
        + " entries of each kind.")
public record CommentHistory(
        @NotNull List<CommentStateChange> moves,
        @NotNull List<CommentRevision> revisions,
        @NotNull List<CommentReport> reports) {
    /** The maximum number of entries of each kind. */
    static final int MAX_ENTRIES = 200;

    /** A change of the comment's state. */
    @Schema(name = "CommentMove", description = "A change of the comment's state; the first one has no `from`.")
    public record CommentStateChange(
            @Schema(examples = "pending") String from,
            @NotNull @Schema(examples = "approved") String to,
            @NotNull @Schema(description = "The name of a moderator, `author`, `system` or `import`.",
                    examples = "admin") String actor,
            String reason,
            @NotNull Instant at) {}

    /** A replaced text of the comment. */
    @Schema(name = "CommentRevision", description = "A replaced text of the comment; deleted after "
            + CommentCleanup.RETENTION_DAYS + " days.")
    public record CommentRevision(
            @NotNull String body,
            @NotNull @Schema(examples = "author") String actor,
            @NotNull Instant replacedAt) {}

    /** A reader's report about the comment. */
    @Schema(name = "CommentReport")
    public record CommentReport(
            @NotNull @Schema(examples = "spam") String reason,
            String note,
            @NotNull Instant createdAt,
            @Schema(description = "The time of the decision; absent while the report is open.") Instant resolvedAt) {}
}
