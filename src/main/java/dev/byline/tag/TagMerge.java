package dev.byline.tag;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** Target of a merge of tags. */
@Schema(description = "The target of the merge.", examples = "{\"into\": \"drafts\"}")
public record TagMerge(
        @NotNull @Schema(description = "The tag to merge into, by id or slug.", examples = "drafts") String into) {}
