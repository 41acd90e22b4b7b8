package dev.byline.preview;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.idempotency.HasSecrets;
import dev.byline.web.Paths;
import jakarta.validation.constraints.NotNull;

/** A preview link, as the admin API shows it. */
@Schema(name = "Preview", description = "A link that shows the working copy of one article until the link expires.")
public record PreviewDetail(
        @NotNull UUID id,
        @NotNull Instant createdAt,
        @NotNull @Schema(description = "The name of the key that created the "
                + "preview.", examples = "admin") String createdBy,
        @NotNull Instant expiresAt,
        @Schema(description = "The secret token of the link for `GET /api/v1/previews/{token}`. Only the response "
                + "that creates the preview contains it.") String token,
        @Schema(description = "The path under which the working copy is read in the shape of a published article. "
                + "Only the response that creates the preview contains it.") String path,
        @Schema(description = "The address of a page that shows the working copy: the frontend's by the site's "
                + "`previewUrl`, or else a page of Byline. Only the response that creates the preview contains it.",
                examples = "https://api.blog.example/pages/preview?token=…") String url)
        implements
            HasSecrets {

    /** Returns this preview without the token, and without the path and the URL that contain the token. */
    @Override
    public PreviewDetail withoutSecrets() {
        return new PreviewDetail(id, createdAt, createdBy, expiresAt, null, null, null);
    }

    static PreviewDetail of(Preview preview) {
        return new PreviewDetail(preview.id, preview.createdAt, preview.createdBy, preview.expiresAt, null, null, null);
    }

    /** Returns a new preview with its token. */
    static PreviewDetail of(Preview preview, String token, String url) {
        return new PreviewDetail(preview.id, preview.createdAt, preview.createdBy, preview.expiresAt, token,
                Paths.PUBLIC_API + "/previews/" + token, url);
    }
}
