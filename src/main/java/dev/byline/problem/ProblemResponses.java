package dev.byline.problem;

import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.arc.Arc;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.RoutingContext;

/** Problem documents for whatever is refused before, or outside, a resource method. */
public final class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);
    private static final String REQUEST_ID_KEY = "requestId";

    private ProblemResponses() {
    }

    /** Gives the request its id: 16 hex digits, in the answer's {@code Request-Id} header and in the log. */
    public static void assignRequestId(RoutingContext context) {
        var id = UUID.randomUUID().toString().replace("-", "").substring(16);
        context.put(REQUEST_ID_KEY, id);
        context.response().putHeader("Request-Id", id);
    }

    /** The id that {@link #assignRequestId} gave. */
    public static String requestId(RoutingContext context) {
        return context.get(REQUEST_ID_KEY);
    }

    /** Puts the request's id beside each line that this thread logs. */
    public static void addRequestIdToLog(RoutingContext context) {
        MDC.put(REQUEST_ID_KEY, requestId(context));
    }

    /** Ends the exchange with a problem, unless it has ended already. */
    public static void write(RoutingContext context, ProblemException e) {
        var response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(e.type.status).putHeader("Content-Type", Problem.MEDIA_TYPE);
        e.headers.forEach(response::putHeader);
        try {
            var json = Arc.container().instance(ObjectMapper.class).get().writeValueAsBytes(toDocument(e, context));
            response.end(Buffer.buffer(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** 401, with the challenge that RFC 9110 §11.6.1 asks for. */
    public static ProblemException unauthenticated() {
        return ProblemException.withHeader(ProblemType.UNAUTHENTICATED,
                "This needs a key or an access token that is valid now: send 'Authorization: Bearer <it>'. "
                        + "POST /api/v1/sessions signs in; the first key of the staff was printed by the first start.",
                "WWW-Authenticate", "Bearer realm=\"byline\"");
    }

    /** What a failure of any kind means to the client; what is not expected is logged here, once. */
    public static ProblemException fromFailure(Throwable failure, RoutingContext context) {
        var known = causes(failure).filter(e -> e instanceof ProblemException || e instanceof JsonProcessingException)
                .findFirst();
        if (known.isPresent()) {
            return known.get() instanceof ProblemException problem
                    ? problem
                    : BodyProblems.of((JsonProcessingException) known.get());
        }
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationFailedException) {
            return unauthenticated();
        }
        if (failure instanceof ForbiddenException) {
            return ProblemException.of(ProblemType.FORBIDDEN,
                    "You are known, and your role or your key's scopes do not allow this: the operation names the scope that it needs.");
        }
        var request = context.request().method() + " " + context.request().path();
        if (causes(failure).anyMatch(ProblemResponses::isDatabaseUnavailable)) {
            LOG.warnf("%s: the database is not available (%s)", request, failure.getMessage());
            return unavailable();
        }
        if (causes(failure).anyMatch(ProblemResponses::isStatementTimeout)) {
            return ProblemException.of(ProblemType.QUERY_TOO_EXPENSIVE,
                    "This combination of filters, order and count takes too long here: leave some of it out, or count=exact.");
        }
        if (causes(failure).anyMatch(ProblemResponses::isForeignKeyViolation)) {
            return ProblemException.of(ProblemType.CONFLICT,
                    "Something that this request is about was removed at the same moment: look at it again.");
        }
        if (causes(failure).anyMatch(e -> e instanceof HttpClosedException)) {
            // Nobody is there to be answered, and nothing is wrong here.
            return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The connection ended in the middle of the body.");
        }
        LOG.errorf(failure, "%s failed, request %s", request, requestId(context));
        return ProblemException.of(ProblemType.INTERNAL_ERROR,
                "This is a fault of the service, not of the request. The log has it under the request's id.");
    }

    static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, x -> x != null, Throwable::getCause).limit(20);
    }

    /** SQLSTATE classes of a lost, refused or ended connection, of too many of them, and of a deadlock's victim. */
    private static boolean isDatabaseUnavailable(Throwable e) {
        if (!(e instanceof SQLException sql)) {
            return false;
        }
        var state = sql.getSQLState();
        return state == null
                ? String.valueOf(sql.getMessage()).contains("cquisition timeout")
                : state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.startsWith("40");
    }

    /** SQLSTATE of a statement that was ended because its time was over. */
    private static boolean isStatementTimeout(Throwable e) {
        return e instanceof SQLException sql && "57014".equals(sql.getSQLState());
    }

    /** SQLSTATE of a broken foreign key: what was there when it was looked up is not there any more. */
    private static boolean isForeignKeyViolation(Throwable e) {
        return e instanceof SQLException sql && "23503".equals(sql.getSQLState());
    }

    private static ProblemException unavailable() {
        return ProblemException.withHeader(ProblemType.UNAVAILABLE, "The database does not answer; try again shortly.",
                "Retry-After", "2");
    }

    /** What a bare status of the platform means. */
    public static ProblemException fromStatus(int status, RoutingContext context) {
        var request = context.request();
        switch (status) {
            case 404 :
                return ProblemException.of(ProblemType.NOT_FOUND, "There is nothing at this address.");
            case 405 :
                return ProblemException.of(ProblemType.METHOD_NOT_ALLOWED, request.method() + " is not possible here.");
            case 406 :
                return ProblemException.of(ProblemType.NOT_ACCEPTABLE,
                        "This address answers with JSON: send 'Accept: application/json', or nothing.");
            case 413 :
                return ProblemException.of(ProblemType.BODY_TOO_LARGE, "The body is larger than this service reads.");
            case 414 :
                return ProblemException.of(ProblemType.URI_TOO_LONG, "The address is longer than 8 KiB.");
            case 415 :
                return ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Send 'Content-Type: application/json' (PATCH: application/merge-patch+json), not '"
                                + request.getHeader("Content-Type") + "'.");
            case 431 :
                return ProblemException.of(ProblemType.HEADERS_TOO_LARGE, "The headers are larger than 16 KiB.");
            default :
                return ProblemException.of(ProblemType.MALFORMED_REQUEST, "The request could not be read.");
        }
    }

    /** The document that answers a refused request. */
    public static Problem toDocument(ProblemException e, RoutingContext context) {
        return Problem.of(e, context.request().path(), requestId(context));
    }
}
