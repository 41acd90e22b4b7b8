package dev.byline.web;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The limit of request bodies before the operation is known; operations may have smaller limits. */
@Singleton
class RequestBodyLimit {
    private final RouteTable routeTable;

    RequestBodyLimit(RouteTable routeTable) {
        this.routeTable = routeTable;
    }

    /** Returns whether the operation reads the body as a stream and counts the bytes itself. */
    boolean isStreamed(RoutingContext context) {
        return routeTable.findOperation(context.normalizedPath(), context.request().method().name())
                .map(operation -> operation.getAnnotation(MaxBodySize.class))
                .filter(maxBodySize -> maxBodySize.value() == MaxBodySize.STREAMED).isPresent();
    }

    /** Returns the size in bytes of the largest body that is read at a path. */
    static int maxBodySize(String path) {
        return Paths.isAdminApi(path) ? MaxBodySize.ADMIN_DEFAULT : MaxBodySize.PUBLIC_DEFAULT;
    }

    /** Returns the size in bytes that the request declares; 0 if it declares none. */
    static long declaredBodySize(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }

    /** Answers 413 and closes the connection. */
    static void reject(RoutingContext context, int limit) {
        if (context.response().ended()) {
            return;
        }
        // The client then stops sending the rest of the body, which would be discarded.
        context.response().putHeader("Connection", "close");
        ProblemResponses.write(context, ProblemException.of(ProblemType.BODY_TOO_LARGE,
                "The body is larger than the " + limit + " bytes that are allowed here."));
    }
}
