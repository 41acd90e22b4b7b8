package dev.byline.web;

import java.time.Duration;
import java.util.Set;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Reads request bodies on the event loop and passes a request to a worker thread only when its body is complete, so
 * that slow clients do not occupy threads. Runs after authorization, so that the body of an unauthorized request to the
 * admin API is never read.
 */
@ApplicationScoped
class RequestBodyReader {
    /** The maximum time until a body is complete; afterwards the connection is closed. */
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
    private static final Set<HttpMethod> METHODS_WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final RequestBodyLimit bodyLimit;

    RequestBodyReader(RequestBodyLimit bodyLimit) {
        this.bodyLimit = bodyLimit;
    }

    void register(@Observes Router router) {
        router.route().order(Order.REQUEST_BODY).handler(this::read);
    }

    private void read(RoutingContext context) {
        var request = context.request();
        if (!hasBody(request) || bodyLimit.isStreamed(context)) {
            context.next();
            return;
        }
        if (request.isEnded() || context.response().closed()) {
            // The client has gone while its credentials were checked.
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        int limit = RequestBodyLimit.maxBodySize(context.normalizedPath());
        var body = Buffer.buffer();
        long timer = context.vertx().setTimer(READ_TIMEOUT.toMillis(), timerId -> request.connection().close());
        request.exceptionHandler(failure -> context.vertx().cancelTimer(timer));
        request.handler(part -> {
            if (body.length() <= limit) {
                body.appendBuffer(part);
            }
            if (body.length() > limit) {
                RequestBodyLimit.reject(context, limit);
            }
        });
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            if (body.length() <= limit) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        });
        request.resume();
    }

    /**
     * Returns whether the request has a body to read (RFC 9112 §6.3). A body sent with a GET is ignored, because other
     * requests may be waiting for the response to that GET.
     */
    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return METHODS_WITH_BODY.contains(request.method())
                && (request.headers().contains("Transfer-Encoding") || length != null && !length.equals("0"));
    }
}
