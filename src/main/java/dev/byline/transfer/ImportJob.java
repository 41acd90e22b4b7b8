package dev.byline.transfer;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.transfer.format.ImportFormat;
import jakarta.validation.constraints.NotNull;

/** A job as staff see it. */
@Schema(description = "A job that imports one file.")
public record ImportJob(
        @NotNull UUID id,
        @NotNull ImportState state,
        @NotNull ImportFormat format,
        @NotNull @Schema(description = "What the file is from: together with its own ids it finds things again.",
                examples = "https://old.example") String source,
        @NotNull boolean dryRun,
        @NotNull @Schema(description = "Of the file.", examples = "104857600") long bytes,
        @NotNull @Schema(description = "How much of the file is dealt with, 0 to 1.",
                examples = "0.42") double progress,
        @NotNull @Schema(description = "Items that are dealt with.", examples = "4200") long items,
        @NotNull ImportOutcomes outcomes,
        @Schema(description = "Absent before it runs.", examples = "1250") Long itemsPerSecond,
        @Schema(description = "Seconds until it is done, if it goes on like that; only while it runs.",
                examples = "12") Long secondsLeft,
        @Schema(description = "Why it failed, and where to go on; or what it has to say beside that.") String message,
        @NotNull String createdBy,
        @NotNull Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    /** Where a job stands. */
    @Schema(name = "ImportState",
            description = "`failed` stopped at something in the file that cannot be read; everything before it is in.")
    public enum ImportState {
        uploading,
        queued,
        running,
        done,
        failed,
        cancelled
    }

    /** How many items came out how. */
    @Schema(name = "ImportOutcomes", description = "How many items came out how.")
    public record ImportOutcomes(
            @NotNull long created,
            @NotNull long updated,
            @NotNull long unchanged,
            @NotNull long skipped,
            @NotNull long failed,
            @NotNull long conflict) {
        /** Of all of them. */
        long total() {
            return created + updated + unchanged + skipped + failed + conflict;
        }
    }
}
