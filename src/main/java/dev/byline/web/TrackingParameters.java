package dev.byline.web;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Query parameters that browsers, newsletters and frameworks append to the addresses of pages, and that frontends pass
 * on: {@code utm_source}, {@code fbclid}, {@code _rsc} and the like. The public API ignores them: they are no part of
 * the key of a cached response and of no link in a response. No operation has a parameter with such a name.
 */
public final class TrackingParameters {
    private static final String NAME_REGEX = "fbclid|gclid|msclkid|_|_rsc|ref|(utm|mc)_[^=&]*";
    private static final Pattern NAME = Pattern.compile(NAME_REGEX);
    private static final Pattern PARAMETER = Pattern.compile("[?&](" + NAME_REGEX + ")(=|&|$)");

    private TrackingParameters() {
    }

    /** Tells whether a parameter has no meaning for this service. */
    public static boolean isOne(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Returns an address without these parameters; the same object if it has none, which is nearly always the case.
     *
     * @param uri
     *            a path, or a path with a query
     */
    public static String removeFrom(String uri) {
        int query = uri.indexOf('?');
        // Each cached read comes here, so an address without such a parameter is not taken apart.
        if (query < 0 || !PARAMETER.matcher(uri).region(query, uri.length()).find()) {
            return uri;
        }
        var kept = Arrays.stream(uri.substring(query + 1).split("&"))
                .filter(parameter -> !isOne(parameter.split("=", 2)[0])).toList();
        return uri.substring(0, query) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
    }
}
