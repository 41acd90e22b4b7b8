package dev.byline.rendition;

import io.vertx.ext.web.RoutingContext;

/** A file that can be sent as the response to a GET or HEAD; the event loop may call it. */
interface SentFile {
    void send(RoutingContext context);
}
