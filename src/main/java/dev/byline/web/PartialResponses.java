package dev.byline.web;

import dev.byline.paging.Fields;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves the reads below {@value Paths#PARTIAL} from the same paths of the public API. These paths exist for generated
 * clients: the contract can say there that each field may be absent, and that {@code fields} is required, while the
 * complete responses keep their required fields.
 */
@Singleton
class PartialResponses {
    private static final String METHODS = "GET, HEAD, OPTIONS";

    void register(@Observes Router router) {
        router.route(Paths.PARTIAL).order(Order.FILES).handler(this::serve);
        router.route(Paths.PARTIAL + "/*").order(Order.FILES).handler(this::serve);
    }

    private void serve(RoutingContext context) {
        var request = context.request();
        if (request.method() == HttpMethod.OPTIONS) {
            context.response().setStatusCode(204).putHeader("Allow", METHODS).end();
        } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            ProblemResponses.write(context, ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    request.method() + " is not allowed at this path.", "Allow", METHODS));
        } else if (!context.queryParams().contains(Fields.PARAMETER)) {
            ProblemResponses.write(context, ProblemException.invalidParameter(Fields.PARAMETER,
                    "is missing; it must name the fields of the response"));
        } else {
            var path = Paths.PUBLIC_API + context.normalizedPath().substring(Paths.PARTIAL.length());
            // What is not public, and these paths themselves, stay out of reach.
            if (Paths.isAdminApi(path) || path.startsWith(Paths.PARTIAL)) {
                ProblemResponses.write(context, ProblemResponses.fromStatus(404, context));
            } else {
                context.reroute(request.method(), path + "?" + request.query());
            }
        }
    }
}
