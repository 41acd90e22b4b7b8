package dev.byline.image;

import java.nio.file.Path;

/**
 * A picture that was decoded completely, with the file that may be stored: without metadata, and without anything
 * behind its end.
 *
 * @param width
 *            in pixels, after the orientation was applied
 * @param height
 *            in pixels, after the orientation was applied
 * @param frames
 *            1 unless the picture moves
 * @param placeholder
 *            ThumbHash in Base64; null for SVG
 * @param dominantColor
 *            as in CSS, such as {@code #1a2b3c}; null for SVG
 * @param file
 *            the cleaned file in the folder that the caller named, whose owner is the caller
 */
public record CheckedPicture(
        FileType type,
        int width,
        int height,
        int frames,
        String placeholder,
        String dominantColor,
        Path file) {}
