package dev.byline.image;

import java.nio.charset.StandardCharsets;

/**
 * A picture as a sequence of parts: its size as the header declares it, and its bytes without metadata and without
 * anything behind the end.
 *
 * @param width
 *            in pixels, before the orientation is applied
 * @param frames
 *            1 unless the picture is animated
 * @param passes
 *            how often the decoder passes over the pixels: the scans of a JPEG file, otherwise 1
 * @param orientation
 *            1 to 8 as in Exif; 1 needs no change
 * @param colorProfile
 *            the ICC profile; null for sRGB
 * @param cleaned
 *            the bytes that may be stored if the orientation is 1
 */
record PictureFile(
        int width,
        int height,
        int frames,
        int passes,
        int orientation,
        byte[] colorProfile,
        byte[] cleaned) {
    /** The largest ICC profile that is kept. */
    static final int MAX_PROFILE_BYTES = 4 * 1024 * 1024;

    long pixels() {
        return (long) width * height;
    }

    /**
     * Reads the parts of a file; the pixels are not decoded.
     *
     * @param file
     *            the file; with {@link PictureBounds#NONE} its beginning, up to the first pixels, is enough
     */
    static PictureFile read(byte[] file, FileType type, PictureBounds bounds) throws RefusedPictureException {
        try {
            if (type.equals(FileType.JPEG)) {
                return new JpegParts(file, bounds).read();
            } else if (type.equals(FileType.PNG)) {
                return new PngParts(file, bounds).read();
            } else if (type.equals(FileType.GIF)) {
                return new GifParts(file, bounds).read();
            } else if (type.equals(FileType.WEBP)) {
                return new WebpParts(file, bounds).read();
            }
        } catch (IndexOutOfBoundsException e) {
            throw truncated();
        }
        throw new RefusedPictureException("is no JPEG, PNG, GIF, WebP or SVG picture");
    }

    static RefusedPictureException truncated() {
        return new RefusedPictureException("ends before the picture is complete");
    }

    static RefusedPictureException damaged() {
        return new RefusedPictureException("is damaged: its pixels cannot be decoded");
    }

    /** Returns whether the bytes at a position are these characters. */
    static boolean isAt(byte[] file, int position, String latin1) {
        var expected = latin1.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < expected.length; i++) {
            if (position + i >= file.length || file[position + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
