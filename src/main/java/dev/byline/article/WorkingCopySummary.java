package dev.byline.article;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A working copy as lists show it. */
public record WorkingCopySummary(UUID id, @Schema(examples = "3") int version, State state,
        boolean hasUnpublishedChanges, @Schema(examples = "en") String locale,
        @Schema(examples = "what-dojo-computes") String slug, @Schema(examples = "What Dojo computes") String title,
        Instant createdAt, Instant savedAt) {

    /** The same as a projection of an {@link Article} {@code a}. */
    static final String SELECT = """
                                 select a.id, a.version, a.state,
                                 a.state = dev.byline.article.State.live and a.contentVersion <> a.publishedContentVersion,
                                 a.locale, a.slug, a.title, a.createdAt, a.savedAt""";
}
