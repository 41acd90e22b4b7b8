package dev.byline.web;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Query parameters that browsers, newsletters and frameworks append to the addresses of pages, and that frontends pass
 * on: {@code utm_source}, {@code fbclid}, {@code _rsc} and the like. The public API ignores them: they are no part of
 * the key of a cached response and of no link in a response.
 */
public final class TrackingParameters {
    private static final Set<String> NAMES = Set.of("fbclid", "gclid", "msclkid", "_", "_rsc", "ref");
    private static final Set<String> PREFIXES = Set.of("utm_", "mc_");

    private TrackingParameters() {
    }

    /** Tells whether a parameter has no meaning for this service. */
    static boolean isOne(String name) {
        return NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
    }

    /**
     * Returns an address without these parameters; the same object if it has none, which is nearly always the case.
     *
     * @param uri
     *            a path, or a path with a query
     */
    public static String removeFrom(String uri) {
        int start = uri.indexOf('?');
        if (start < 0) {
            return uri;
        }
        var parameters = uri.substring(start + 1).split("&");
        var kept = Arrays.stream(parameters).filter(parameter -> !isOne(parameter.split("=", 2)[0])).toList();
        if (kept.size() == parameters.length) {
            return uri;
        }
        return uri.substring(0, start)
                + kept.stream().collect(Collectors.joining("&", kept.isEmpty() ? "" : "?", ""));
    }
}
