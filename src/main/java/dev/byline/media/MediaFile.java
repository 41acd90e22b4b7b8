package dev.byline.media;

import java.sql.ResultSet;
import java.sql.SQLException;

import dev.byline.database.JdbcQueries;

/**
 * A file of a medium; its bytes never change.
 *
 * @param version
 *            the number of the file, from 1
 * @param hash
 *            the SHA-256 of the stored bytes in hexadecimal digits, the name of the file in {@link MediaStore}
 * @param type
 *            the media type, such as {@code image/jpeg}
 * @param bytes
 *            the size of the file
 * @param picture
 *            null if the file is no picture
 */
public record MediaFile(int version, String hash, String type, long bytes, PictureFacts picture) {
    /**
     * The facts of a picture.
     *
     * @param width
     *            in pixels, after the orientation was applied
     * @param height
     *            in pixels
     * @param frames
     *            1 unless the picture is animated
     * @param placeholder
     *            the ThumbHash in Base64
     * @param dominantColor
     *            as in CSS, such as {@code #1a2b3c}
     */
    public record PictureFacts(int width, int height, int frames, String placeholder, String dominantColor) {}

    /** Returns the same file with another number. */
    MediaFile withVersion(int number) {
        return new MediaFile(number, hash, type, bytes, picture);
    }

    static MediaFile read(ResultSet row) throws SQLException {
        var width = JdbcQueries.readInteger(row, row.findColumn("width"));
        return new MediaFile(row.getInt("file_version"), row.getString("store_key"), row.getString("type"),
                row.getLong("bytes"), width == null
                        ? null
                        : new PictureFacts(width, row.getInt("height"), row.getInt("frames"),
                                row.getString("placeholder"), row.getString("dominant_color")));
    }
}
