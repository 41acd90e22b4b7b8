package dev.byline.category;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A category as others refer to it. */
public record CategoryRef(UUID id, @Schema(examples = "ai-technology") String slug,
        @Schema(examples = "AI Technology") String name) {}
