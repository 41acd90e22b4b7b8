package dev.byline.transfer;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.transfer.format.ImportFormat;
import jakarta.validation.constraints.NotNull;

/** An import job in the admin API. */
@Schema(description = "A job that imports one file.")
public record ImportJob(
        @NotNull UUID id,
        @NotNull ImportState state,
        @NotNull ImportFormat format,
        @NotNull @Schema(description = "The name of the source of the file. The source and the external id together "
                + "identify an item, so that a repeated import finds it again.",
                examples = "https://old.example") String source,
        @NotNull boolean dryRun,
        @NotNull @Schema(description = "The size of the file in bytes.", examples = "104857600") long bytes,
        @NotNull @Schema(description = "The part of the file that is processed, from 0 to 1.",
                examples = "0.42") double progress,
        @NotNull @Schema(description = "The number of processed items.", examples = "4200") long items,
        @NotNull ImportOutcomes outcomes,
        @Schema(description = "The average speed of the job; absent before the job runs.",
                examples = "1250") Long itemsPerSecond,
        @Schema(description = "The estimated number of seconds until the job is done; present only while the job "
                + "runs.",
                examples = "12") Long secondsLeft,
        @Schema(description = "The reason of a failure, and how to continue.") String message,
        @NotNull String createdBy,
        @NotNull Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    /**
     * The state of a job.
     * <ol>
     * <li>{@code uploading}: the file is being received.</li>
     * <li>{@code queued}: the file is complete, and the job waits for a node.</li>
     * <li>{@code running}: a node processes the file.</li>
     * <li>{@code done}, {@code failed} or {@code cancelled}: the job is over.</li>
     * </ol>
     */
    @Schema(name = "ImportState",
            description = "The state of an import job. A `failed` job stopped at a part of the file that cannot be "
                    + "read; all items before it were processed.")
    public enum ImportState {
        uploading,
        queued,
        running,
        done,
        failed,
        cancelled
    }

    /** The numbers of items by outcome. */
    @Schema(name = "ImportOutcomes", description = "The numbers of items by outcome.")
    public record ImportOutcomes(
            @NotNull long created,
            @NotNull long updated,
            @NotNull long unchanged,
            @NotNull long skipped,
            @NotNull long failed,
            @NotNull long conflict) {
        /** The number of items of all outcomes. */
        long total() {
            return created + updated + unchanged + skipped + failed + conflict;
        }
    }
}
