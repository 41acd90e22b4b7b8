package dev.byline.web;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;

import dev.byline.problem.BodyProblems;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.Problem;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;

/** Converts exceptions into responses. An unexpected exception becomes an opaque 500 and is logged once. */
@ApplicationScoped
@Priority(1)
class ProblemMapper {
    private static final int METHOD_AND_ARGUMENT = 2;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final RouteTable routeTable;

    ProblemMapper(RouteTable routeTable) {
        this.routeTable = routeTable;
    }

    @ServerExceptionMapper
    RestResponse<Problem> refused(ProblemException e, RoutingContext context) {
        return ProblemResponses.toResponse(e, context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> mismatched(MismatchedInputException e, RoutingContext context) {
        return ProblemResponses.toResponse(BodyProblems.of(e), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> violated(ResteasyReactiveViolationException e, RoutingContext context) {
        return ProblemResponses.toResponse(BodyProblems.of(e.getConstraintViolations(), METHOD_AND_ARGUMENT), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> violated(ConstraintViolationException e, RoutingContext context) {
        return ProblemResponses.toResponse(BodyProblems.of(e.getConstraintViolations(), 0), context);
    }

    /** Declared explicitly, because the platform otherwise maps these exceptions itself. */
    @ServerExceptionMapper({ UnauthorizedException.class, AuthenticationFailedException.class,
            ForbiddenException.class })
    RestResponse<Problem> security(SecurityException e, RoutingContext context) {
        return ProblemResponses.toResponse(ProblemResponses.fromFailure(e, context), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> jakarta(WebApplicationException e, RoutingContext context) {
        var allow = routeTable.methodsOf(context.normalizedPath());
        // If several classes share a path, the platform may answer 404 for a method that none of the classes has.
        if (e instanceof NotAllowedException || e instanceof NotFoundException && e.getCause() == null
                && !allow.isEmpty() && !allow.contains(context.request().method().name())) {
            return ProblemResponses.toResponse(ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    EchoedInput.shorten(context.request().method().name())
                            + " is not allowed at this path; allowed are " + allow + ".",
                    "Allow",
                    allow),
                    context);
        }
        var status = e.getResponse().getStatus();
        if (status == UNSUPPORTED_MEDIA_TYPE) {
            var request = context.request();
            return ProblemResponses.toResponse(ContentTypeProblem.of(request.getHeader("Content-Type"),
                    routeTable.consumedTypes(context.normalizedPath(), request.method().name())), context);
        }
        return ProblemResponses.toResponse(
                e.getCause() != null || status >= 500
                        ? ProblemResponses.fromFailure(e, context)
                        : ProblemResponses.fromStatus(status, context),
                context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> unexpected(Throwable e, RoutingContext context) {
        return ProblemResponses.toResponse(ProblemResponses.fromFailure(e, context), context);
    }
}
