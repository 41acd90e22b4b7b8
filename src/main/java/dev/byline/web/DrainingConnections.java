package dev.byline.web;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Announces the end of each connection while the service drains, from the signal to stop until the port closes: a proxy
 * that keeps connections sends its next request to another node. Without the announcement the platform would close the
 * connection just as well, and a proxy could meet the closed one with a write (RFC 9112 §9.6).
 */
@Singleton
class DrainingConnections {
    private volatile boolean draining;

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true;
    }

    void register(@Observes Router router) {
        router.route().order(Order.DRAINING).handler(this::announceEnd);
    }

    private void announceEnd(RoutingContext context) {
        if (draining && context.request().version() != HttpVersion.HTTP_2) {
            context.addHeadersEndHandler(
                    nothing -> context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        }
        context.next();
    }
}
