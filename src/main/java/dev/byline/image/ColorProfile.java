package dev.byline.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferInt;

/** Converts pixels to sRGB, which sizes have. */
final class ColorProfile {
    private static final float[][] SAMPLES = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 0.5f, 0.5f, 0.5f },
            { 0.8f, 0.3f, 0.2f } };
    private static final float TOLERANCE = 2 / 255f;

    private ColorProfile() {
    }

    /**
     * Returns the picture in sRGB.
     *
     * @param profile
     *            the ICC profile of the pixels; null, a damaged one and one of another kind than RGB change nothing
     */
    static Pixels toSrgb(Pixels pixels, byte[] profile) {
        if (profile == null) {
            return pixels;
        }
        try {
            var icc = ICC_Profile.getInstance(profile);
            if (icc.getColorSpaceType() != ColorSpace.TYPE_RGB) {
                return pixels;
            }
            var space = new ICC_ColorSpace(icc);
            return isSrgb(space) ? pixels : convert(pixels, icc);
        } catch (RuntimeException e) {
            return pixels;
        }
    }

    private static boolean isSrgb(ColorSpace space) {
        for (var sample : SAMPLES) {
            var converted = space.toRGB(sample);
            for (int i = 0; i < 3; i++) {
                if (Math.abs(converted[i] - sample[i]) > TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Pixels convert(Pixels pixels, ICC_Profile profile) {
        var image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        var values = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(pixels.argb(), 0, values, 0, values.length);
        var target = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        // On rasters, because images would be taken for sRGB.
        new ColorConvertOp(new ICC_Profile[]{ profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB) }, null)
                .filter(image.getRaster(), target.getRaster());
        var converted = ((DataBufferInt) target.getRaster().getDataBuffer()).getData();
        var result = new int[converted.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = pixels.argb()[i] & 0xFF00_0000 | converted[i] & 0xFF_FFFF;
        }
        return new Pixels(pixels.width(), pixels.height(), result, pixels.transparent());
    }
}
