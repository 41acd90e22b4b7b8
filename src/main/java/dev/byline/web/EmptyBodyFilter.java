package dev.byline.web;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * Sets the content type of a request without a body to {@code application/json}. Actions such as publish may be sent
 * without a body, and some clients then send a content type that would be rejected.
 */
class EmptyBodyFilter {
    @ServerRequestFilter(preMatching = true, priority = Order.EMPTY_BODY)
    void replaceContentType(ContainerRequestContext request) {
        var headers = request.getHeaders();
        var length = headers.getFirst("Content-Length");
        if (!headers.containsKey("Transfer-Encoding") && (length == null || length.equals("0"))) {
            headers.putSingle("Content-Type", "application/json");
        }
    }
}
