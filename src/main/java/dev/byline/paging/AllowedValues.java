package dev.byline.paging;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.byline.problem.BodyProblems;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;

/**
 * Checks parameter values against the names that the contract lists. Any other value is a 400 that suggests the nearest
 * known name.
 */
public final class AllowedValues {
    private AllowedValues() {
    }

    /** Returns the text if it is one of the names; any other text is a 400. */
    public static String requireOne(String parameter, String text, Collection<String> names) {
        if (!names.contains(text)) {
            var nearest = BodyProblems.suggestNearest(text, names);
            throw ProblemException.invalidParameter(parameter, "must be one of " + String.join(", ", names) + ", not "
                    + EchoedInput.quote(text) + (nearest.endsWith("?") ? nearest : ""));
        }
        return text;
    }

    /** Splits the values into known names; no value gives an empty set. */
    public static Set<String> requireAll(String parameter, List<String> values, Collection<String> names) {
        var chosen = new LinkedHashSet<String>();
        for (var name : split(parameter, values, names.size())) {
            chosen.add(requireOne(parameter, name, names));
        }
        return chosen;
    }

    /**
     * Splits the values of a list parameter into distinct parts, at most the given number; no value gives an empty
     * list. A list may be one value with commas, the parameter repeated, or both: clients write lists in different ways.
     */
    public static List<String> split(String parameter, List<String> values, int maxCount) {
        var parts = values.stream().flatMap(value -> Stream.of(value.split(",", -1))).toList();
        if (parts.size() > maxCount) {
            throw ProblemException.invalidParameter(parameter,
                    "must list at most " + maxCount + " values, not " + parts.size());
        }
        if (parts.stream().anyMatch(String::isBlank)) {
            throw ProblemException.invalidParameter(parameter, "contains an empty value between commas");
        }
        if (Set.copyOf(parts).size() < parts.size()) {
            throw ProblemException.invalidParameter(parameter, "contains the same value twice");
        }
        return parts;
    }
}
