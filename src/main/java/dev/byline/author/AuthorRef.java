package dev.byline.author;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** An author as others refer to it. */
public record AuthorRef(
        @NotNull UUID id,
        @NotNull @Schema(examples = "linh-tran") String slug,
        @NotNull @Schema(examples = "Linh Tran") String name) {}
