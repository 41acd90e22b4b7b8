package dev.byline.problem;

import java.sql.SQLException;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;

/** The one place where an exception becomes an answer. What is not expected is an opaque 500, logged once. */
@ApplicationScoped
@Priority(1)
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int METHOD_AND_ARGUMENT = 2;

    private final AllowedMethods allowedMethods;

    ProblemMapper(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @ServerExceptionMapper
    RestResponse<Problem> refused(ProblemException e, RoutingContext context) {
        return answer(e, context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> mismatched(MismatchedInputException e, RoutingContext context) {
        return answer(BodyFaults.of(e), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> violated(ResteasyReactiveViolationException e, RoutingContext context) {
        return answer(BodyFaults.of(e.getConstraintViolations(), METHOD_AND_ARGUMENT), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> violated(ConstraintViolationException e, RoutingContext context) {
        return answer(BodyFaults.of(e.getConstraintViolations(), 0), context);
    }

    @ServerExceptionMapper({ UnauthorizedException.class, AuthenticationFailedException.class })
    RestResponse<Problem> unauthenticated(SecurityException e, RoutingContext context) {
        return answer(Problems.unauthenticated(), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> forbidden(ForbiddenException e, RoutingContext context) {
        return answer(ProblemException.of(ProblemType.FORBIDDEN,
                "Your key is known, and its role may not do this: ask for a key with the role that the operation names."),
                context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> jakarta(WebApplicationException e, RoutingContext context) {
        if (e instanceof NotAllowedException) {
            var allow = allowedMethods.of(context.normalizedPath());
            return answer(ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    context.request().method() + " is not possible here; possible are " + allow + ".", "Allow", allow),
                    context);
        }
        var problem = causes(e).filter(ProblemException.class::isInstance).findFirst();
        if (problem.isPresent()) {
            return answer((ProblemException) problem.get(), context);
        }
        var json = causes(e).filter(JsonProcessingException.class::isInstance).findFirst();
        if (json.isPresent()) {
            return answer(BodyFaults.of((JsonProcessingException) json.get()), context);
        }
        return e.getResponse().getStatus() >= 500
                ? unexpected(e, context)
                : answer(Problems.ofStatus(e.getResponse().getStatus(), context), context);
    }

    @ServerExceptionMapper
    RestResponse<Problem> unexpected(Throwable e, RoutingContext context) {
        var problem = causes(e).filter(ProblemException.class::isInstance).findFirst();
        if (problem.isPresent()) {
            return answer((ProblemException) problem.get(), context);
        }
        if (causes(e).anyMatch(ProblemMapper::databaseIsAway)) {
            LOG.warnf("%s %s: the database is not available (%s)", context.request().method(),
                    context.normalizedPath(), e.getMessage());
            return answer(Problems.unavailable(), context);
        }
        LOG.errorf(e, "%s %s failed, request %s", context.request().method(), context.normalizedPath(),
                Problems.requestId(context));
        return answer(Problems.internal(), context);
    }

    private static RestResponse<Problem> answer(ProblemException e, RoutingContext context) {
        var response = RestResponse.ResponseBuilder
                .create(RestResponse.Status.fromStatusCode(e.type.status), Problems.document(e, context))
                .type(Problem.MEDIA_TYPE);
        e.headers.forEach(response::header);
        return response.build();
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, x -> x != null, Throwable::getCause).limit(20);
    }

    /** SQLSTATE classes of a lost, refused or ended connection, of too many of them, and of a deadlock's victim. */
    private static boolean databaseIsAway(Throwable e) {
        if (!(e instanceof SQLException sql)) {
            return false;
        }
        var state = sql.getSQLState();
        return state == null
                ? String.valueOf(sql.getMessage()).contains("cquisition timeout")
                : state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.startsWith("40");
    }
}
