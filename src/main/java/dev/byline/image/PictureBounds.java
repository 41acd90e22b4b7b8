package dev.byline.image;

/**
 * The largest picture and animation that are read; checked as soon as a header names a size, before any pixel.
 *
 * @param isNew
 *            whether the file was not checked before: then it is read to its end, and the compressed pixels of a PNG file
 *            are checked, which takes as long as decoding
 */
record PictureBounds(long maxPixels, int maxFrames, long maxAnimationPixels, boolean isNew) {
    /** The greatest length that a JPEG file can name. */
    private static final int MAX_LENGTH = 65_535;
    /** The bounds of files that were checked when they were stored. */
    static final PictureBounds NONE = new PictureBounds(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, false);

    static PictureBounds of(PictureLimits limits) {
        return new PictureBounds(limits.maxPixels(), limits.maxFrames(), limits.maxAnimationPixels(), true);
    }

    void checkSize(long width, long height) throws RefusedPictureException {
        if (width <= 0 || height <= 0) {
            throw PictureFile.damaged();
        }
        if (Math.max(width, height) > MAX_LENGTH && isNew) {
            throw new RefusedPictureException("is longer than " + MAX_LENGTH + " pixels");
        }
        if (width * height > maxPixels) {
            throw new RefusedPictureException("has " + width + " x " + height + " pixels; at most "
                    + maxPixels / 1_000_000 + " megapixels are accepted");
        }
    }

    void checkFrames(int frames, long pixels) throws RefusedPictureException {
        if (frames > maxFrames || pixels > maxAnimationPixels) {
            throw new RefusedPictureException("is an animation of more than " + maxFrames + " frames or "
                    + maxAnimationPixels / 1_000_000 + " megapixels in all frames");
        }
    }
}
