package dev.byline.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import dev.byline.database.JdbcQueries;
import dev.byline.text.MediaAddress;

/**
 * A medium with one of its files, as content and readers see it.
 *
 * @param id
 *            the id of the medium
 * @param filename
 *            the last segment of the address, such as {@code dojo.jpg}
 * @param file
 *            the current file, or the version that was asked for
 * @param description
 *            the texts about the medium
 * @param focalPoint
 *            the point that stays in the picture when it is cut; null for the middle
 */
public record Media(
        UUID id,
        String filename,
        MediaFile file,
        Description description,
        FocalPoint focalPoint,
        Instant createdAt) {
    /** The largest number of a file; addresses have nine digits at most. */
    public static final int MAX_FILE_VERSION = 999_999_999;
    /** The columns that {@link #read} reads, of the tables {@code media m} and {@code media_file f}. */
    static final String COLUMNS = """
            m.id, m.filename, m.alt, m.caption, m.credit, m.focal_x, m.focal_y, m.created_at, f.version as file_version,
            f.store_key, f.type, f.bytes, f.width, f.height, f.frames, f.placeholder, f.dominant_color""";

    /** The texts about a medium; each may be null. */
    public record Description(String alt, String caption, String credit) {}

    /** Reads a medium from a row with {@link #COLUMNS}. */
    static Media read(ResultSet row) throws SQLException {
        var focalX = row.getObject("focal_x", Float.class);
        return new Media(row.getObject("id", UUID.class), row.getString("filename"), MediaFile.read(row),
                new Description(row.getString("alt"), row.getString("caption"), row.getString("credit")),
                focalX == null ? null : new FocalPoint(focalX, row.getFloat("focal_y")),
                JdbcQueries.readTime(row, "created_at"));
    }

    /** Returns the number of the file, from 1. */
    public int fileVersion() {
        return file.version();
    }

    /** Returns the key of the bytes in {@link MediaStore}. */
    public String storeKey() {
        return MediaStore.FILES + file.hash();
    }

    /** Returns the media type, such as {@code image/jpeg}. */
    public String type() {
        return file.type();
    }

    /** Returns the size of the file. */
    public long bytes() {
        return file.bytes();
    }

    /** Returns the width in pixels; null if the file is no picture. */
    public Integer width() {
        return file.picture() == null ? null : Integer.valueOf(file.picture().width());
    }

    /** Returns the height in pixels; null if the file is no picture. */
    public Integer height() {
        return file.picture() == null ? null : Integer.valueOf(file.picture().height());
    }

    /** Returns whether the picture has several frames. */
    public boolean animated() {
        return file.picture() != null && file.picture().frames() > 1;
    }

    /** Returns the ThumbHash in Base64; null if the file is no picture. */
    public String placeholder() {
        return file.picture() == null ? null : file.picture().placeholder();
    }

    /** Returns the dominant color as in CSS; null if the file is no picture. */
    public String dominantColor() {
        return file.picture() == null ? null : file.picture().dominantColor();
    }

    /** Returns the share of the width from the left; null for the middle. */
    public Float focalX() {
        return focalPoint == null ? null : Float.valueOf(focalPoint.x());
    }

    /** Returns the share of the height from the top; null for the middle. */
    public Float focalY() {
        return focalPoint == null ? null : Float.valueOf(focalPoint.y());
    }

    /** Returns whether the picture can be made in other sizes: it has pixels and does not move. */
    public boolean hasSizes() {
        return width() != null && !animated() && !type().equals("image/svg+xml");
    }

    /** Returns the path of this version of the file, whose bytes never change. */
    public String versionPath() {
        return MediaAddress.path(id, filename) + "?v=" + fileVersion();
    }
}
