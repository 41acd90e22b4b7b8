package dev.byline.article;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.publication.ArticleKind;
import jakarta.persistence.Tuple;
import jakarta.validation.constraints.NotNull;

/** A working copy without body and references, as lists show it. */
public final class WorkingCopySummary {
    @NotNull
    public final UUID id;
    @NotNull
    @Schema(examples = "3")
    public final int version;
    @NotNull
    public final State state;
    @NotNull
    public final boolean hasUnpublishedChanges;
    @Schema(description = "The scheduled transition; absent if there is none.")
    public final WorkingCopy.ScheduleDetail schedule;
    @NotNull
    @Schema(examples = "article")
    public final ArticleKind kind;
    @NotNull
    @Schema(examples = "en")
    public final String locale;
    @NotNull
    @Schema(examples = "what-dojo-computes")
    public final String slug;
    @NotNull
    @Schema(examples = "What Dojo computes")
    public final String title;
    @NotNull
    public final Instant createdAt;
    @NotNull
    public final Instant savedAt;

    /** The HQL projection that reads a summary from an {@link Article} {@code a}. */
    static final String SELECT_HQL = """
            select a.id as id, a.version as version, a.state as state,
            a.state = dev.byline.article.State.live and a.contentVersion <> a.publishedContentVersion as changed,
            a.schedule as schedule, a.kind as kind, a.locale as locale, a.slug as slug, a.title as title,
            a.createdAt as createdAt, a.savedAt as savedAt""";

    WorkingCopySummary(Tuple row) {
        id = row.get("id", UUID.class);
        version = row.get("version", Integer.class);
        state = row.get("state", State.class);
        hasUnpublishedChanges = row.get("changed", Boolean.class);
        schedule = WorkingCopy.ScheduleDetail.of(row.get("schedule", Schedule.class));
        kind = row.get("kind", ArticleKind.class);
        locale = row.get("locale", String.class);
        slug = row.get("slug", String.class);
        title = row.get("title", String.class);
        createdAt = row.get("createdAt", Instant.class);
        savedAt = row.get("savedAt", Instant.class);
    }
}
