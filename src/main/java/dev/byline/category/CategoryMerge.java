package dev.byline.category;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** Target of a merge of categories. */
@Schema(description = "The target of the merge.", examples = "{\"into\": \"machines\"}")
public record CategoryMerge(
        @NotNull @Schema(description = "The category to merge into, by id or slug.",
                examples = "machines") String into) {}
