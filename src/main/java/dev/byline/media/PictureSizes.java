package dev.byline.media;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.text.MediaAddress;

/**
 * The addresses of a picture in other sizes.
 *
 * @param base
 *            the public URL of this service, without a slash at its end
 * @param widths
 *            the widths that the site allows, in pixels
 */
public record PictureSizes(String base, List<Integer> widths) {
    /** The layout of most blogs: as wide as the window, and in large windows as wide as a column of text. */
    public static final String DEFAULT_SIZES = "(max-width: 48rem) 100vw, 48rem";
    /** The widest picture for programs that know no {@code srcset}, such as feed readers, in pixels. */
    private static final int MAX_FALLBACK_WIDTH = 1_280;
    /** The widest crop for search engines, in pixels. */
    private static final int MAX_CROP_WIDTH = 1_280;

    /** A picture in one size, in pixels. */
    public record PictureSize(String url, int width, int height) {}

    /** Returns the absolute URL of the present file, whose bytes never change. */
    public String url(Media medium) {
        return base + medium.versionPath();
    }

    /** Returns the absolute URL of a medium without its version, which stays when the file is replaced. */
    public String currentUrl(Media medium) {
        return base + MediaAddress.path(medium.id(), medium.filename());
    }

    /**
     * Returns the candidates for a {@code srcset}: the allowed widths that are smaller than the picture, and the picture
     * in its own width; null for a picture without sizes.
     */
    public String srcset(Media medium) {
        if (!medium.hasSizes()) {
            return null;
        }
        int own = medium.width();
        var smaller = widths.stream().filter(width -> width < own).sorted();
        // The next width gives the picture in its own width, because no picture is enlarged, in the best format.
        var next = widths.stream().filter(width -> width >= own).min(Comparator.naturalOrder());
        var candidates = smaller.map(width -> url(medium) + "&w=" + width + " " + width + "w").toList();
        var largest = next.map(width -> url(medium) + "&w=" + width + " " + own + "w");
        return Stream.concat(candidates.stream(), largest.stream()).collect(Collectors.joining(", "));
    }

    /** Returns the URL for programs that know no {@code srcset}: the file, or a smaller picture if the file is large. */
    public String fallbackUrl(Media medium) {
        return medium.hasSizes() && medium.width() > MAX_FALLBACK_WIDTH
                ? largest(MAX_FALLBACK_WIDTH).map(width -> url(medium) + "&w=" + width).orElse(url(medium))
                : url(medium);
    }

    /** Returns the largest crop in a proportion, around the focal point; empty if the picture is too small. */
    public Optional<PictureSize> crop(Media medium, int widthShare, int heightShare) {
        if (!medium.hasSizes()) {
            return Optional.empty();
        }
        int possible = Math.min(medium.width(), medium.height() * widthShare / heightShare);
        return largest(Math.min(possible, MAX_CROP_WIDTH)).map(width -> {
            int height = Math.round(width * (float) heightShare / widthShare);
            return new PictureSize(url(medium) + "&w=" + width + "&h=" + height + "&fit=cover", width, height);
        });
    }

    private Optional<Integer> largest(int maxWidth) {
        return widths.stream().filter(width -> width <= maxWidth).max(Comparator.naturalOrder());
    }
}
