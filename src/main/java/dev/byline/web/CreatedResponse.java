package dev.byline.web;

import java.net.URI;

import org.jboss.resteasy.reactive.RestResponse;

/**
 * Creates the response to a creation: 201 with {@code Location}. {@link ResponseHeaders} adds the {@code ETag} of a
 * versioned entity.
 */
public final class CreatedResponse {
    private CreatedResponse() {
    }

    /**
     * Creates the response.
     *
     * @param path
     *            the path of the new resource, from the root, for instance {@code /api/v1/admin/tags/0190…}
     */
    public static <T> RestResponse<T> at(String path, T entity) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, entity).location(URI.create(path))
                .build();
    }
}
