package dev.byline.web;

import java.util.Set;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;

/**
 * Sets the content type of a request without a body to {@code application/json}. Actions such as publish may be sent
 * without a body, and some clients then send a content type that would be rejected. An operation that reads no JSON
 * gets the content type that was sent.
 */
class EmptyBodyFilter {
    private static final Set<String> WITH_JSON = Set.of(MediaType.APPLICATION_JSON, MediaType.WILDCARD);

    private final RouteTable routeTable;

    EmptyBodyFilter(RouteTable routeTable) {
        this.routeTable = routeTable;
    }

    @ServerRequestFilter(preMatching = true, priority = Order.EMPTY_BODY)
    void replaceContentType(ContainerRequestContext request, RoutingContext context) {
        var headers = request.getHeaders();
        var length = headers.getFirst("Content-Length");
        if (!headers.containsKey("Transfer-Encoding") && (length == null || length.equals("0"))) {
            var types = routeTable.consumedTypes(context.normalizedPath(), request.getMethod());
            if (!types.isEmpty() && types.stream().noneMatch(WITH_JSON::contains)) {
                return;
            }
            headers.putSingle("Content-Type", "application/json");
        }
    }
}
