package dev.byline.rendition;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import dev.byline.image.Resize.Quality;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import dev.byline.web.TrackingParameters;
import io.vertx.core.MultiMap;

/**
 * A request for a file or a size of a picture, as its address says.
 *
 * @param version
 *            the number of the file; null for the current one
 * @param width
 *            in pixels; null for the file as it is
 * @param height
 *            in pixels; null for the proportions of the picture
 */
record FileRequest(
        UUID id,
        Integer version,
        Integer width,
        Integer height,
        Fit fit,
        Quality quality,
        RequestedFormat format) {
    private static final Set<String> PARAMETERS = Set.of("v", "w", "h", "fit", "quality", "format");
    private static final int MAX_DIGITS = 9;

    /** The ways to fit a picture into a width and a height. */
    enum Fit {
        /** All of the picture, in this width and height or smaller. */
        CONTAIN,
        /** The width and height filled; what is too much is cut off, and the focal point stays. */
        COVER
    }

    /** The formats that can be requested. */
    enum RequestedFormat {
        AUTO,
        WEBP,
        JPEG,
        PNG
    }

    /** Reads the parameters of an address; 400 if one of them is wrong. */
    static FileRequest of(UUID id, MultiMap query, List<Integer> widths) {
        for (var name : query.names()) {
            if (!PARAMETERS.contains(name) && !TrackingParameters.isOne(name)) {
                throw ProblemException.withViolations(ProblemType.UNKNOWN_PARAMETER, List.of(Violation.query(name,
                        "is not a parameter of this operation; its parameters are v, w, h, fit, quality and format")));
            }
            if (PARAMETERS.contains(name) && query.getAll(name).size() > 1) {
                throw ProblemException.invalidParameter(name, "must not be given more than once");
            }
        }
        var width = number(query, "w");
        var height = number(query, "h");
        if (width == null && (height != null || query.contains("fit") || query.contains("quality")
                || query.contains("format"))) {
            throw ProblemException.invalidParameter("w", "is missing; h, fit, quality and format need it");
        }
        if (width != null) {
            AllowedSizes.checkWidth(width, widths);
        }
        if (height != null) {
            AllowedSizes.checkHeight(height, width, widths);
        }
        var fit = choice(query, "fit", Fit.CONTAIN);
        if (fit == Fit.COVER && height == null) {
            throw ProblemException.invalidParameter("h", "is missing; fit=cover needs it");
        }
        return new FileRequest(id, number(query, "v"), width, height, fit, choice(query, "quality", Quality.MEDIUM),
                choice(query, "format", RequestedFormat.AUTO));
    }

    private static Integer number(MultiMap query, String name) {
        var value = query.get(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("[1-9][0-9]{0," + (MAX_DIGITS - 1) + "}")) {
            throw ProblemException.invalidParameter(name, "must be a number from 1");
        }
        return Integer.valueOf(value);
    }

    private static <E extends Enum<E>> E choice(MultiMap query, String name, E byDefault) {
        var value = query.get(name);
        if (value == null) {
            return byDefault;
        }
        var choices = byDefault.getDeclaringClass().getEnumConstants();
        for (var choice : choices) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
                return choice;
            }
        }
        throw ProblemException.invalidParameter(name, "must be one of "
                + List.of(choices).toString().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""));
    }
}
