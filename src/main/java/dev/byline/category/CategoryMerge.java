package dev.byline.category;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** What a category is merged into. */
@Schema(description = "What it is merged into.", examples = "{\"into\": \"machines\"}")
public record CategoryMerge(@NotNull @Schema(description = "By id or slug.", examples = "machines") String into) {}
