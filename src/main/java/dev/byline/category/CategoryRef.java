package dev.byline.category;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** A category as others refer to it. */
public record CategoryRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "ai-technology") String slug,
        @NotNull @Schema(examples = "AI Technology") String name) {}
