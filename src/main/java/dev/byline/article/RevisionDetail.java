package dev.byline.article;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.history.RevisionStore;
import jakarta.validation.constraints.NotNull;

/** A revision with its full content, as the admin API shows it. */
@Schema(description = "One save of an article with its full content.")
public record RevisionDetail(
        @NotNull @Schema(description = "The version that the save created.", examples = "3") int version,
        @NotNull Instant savedAt,
        @NotNull @Schema(description = "The name of the key that saved the revision, or `system`.",
                examples = "admin") String savedBy,
        @NotNull @Schema(description = "Whether the working copy has this content.") boolean current,
        @NotNull @Schema(description = "Whether this revision was published last.") boolean published,
        @NotNull @Schema(
                description = "The saved content, with authors, categories and tags by id.") ArticleInput content) {

    static RevisionDetail of(RevisionStore.StoredRevision storedRevision, Article article, ArticleInput content) {
        return new RevisionDetail(storedRevision.version(), storedRevision.savedAt(), storedRevision.savedBy(),
                storedRevision.version() == article.contentVersion,
                Integer.valueOf(storedRevision.version()).equals(article.publishedContentVersion), content);
    }
}
