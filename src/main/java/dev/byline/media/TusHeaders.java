package dev.byline.media;

import dev.byline.web.Order;
import dev.byline.web.RouteTable;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The headers that every response of tus has, and the response to OPTIONS, by which a client asks for the versions,
 * extensions and limits of the service. OPTIONS needs no key, because the answer is the same for everyone, and clients
 * ask before they sign in.
 */
@ApplicationScoped
class TusHeaders {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    /** The header with the versions that the service supports, which a 412 must have too. */
    static final String VERSIONS = "Tus-Version";

    private final UploadReceiver receiver;
    private final RouteTable routeTable;

    TusHeaders(UploadReceiver receiver, RouteTable routeTable) {
        this.receiver = receiver;
        this.routeTable = routeTable;
    }

    void register(@Observes Router router) {
        router.route(TusResource.PATH + "*").order(Order.TUS_HEADERS).handler(this::add);
    }

    /** Handles a request after CORS, which has answered the preflights of browsers. */
    private void add(RoutingContext context) {
        var allow = routeTable.methodsOf(context.normalizedPath());
        if (allow.isEmpty()) {
            context.next();
            return;
        }
        var headers = context.response().headers();
        headers.set(RESUMABLE, VERSION);
        if (context.request().method() != HttpMethod.OPTIONS) {
            context.next();
            return;
        }
        headers.set(VERSIONS, VERSION).set("Tus-Extension", "creation,expiration,checksum,termination")
                .set("Tus-Checksum-Algorithm", "sha1,sha256")
                .set("Tus-Max-Size", String.valueOf(receiver.maxFileSize())).set("Allow", allow);
        context.response().setStatusCode(204).end();
    }
}
