package dev.byline.home;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** The index of the API: the paths at which a program begins. */
@Schema(description = "The paths at which a program begins.")
public record ApiIndex(
        @NotNull @Schema(description = "The title of the site.", examples = "Byline") String title,
        @NotNull @Schema(description = "Paths by name. New names may appear.",
                examples = "{\"articles\": \"/api/v1/articles\", \"contract\": \"/q/openapi\"}") Map<String, String> links) {}
