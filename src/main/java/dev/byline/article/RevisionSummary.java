package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.history.RevisionStore;
import jakarta.validation.constraints.NotNull;

/** A revision without its content, as lists show it. */
@Schema(description = "One save of an article.")
public record RevisionSummary(
        @NotNull @Schema(description = "The version that the save created.", examples = "3") int version,
        @NotNull @Schema(examples = "What Dojo computes") String title,
        @NotNull Instant savedAt,
        @NotNull @Schema(description = "The name of the key that saved the revision, or `system`.",
                examples = "admin") String savedBy,
        @NotNull @Schema(description = "Whether the working copy has this content.") boolean current,
        @NotNull @Schema(description = "Whether this revision was published last.") boolean published) {

    static RevisionSummary of(RevisionStore.RevisionEntry revisionEntry, Article article) {
        return new RevisionSummary(revisionEntry.version(), revisionEntry.title(), revisionEntry.savedAt(),
                revisionEntry.savedBy(),
                revisionEntry.version() == article.contentVersion,
                Integer.valueOf(revisionEntry.version()).equals(article.publishedContentVersion));
    }
}
