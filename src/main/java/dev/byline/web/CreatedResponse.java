package dev.byline.web;

import java.net.URI;

import org.jboss.resteasy.reactive.RestResponse;

/** The answer to a creation: 201 with {@code Location}; the {@code ETag} follows from the version. */
public final class CreatedResponse {
    private CreatedResponse() {
    }

    /** @param path where the new resource is read, from the root, for instance {@code /api/v1/admin/tags/0190…} */
    public static <T> RestResponse<T> at(String path, T entity) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, entity).location(URI.create(path))
                .build();
    }
}
