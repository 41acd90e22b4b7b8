package dev.byline.web;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import jakarta.ws.rs.container.ContainerRequestContext;

/** What is not there has no type, though some clients name one: a verb may be sent without a body. */
class EmptyBodyFilter {
    @ServerRequestFilter(preMatching = true)
    void replaceContentType(ContainerRequestContext request) {
        var headers = request.getHeaders();
        var length = headers.getFirst("Content-Length");
        if (!headers.containsKey("Transfer-Encoding") && (length == null || length.equals("0"))) {
            headers.putSingle("Content-Type", "application/json");
        }
    }
}
