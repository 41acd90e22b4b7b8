package dev.byline.paging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.Violation;
import dev.byline.text.Slugs;

/**
 * Resolves the ids and slugs by which a body or a filter refers to other resources. An unknown reference is an error
 * and never dropped silently.
 */
public final class ReferenceResolver {
    /** The maximum number of ids and slugs in one filter. */
    public static final int MAX_FILTER_REFERENCES = 20;

    private ReferenceResolver() {
    }

    /**
     * Reads the resource that a filter refers to; a reference that {@code read} does not find is a 400 that names the
     * parameter.
     */
    public static <T> T resolveFilter(String parameter, String reference, Supplier<T> read) {
        try {
            return read.get();
        } catch (ProblemException unknown) {
            throw ProblemException.invalidParameter(parameter,
                    "must name an existing " + parameter + ", not " + EchoedInput.quote(reference));
        }
    }

    /**
     * Resolves the references of a filter, at most {@value #MAX_FILTER_REFERENCES}, to ids; an unknown
     * reference is a 400.
     */
    public static <R> List<UUID> resolveFilter(String parameter, List<String> references,
            BiFunction<Collection<UUID>, Collection<String>, List<R>> find, Function<R, UUID> id,
            Function<R, String> slug) {
        var named = AllowedValues.split(parameter, references, MAX_FILTER_REFERENCES);
        var found = findAll(named, find);
        return named.stream().map(reference -> findMatch(found, reference, id, slug).map(id).orElseThrow(
                () -> ProblemException.invalidParameter(parameter,
                        "must name an existing " + parameter + ", not " + EchoedInput.quote(reference))))
                .distinct().toList();
    }

    private static <R> List<R> findAll(List<String> references,
            BiFunction<Collection<UUID>, Collection<String>, List<R>> find) {
        var ids = references.stream().filter(Slugs::isId).map(UUID::fromString).toList();
        return find.apply(ids, references.stream().filter(r -> !Slugs.isId(r)).toList());
    }

    private static <R> Optional<R> findMatch(List<R> found, String reference, Function<R, UUID> id,
            Function<R, String> slug) {
        return found.stream()
                .filter(r -> id.apply(r).toString().equalsIgnoreCase(reference) || slug.apply(r).equals(reference))
                .findFirst();
    }

    /**
     * Resolves the references in a field of a body to ids, in their order. Unknown and repeated references are
     * violations.
     *
     * @param find
     *            finds all rows with the given ids or slugs, in one statement
     */
    public static <R> List<UUID> resolve(List<String> references, String pointer, String noun,
            BiFunction<Collection<UUID>, Collection<String>, List<R>> find, Function<R, UUID> id,
            Function<R, String> slug) {
        if (references == null || references.isEmpty()) {
            return List.of();
        }
        var found = findAll(references, find);
        var resolved = new ArrayList<UUID>();
        var violations = new ArrayList<Violation>();
        var seen = new HashSet<UUID>();
        for (int i = 0; i < references.size(); i++) {
            var reference = references.get(i);
            var match = findMatch(found, reference, id, slug);
            var at = pointer + "/" + i;
            if (match.isEmpty()) {
                violations.add(Violation.body(at,
                        "must be the id or slug of an existing " + noun + ", not " + EchoedInput.quote(reference)));
            } else if (!seen.add(id.apply(match.get()))) {
                violations.add(Violation.body(at, "must not repeat " + EchoedInput.quote(reference)));
            } else {
                resolved.add(id.apply(match.get()));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return resolved;
    }
}
