package dev.byline.preview;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.idempotency.HasSecrets;
import jakarta.validation.constraints.NotNull;

/** A preview as staff see it. */
@Schema(name = "Preview", description = "A link that shows the working copy of one article until it expires.")
public record PreviewDetail(
        @NotNull UUID id,
        @NotNull Instant createdAt,
        @NotNull @Schema(description = "The name of the key that made it.", examples = "admin") String createdBy,
        @NotNull Instant expiresAt,
        @Schema(description = "What leads to it, shown once: `GET /api/v1/previews/{token}`.") String token,
        @Schema(description = "The address of the working copy in the published shape, shown once.") String path)
        implements
            HasSecrets {

    /** Without the token, and without the path that has it. */
    @Override
    public PreviewDetail withoutSecrets() {
        return new PreviewDetail(id, createdAt, createdBy, expiresAt, null, null);
    }

    static PreviewDetail of(Preview preview, String token) {
        return new PreviewDetail(preview.id, preview.createdAt, preview.createdBy, preview.expiresAt, token,
                token == null ? null : "/api/v1/previews/" + token);
    }
}
