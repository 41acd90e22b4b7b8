package dev.byline.article;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.history.RevisionChange;
import jakarta.validation.constraints.NotNull;

/** Field by field, what became of one revision in another. */
@Schema(description = "Field by field, what became of one revision in another.")
public record RevisionChanges(
        @NotNull @Schema(examples = "2") int since,
        @NotNull @Schema(examples = "3") int version,
        @NotNull List<RevisionChange> changes) {}
