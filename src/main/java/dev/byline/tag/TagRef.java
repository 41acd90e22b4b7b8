package dev.byline.tag;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** A tag as others refer to it. */
public record TagRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "electric-cars") String slug,
        @NotNull @Schema(examples = "Electric cars") String name) {}
