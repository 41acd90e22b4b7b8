package dev.byline.rendition;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.byline.problem.ProblemException;

/**
 * The sizes that may be requested: the widths of the site, and for each width the heights of the usual proportions.
 * Invented addresses could otherwise fill the disk.
 */
final class AllowedSizes {
    /** Width by height: square, photos, screens, the previews of social networks; each also upright. */
    private static final double[] PROPORTIONS = { 1, 4 / 3.0, 3 / 2.0, 16 / 9.0, 1.91, 3 / 4.0, 2 / 3.0, 9 / 16.0,
            1 / 1.91 };

    private AllowedSizes() {
    }

    /** Checks a width; 400 with the nearest one if the site does not have it. */
    static void checkWidth(int width, List<Integer> widths) {
        check("w", width, widths, "of the site's widths");
    }

    /** Checks a height; 400 with the nearest one if the width does not have it. */
    static void checkHeight(int height, int width, List<Integer> widths) {
        var heights = new TreeSet<>(widths);
        for (double proportion : PROPORTIONS) {
            // Both neighbours, because clients round differently.
            heights.add((int) Math.floor(width / proportion));
            heights.add((int) Math.ceil(width / proportion));
        }
        check("h", height, heights, "of the heights for w=" + width);
    }

    private static void check(String name, int value, Collection<Integer> allowed, String what) {
        if (!allowed.contains(value)) {
            var nearest = allowed.stream().min(Comparator.comparingInt(other -> Math.abs(other - value)));
            throw ProblemException.invalidParameter(name, "must be one " + what + " ("
                    + allowed.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + "); the nearest is " + nearest.orElse(0));
        }
    }
}
