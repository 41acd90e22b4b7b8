package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.history.RevisionStore;
import jakarta.validation.constraints.NotNull;

/** A revision, whole. */
@Schema(description = "One save of an article, whole.")
public record RevisionDetail(
        @NotNull @Schema(description = "The version that the save made.", examples = "3") int version,
        @NotNull Instant savedAt,
        @NotNull @Schema(description = "The name of the key that saved it, or `system`.",
                examples = "admin") String savedBy,
        @NotNull @Schema(description = "Whether the working copy has this content.") boolean current,
        @NotNull @Schema(description = "Whether this was published last.") boolean published,
        @NotNull @Schema(
                description = "What was saved, with authors, categories and tags by id.") ArticleInput content) {

    static RevisionDetail of(RevisionStore.StoredRevision storedRevision, Article article, ArticleInput content) {
        return new RevisionDetail(storedRevision.version(), storedRevision.savedAt(), storedRevision.savedBy(),
                storedRevision.version() == article.contentVersion,
                Integer.valueOf(storedRevision.version()).equals(article.publishedContentVersion), content);
    }
}
