package dev.byline.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import jakarta.validation.constraints.NotNull;

/** An article, an author or the site that refers to a medium. */
@Schema(description = "An article, an author or the site that refers to a medium.")
public final class MediaUse {
    @NotNull
    public final MediaUserKind kind;
    @Schema(description = "The id of the article or author; absent for the site.")
    public final UUID id;
    @NotNull
    @Schema(description = "The title of the article, or the name of the author or the site.",
            examples = "What Dojo computes")
    public final String name;
    @NotNull
    @Schema(description = "Whether the version that readers see refers to the medium; otherwise only the working copy "
            + "does.")
    public final boolean live;

    MediaUse(ResultSet row) throws SQLException {
        kind = MediaUserKind.valueOf(row.getString("kind"));
        var userId = row.getObject("user_id", UUID.class);
        id = kind == MediaUserKind.site ? null : userId;
        name = row.getString("name");
        live = row.getBoolean("live");
    }

    /** The things that refer to media. */
    public enum MediaUserKind {
        article,
        author,
        site
    }
}
