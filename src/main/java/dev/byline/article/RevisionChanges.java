package dev.byline.article;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.history.RevisionChange;
import jakarta.validation.constraints.NotNull;

/** The fields that differ between two revisions. */
@Schema(description = "The fields that differ between two revisions.")
public record RevisionChanges(
        @NotNull @Schema(examples = "2") int since,
        @NotNull @Schema(examples = "3") int version,
        @NotNull List<RevisionChange> changes) {}
