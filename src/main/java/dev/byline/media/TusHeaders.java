package dev.byline.media;

import dev.byline.web.Order;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The headers that every response of tus has, and those of its OPTIONS. */
@ApplicationScoped
class TusHeaders {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";

    private final UploadReceiver receiver;

    TusHeaders(UploadReceiver receiver) {
        this.receiver = receiver;
    }

    void register(@Observes Router router) {
        router.route(TusResource.PATH + "*").order(Order.TUS_HEADERS).handler(this::add);
    }

    private void add(RoutingContext context) {
        var headers = context.response().headers();
        headers.set(RESUMABLE, VERSION);
        if (context.request().method() == HttpMethod.OPTIONS) {
            headers.set("Tus-Version", VERSION).set("Tus-Extension", "creation,expiration,checksum,termination")
                    .set("Tus-Checksum-Algorithm", "sha1,sha256")
                    .set("Tus-Max-Size", String.valueOf(receiver.maxFileSize()));
        }
        context.next();
    }
}
