package dev.byline.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.database.JdbcQueries;
import dev.byline.web.Versioned;
import jakarta.validation.constraints.NotNull;

/** A medium as the admin API shows it. */
@Schema(description = "A picture or another file, with its description.")
public final class MediaDetail implements Versioned {
    /** The columns of a medium with its current file. */
    static final String SELECT = "select " + Media.COLUMNS + """
            , m.version, m.changed_at, m.trashed_at, m.uploaded_by,
                coalesce((select a.name from account a where a.id = m.uploaded_by),
                    (select k.name from api_key k where k.id = m.uploaded_by)) as uploader_name
            from media m join media_file f on f.media_id = m.id and f.version = m.file_version""";

    @NotNull
    @Schema(description = "The id; `media:ID` refers to the medium in the text of an article.")
    public final UUID id;
    @NotNull
    @Schema(description = "The version of the description; send it as `If-Match` with a change.", examples = "1")
    public final int version;
    @NotNull
    @Schema(description = "The number of the current file; a replaced file has the next one.", examples = "1")
    public final int fileVersion;
    @NotNull
    @Schema(description = "The address of the current file, which stays when the file is replaced.", format = "uri",
            examples = "https://blog.example/media/01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69/dojo.jpg")
    public final String url;
    @NotNull
    @Schema(examples = "dojo.jpg")
    public final String filename;
    @NotNull
    @Schema(description = "The media type.", examples = "image/jpeg")
    public final String type;
    @NotNull
    @Schema(description = "The size of the stored file.", examples = "182044")
    public final long bytes;
    @Schema(description = "The width in pixels; absent if the file is no picture.", examples = "1600")
    public final Integer width;
    @Schema(description = "The height in pixels; absent if the file is no picture.", examples = "900")
    public final Integer height;
    @Schema(description = "The sizes as in the attribute `srcset` of HTML; absent for files without sizes, such as SVG.")
    public final String srcset;
    @Schema(description = "A ThumbHash in Base64, to show before the picture is loaded.")
    public final String placeholder;
    @Schema(description = "The dominant color as in CSS.", examples = "#1a2b3c")
    public final String dominantColor;
    @Schema(description = "Alternative text: describes the picture for readers who cannot see it.",
            examples = "A robot that reads")
    public final String alt;
    @Schema(examples = "The reading robot of the library.")
    public final String caption;
    @Schema(examples = "Photo: Linh Tran")
    public final String credit;
    @Schema(description = "The point that stays in the picture when it is cut; absent for the middle.")
    public final FocalPoint focalPoint;
    @Schema(description = "The account or API key that uploaded the medium; absent for imports.")
    public final MediaUploader uploadedBy;
    @NotNull
    public final Instant createdAt;
    @NotNull
    public final Instant changedAt;
    @Schema(description = "The time at which the medium was moved to the trash; absent if it is not there.")
    public final Instant trashedAt;

    MediaDetail(ResultSet row, PictureSizes sizes) throws SQLException {
        var media = Media.read(row);
        id = media.id();
        version = row.getInt("version");
        fileVersion = media.fileVersion();
        url = sizes.currentUrl(media);
        filename = media.filename();
        type = media.type();
        bytes = media.bytes();
        width = media.width();
        height = media.height();
        srcset = sizes.srcset(media);
        placeholder = media.placeholder();
        dominantColor = media.dominantColor();
        alt = media.description().alt();
        caption = media.description().caption();
        credit = media.description().credit();
        focalPoint = media.focalPoint();
        var uploader = row.getObject("uploaded_by", UUID.class);
        uploadedBy = uploader == null ? null : new MediaUploader(uploader, row.getString("uploader_name"));
        createdAt = media.createdAt();
        changedAt = JdbcQueries.readTime(row, "changed_at");
        trashedAt = row.getObject("trashed_at") == null ? null : JdbcQueries.readTime(row, "trashed_at");
    }

    @Override
    public int version() {
        return version;
    }

    /** Account or API key that uploaded a medium. */
    @Schema(description = "The account or API key that uploaded a medium.")
    public record MediaUploader(
            @NotNull UUID id,
            @Schema(description = "The present name; absent if the account or key was deleted.",
                    examples = "Linh Tran") String name) {}
}
