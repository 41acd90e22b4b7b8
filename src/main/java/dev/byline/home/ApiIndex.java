package dev.byline.home;

import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.web.Paths;
import jakarta.validation.constraints.NotNull;

/** The index of the API: the paths at which a program begins. */
@Schema(description = "The paths at which a program begins.")
public record ApiIndex(
        @NotNull @Schema(description = "The title of the site.", examples = "Byline") String title,
        @NotNull @Schema(description = "Paths by name. New names may appear.",
                examples = "{\"articles\": \"" + Paths.PUBLIC_API + "/articles\", \"contract\": \"" + Paths.CONTRACT
                        + "\"}") Map<String, String> links) {}
