package dev.byline.paging;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.byline.problem.BodyProblems;
import dev.byline.problem.ProblemException;

/** Names out of those that the contract enumerates; anything else is a 400 with the nearest known one. */
public final class AllowedValues {
    private AllowedValues() {
    }

    /** The text, which must be one of the names. */
    public static String requireOne(String parameter, String text, Collection<String> names) {
        if (!names.contains(text)) {
            var nearest = BodyProblems.suggestNearest(text, names);
            throw ProblemException.invalidParameter(parameter, "must be one of " + String.join(", ", names) + ", not '"
                    + text + "'" + (nearest.endsWith("?") ? nearest : ""));
        }
        return text;
    }

    /** The names in the text, separated by commas; none for null. */
    public static Set<String> requireAll(String parameter, String text, Collection<String> names) {
        var chosen = new LinkedHashSet<String>();
        for (var name : split(parameter, text, names.size())) {
            chosen.add(requireOne(parameter, name, names));
        }
        return chosen;
    }

    /** What the text lists, separated by commas, each once and at most so many; none for null. */
    public static List<String> split(String parameter, String text, int maxCount) {
        if (text == null) {
            return List.of();
        }
        var parts = List.of(text.split(",", -1));
        if (parts.size() > maxCount) {
            throw ProblemException.invalidParameter(parameter,
                    "must list at most " + maxCount + ", not " + parts.size());
        }
        if (parts.stream().anyMatch(String::isBlank)) {
            throw ProblemException.invalidParameter(parameter, "has an empty place between its commas");
        }
        if (Set.copyOf(parts).size() < parts.size()) {
            throw ProblemException.invalidParameter(parameter, "names something twice");
        }
        return parts;
    }
}
