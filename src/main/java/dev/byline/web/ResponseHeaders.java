package dev.byline.web;

import java.util.ArrayList;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import dev.byline.paging.Paged;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.UriBuilder;

/**
 * Adds the response headers that follow from the returned entity: {@code ETag} from a {@link Versioned} entity,
 * {@code Link} from a {@link Paged} entity (RFC 8288).
 */
@Singleton
class ResponseHeaders {
    private final CurrentVertxRequest currentRequest;

    ResponseHeaders(CurrentVertxRequest current) {
        this.currentRequest = current;
    }

    @ServerResponseFilter(priority = -Order.ENTITY_HEADERS)
    void addETagAndLink(ContainerResponseContext response) {
        if (response.getEntity() instanceof Versioned versioned) {
            response.getHeaders().putSingle("ETag", VersionPrecondition.etag(versioned.version()));
        }
        if (response.getEntity() instanceof Paged page) {
            var links = new ArrayList<String>();
            addLink(links, page.page().next(), "next");
            addLink(links, page.page().previous(), "prev");
            if (!links.isEmpty()) {
                response.getHeaders().putSingle("Link", String.join(", ", links));
            }
        }
    }

    /**
     * Removes headers that {@link RequestFilter} set earlier if the endpoint sets the same header. The platform would
     * send both, and browsers refuse a response with two {@code Access-Control-Allow-Origin} headers.
     */
    @ServerResponseFilter(priority = -Order.DUPLICATE_HEADERS)
    void removeDuplicates(ContainerResponseContext response) {
        var before = currentRequest.getCurrent().response().headers();
        response.getHeaders().keySet().forEach(before::remove);
    }

    private void addLink(ArrayList<String> links, String cursor, String relation) {
        if (cursor != null) {
            // The link is relative (RFC 8288 §3.2), because a cached response must not depend on the host name of the
            // request; a request of HTTP/1.0 may have none.
            var uri = UriBuilder
                    .fromUri(TrackingParameters.removeFrom(currentRequest.getCurrent().request().uri()))
                    .replaceQueryParam("cursor", cursor)
                    .build();
            links.add("<" + uri.getRawPath() + "?" + uri.getRawQuery() + ">; rel=\"" + relation + "\"");
        }
    }
}
