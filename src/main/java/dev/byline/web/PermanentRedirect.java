package dev.byline.web;

import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.text.Slugs;

/** Redirects (308) a request with a former slug to the address with the present slug. */
public final class PermanentRedirect {
    private PermanentRedirect() {
    }

    /** Tells whether a request by slug named a resource by another slug than its present one. */
    public static boolean isNeeded(String reference, String presentSlug) {
        return !reference.equals(presentSlug) && !Slugs.isId(reference);
    }

    /**
     * Creates the response. Caches may keep it for a minute, because another resource may get the former slug.
     *
     * @param address
     *            the present address: a URL, or a path from the root with its query
     */
    public static <T> RestResponse<T> to(String address) {
        return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.PERMANENT_REDIRECT)
                .header("Location", address).header("Cache-Control", "public, max-age=60").build();
    }
}
