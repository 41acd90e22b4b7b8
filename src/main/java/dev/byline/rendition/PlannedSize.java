package dev.byline.rendition;

import java.util.Locale;

import dev.byline.image.FileType;
import dev.byline.image.Resize;
import dev.byline.image.Resize.Crop;
import dev.byline.media.Media;
import dev.byline.media.MediaStore;
import dev.byline.problem.ProblemException;
import dev.byline.rendition.FileRequest.Fit;
import dev.byline.rendition.FileRequest.RequestedFormat;

/**
 * A size of a picture that a request stands for. Equal sizes have equal keys, whichever addresses name them.
 *
 * @param key
 *            the key of the bytes in {@link MediaStore}
 */
record PlannedSize(String key, Media medium, Resize order) {
    /**
     * Plans the size for a request. A picture is never enlarged.
     *
     * @param acceptsWebp
     *            whether the client shows WebP
     * @param transparent
     *            whether the picture has transparent pixels
     */
    static PlannedSize of(Media medium, FileRequest request, boolean acceptsWebp, boolean transparent) {
        int sourceWidth = medium.width();
        int sourceHeight = medium.height();
        Crop crop = null;
        double scale = Math.min(1, (double) request.width() / sourceWidth);
        int width = sourceWidth;
        int height = sourceHeight;
        if (request.fit() == Fit.COVER) {
            crop = crop(medium, (double) request.width() / request.height());
            width = crop.width();
            height = crop.height();
            scale = Math.min(1, (double) request.width() / width);
        } else if (request.height() != null) {
            scale = Math.min(scale, (double) request.height() / sourceHeight);
        }
        if (crop != null && scale < 1) {
            // The crop is in whole pixels, so that its proportion is not exactly the one that was requested.
            width = request.width();
            height = request.height();
        } else {
            width = (int) Math.max(1, Math.round(width * scale));
            height = (int) Math.max(1, Math.round(height * scale));
        }
        var format = format(request, Math.max(width, height), acceptsWebp, transparent);
        var order = new Resize(width, height, crop, format, request.quality());
        return new PlannedSize(key(medium, order), medium, order);
    }

    /** Returns the largest part of a picture in a proportion around its focal point. */
    private static Crop crop(Media medium, double proportion) {
        int width = (int) Math.max(1, Math.min(medium.width(), Math.round(medium.height() * proportion)));
        int height = (int) Math.max(1, Math.min(medium.height(), Math.round(medium.width() / proportion)));
        return new Crop(start(medium.width(), width, medium.focalX()),
                start(medium.height(), height, medium.focalY()), width, height);
    }

    private static int start(int length, int part, Float focus) {
        double middle = length * (focus == null ? 0.5 : focus);
        return (int) Math.max(0, Math.min(length - part, Math.round(middle - part / 2.0)));
    }

    /** Returns the format of a response; 400 if a format was requested that ends at a smaller length. */
    private static Resize.Format format(FileRequest request, int length, boolean acceptsWebp, boolean transparent) {
        if (request.format() == RequestedFormat.AUTO) {
            return acceptsWebp && length <= Resize.Format.WEBP.maxLength
                    ? Resize.Format.WEBP
                    : transparent || length > Resize.Format.JPEG.maxLength ? Resize.Format.PNG : Resize.Format.JPEG;
        }
        var format = Resize.Format.valueOf(request.format().name());
        if (length > format.maxLength) {
            throw ProblemException.invalidParameter("format", "must be " + (length <= Resize.Format.JPEG.maxLength
                    ? "jpeg, "
                    : "") + "png or auto: the picture would be " + length + " pixels long, and this format ends at "
                    + format.maxLength);
        }
        return format;
    }

    private static String key(Media medium, Resize order) {
        var crop = order.crop();
        return (MediaStore.SIZES + medium.file().hash() + "-" + order.width() + "x" + order.height()
                + (crop == null ? "" : "-" + crop.x() + "." + crop.y() + "." + crop.width() + "." + crop.height())
                + "-" + order.quality() + "." + order.format()).toLowerCase(Locale.ROOT);
    }

    FileType sourceType() {
        return FileType.ofPicture(medium.type());
    }
}
