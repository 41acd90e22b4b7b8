package dev.byline.image;

/**
 * An order to make a picture in another size.
 *
 * @param width
 *            the width in pixels
 * @param height
 *            the height in pixels
 * @param crop
 *            the part of the source that is shown; null for all of it
 */
public record Resize(int width, int height, Crop crop, Format format, Quality quality) {
    /** A rectangle of the source, in its pixels. */
    public record Crop(int x, int y, int width, int height) {}

    /** The formats of sizes. */
    public enum Format {
        WEBP("image/webp", 16_383),
        JPEG("image/jpeg", 65_500),
        PNG("image/png", Integer.MAX_VALUE);

        public final String mediaType;
        /** The greatest width and height that the encoder of the format takes, in pixels. */
        public final int maxLength;

        Format(String mediaType, int maxLength) {
            this.mediaType = mediaType;
            this.maxLength = maxLength;
        }
    }

    /** The classes of quality, which stand for numbers of each encoder. */
    public enum Quality {
        LOW(50),
        MEDIUM(75),
        HIGH(88);

        final int percent;

        Quality(int percent) {
            this.percent = percent;
        }
    }
}
