package dev.byline.author;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An author as others refer to it. */
public record AuthorRef(UUID id, @Schema(examples = "linh-tran") String slug,
        @Schema(examples = "Linh Tran") String name) {}
