package dev.byline.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.transfer.format.ImportFormat;
import jakarta.persistence.Tuple;
import jakarta.validation.constraints.NotNull;

/** An import job in the admin API. */
@Schema(description = "A job that imports one file.")
public final class ImportJob {
    @NotNull
    public final UUID id;
    @NotNull
    public final ImportState state;
    @NotNull
    public final ImportFormat format;
    @NotNull
    @Schema(description = "The name of the source of the file. The source and the external id together identify an "
            + "item, so that a repeated import finds it again.",
            examples = "https://old.example")
    public final String source;
    @NotNull
    public final boolean dryRun;
    @NotNull
    @Schema(description = "The size of the file in bytes.", examples = "104857600")
    public final long bytes;
    @NotNull
    @Schema(description = "The part of the file that is processed, from 0 to 1.", examples = "0.42")
    public final double progress;
    @NotNull
    @Schema(description = "The number of processed items.", examples = "4200")
    public final long items;
    @NotNull
    public final ImportOutcomes outcomes;
    @NotNull
    @Schema(description = "The number of items that are imported with notes; `outcome=noted` lists them.",
            examples = "17")
    public final long noted;
    @Schema(description = "The most frequent notes on imported items, with the numbers of their items; absent in "
            + "lists of imports. An item can have several notes.")
    public final List<ImportNote> notes;
    @Schema(description = "The average speed of the job; absent before the job runs.", examples = "1250")
    public final Long itemsPerSecond;
    @Schema(description = "The estimated number of seconds until the job is done; present only while the job runs.",
            examples = "12")
    public final Long secondsLeft;
    @Schema(description = "The reason of a failure, and how to continue.")
    public final String message;
    @NotNull
    public final String createdBy;
    @NotNull
    public final Instant createdAt;
    public final Instant startedAt;
    public final Instant finishedAt;

    ImportJob(Tuple row, Clock clock, List<ImportNote> notes) {
        id = row.get("id", UUID.class);
        state = ImportState.valueOf(row.get("state", String.class));
        format = ImportFormat.valueOf(row.get("format", String.class));
        source = row.get("source", String.class);
        dryRun = row.get("dry_run", Boolean.class);
        bytes = row.get("bytes", Long.class);
        startedAt = row.get("started_at", Instant.class);
        finishedAt = row.get("finished_at", Instant.class);
        double part = state == ImportState.done
                ? 1
                : bytes == 0 ? 0 : Math.min(1, (double) row.get("bytes_read", Long.class) / bytes);
        double seconds = startedAt == null
                ? 0
                : Math.max(0.001, Duration.between(startedAt, finishedAt == null ? clock.instant() : finishedAt)
                        .toMillis() / 1000.0);
        progress = Math.round(part * 1000) / 1000.0;
        outcomes = new ImportOutcomes(row.get("created", Long.class), row.get("updated", Long.class),
                row.get("unchanged", Long.class), row.get("skipped", Long.class), row.get("failed", Long.class),
                row.get("conflict", Long.class));
        noted = row.get("noted", Long.class);
        this.notes = notes;
        // The column counts waiting items as well, but not the items completed ahead of a batch that is still running.
        // The outcomes count those, but no waiting items.
        items = Math.max(row.get("items", Long.class), outcomes.total());
        itemsPerSecond = startedAt == null ? null : Math.round(items / seconds);
        secondsLeft = state == ImportState.running && part > 0 ? Math.round(seconds / part - seconds) : null;
        message = row.get("message", String.class);
        createdBy = row.get("created_by", String.class);
        createdAt = row.get("created_at", Instant.class);
    }

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
