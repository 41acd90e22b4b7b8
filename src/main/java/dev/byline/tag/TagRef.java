package dev.byline.tag;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tag as others refer to it. */
public record TagRef(UUID id, @Schema(examples = "electric-cars") String slug,
        @Schema(examples = "Electric cars") String name) {}
