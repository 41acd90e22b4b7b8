package dev.byline.tag;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** What a tag is merged into. */
@Schema(description = "What it is merged into.", examples = "{\"into\": \"drafts\"}")
public record TagMerge(@NotNull @Schema(description = "By id or slug.", examples = "drafts") String into) {}
