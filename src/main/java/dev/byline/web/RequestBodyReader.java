package dev.byline.web;

import java.time.Duration;
import java.util.Set;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Reads bodies as they arrive, and lets a request go on to a thread when its body is whole: clients that send slowly hold
 * none. Behind the authorization, so that strangers have nothing read at the staff door.
 */
@ApplicationScoped
class RequestBodyReader {
    private static final int AFTER_AUTHORIZATION_PRIORITY = SecurityHandlerPriorities.AUTHORIZATION - 20;
    /** What takes longer is over, with its connection. */
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
    private static final Set<HttpMethod> METHODS_WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    void register(@Observes Filters filters) {
        filters.register(this::read, AFTER_AUTHORIZATION_PRIORITY);
    }

    private void read(RoutingContext context) {
        var request = context.request();
        var path = context.normalizedPath();
        if (!hasBody(request) || RequestFilter.isStreamed(path)) {
            context.next();
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        int limit = RequestFilter.maxBodySize(path);
        var body = Buffer.buffer();
        long timer = context.vertx().setTimer(READ_TIMEOUT.toMillis(), timerId -> request.connection().close());
        request.exceptionHandler(failure -> context.vertx().cancelTimer(timer));
        request.handler(part -> {
            if (body.length() <= limit) {
                body.appendBuffer(part);
            }
            if (body.length() > limit) {
                RequestFilter.rejectBody(context, path, limit);
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

    /** RFC 9112 §6.3. What comes with a read, for which others may be waiting, is nobody's business. */
    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return METHODS_WITH_BODY.contains(request.method())
                && (request.headers().contains("Transfer-Encoding") || length != null && !length.equals("0"));
    }
}
