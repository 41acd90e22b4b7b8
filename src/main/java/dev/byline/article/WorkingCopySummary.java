package dev.byline.article;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** A working copy without body and references, as lists show it. */
public record WorkingCopySummary(
        @NotNull UUID id,
        @NotNull @Schema(examples = "3") int version,
        @NotNull State state,
        @NotNull boolean hasUnpublishedChanges,
        @Schema(description = "The scheduled transition; absent if there is none.") WorkingCopy.ScheduleDetail schedule,
        @NotNull @Schema(examples = "en") String locale,
        @NotNull @Schema(examples = "what-dojo-computes") String slug,
        @NotNull @Schema(examples = "What Dojo computes") String title,
        @NotNull Instant createdAt,
        @NotNull Instant savedAt) {

    WorkingCopySummary(UUID id, int version, State state, boolean hasUnpublishedChanges, Schedule schedule,
            String locale, String slug, String title, Instant createdAt, Instant savedAt) {
        this(id, version, state, hasUnpublishedChanges, WorkingCopy.ScheduleDetail.of(schedule), locale, slug, title,
                createdAt, savedAt);
    }

    /** The HQL projection that reads a summary from an {@link Article} {@code a}. */
    static final String SELECT_HQL = """
            select a.id, a.version, a.state,
            a.state = dev.byline.article.State.live and a.contentVersion <> a.publishedContentVersion,
            a.schedule, a.locale, a.slug, a.title, a.createdAt, a.savedAt""";
}
