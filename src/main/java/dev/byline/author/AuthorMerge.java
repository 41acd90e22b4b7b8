package dev.byline.author;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** Target of a merge of authors. */
@Schema(description = "The target of the merge.", examples = "{\"into\": \"owen-hale\"}")
public record AuthorMerge(
        @NotNull @Schema(description = "The author to merge into, by id or slug.",
                examples = "owen-hale") String into) {}
