package dev.byline.problem;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.arc.Arc;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * Creates the problems of requests that are rejected before or outside a resource method, and sends them as problem
 * documents.
 */
public final class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);
    private static final String REQUEST_ID_KEY = "requestId";
    /** The SQLSTATE of a statement that waited too long for a lock of another transaction. */
    private static final String FOR_STAFF = "byline.for-staff";
    private static final String LOCK_TIMEOUT = "55P03";
    /** The SQLSTATE of a statement that was canceled at its deadline. */
    private static final String STATEMENT_TIMEOUT = "57014";
    /** The SQLSTATE of a violated foreign key: a row was deleted after it was looked up. */
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private ProblemResponses() {
    }

    /** Assigns an id to the request: 16 hex digits, in the {@code Request-Id} header of the response and in the log. */
    public static void assignRequestId(RoutingContext context) {
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        context.put(REQUEST_ID_KEY, id);
        context.response().putHeader("Request-Id", id);
    }

    /** Returns the id that {@link #assignRequestId} assigned. */
    public static String requestId(RoutingContext context) {
        return context.get(REQUEST_ID_KEY);
    }

    /** Adds the id of the request to each line that this thread logs. */
    public static void addRequestIdToLog(RoutingContext context) {
        MDC.put(REQUEST_ID_KEY, requestId(context));
    }

    /** Sends the problem as the response, unless the response has been sent. */
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

    /** Notes that a request is one of staff, whom a 401 tells of API keys; members have none. */
    public static void markForStaff(RoutingContext context) {
        context.put(FOR_STAFF, true);
    }

    /** Creates a 401 with the challenge that RFC 9110 §11.6.1 requires. */
    public static ProblemException unauthenticated(RoutingContext context) {
        return ProblemException.withHeader(ProblemType.UNAUTHENTICATED, context.get(FOR_STAFF) != null
                ? "This operation needs a valid API key or access token: send 'Authorization: Bearer <key or token>'. "
                        + "POST /api/v1/sessions returns an access token; the first start printed an API key."
                : "This operation needs the access token of a session: send "
                        + "'Authorization: Bearer <token>'. POST /api/v1/sessions returns one.",
                "WWW-Authenticate", "Bearer realm=\"byline\"");
    }

    /** Converts a failure of any kind into a problem; an unexpected failure is logged here, once. */
    public static ProblemException fromFailure(Throwable failure, RoutingContext context) {
        var known = Causes.of(failure)
                .filter(e -> e instanceof ProblemException || e instanceof JsonProcessingException)
                .findFirst();
        if (known.isPresent()) {
            return known.get() instanceof ProblemException problem
                    ? problem
                    : BodyProblems.of((JsonProcessingException) known.get());
        }
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationFailedException) {
            return unauthenticated(context);
        }
        if (failure instanceof ForbiddenException) {
            return ProblemException.of(ProblemType.FORBIDDEN,
                    "Your role or the scopes of your key do not allow this operation; "
                            + "its description in the contract names the required scope.");
        }
        var request = context.request().method() + " " + context.request().path();
        if (Causes.of(failure).anyMatch(ProblemResponses::isDatabaseUnavailable)) {
            LOG.warnf("%s failed because the database is not available (%s); check the database and its connections",
                    request, failure.getMessage());
            return unavailable();
        }
        if (Causes.hasSqlState(failure, LOCK_TIMEOUT::equals)
                || Causes.hasSqlState(failure, STATEMENT_TIMEOUT::equals) && !mayBeSimplified(context)) {
            LOG.warnf("%s took too long and was rolled back (%s); look for long transactions in pg_stat_activity",
                    request, failure.getMessage());
            return ProblemException.withHeader(ProblemType.UNAVAILABLE,
                    "The database is busy with other changes: nothing was changed, try again shortly.", "Retry-After",
                    "2");
        }
        if (Causes.hasSqlState(failure, STATEMENT_TIMEOUT::equals)) {
            return ProblemException.of(ProblemType.QUERY_TOO_EXPENSIVE,
                    "This combination of filters, order and count takes too long: "
                            + "omit some of the parameters, or count=exact.");
        }
        if (Causes.hasSqlState(failure, FOREIGN_KEY_VIOLATION::equals)) {
            return ProblemException.of(ProblemType.CONFLICT,
                    "A resource that this request refers to was deleted at the same moment: read it again.");
        }
        if (Causes.of(failure).anyMatch(ProblemResponses::isClosedConnection)) {
            // The client has closed the connection, which is not an error of the service.
            return ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The connection was closed before the body was complete.");
        }
        LOG.errorf(failure, "%s failed with an unexpected error, request id %s", request, requestId(context));
        return ProblemException.of(ProblemType.INTERNAL_ERROR,
                "This is an error of the service, not of the request. Its log has the cause under the request id.");
    }

    /**
     * Matches the SQLSTATE classes of a lost, refused or ended connection, of too many connections, of the victim of a
     * deadlock, and of a transaction that was idle for too long; and the state of a server that takes no writes, because
     * another one became the leader.
     */
    private static boolean isDatabaseUnavailable(Throwable e) {
        if (!(e instanceof SQLException sql)) {
            return false;
        }
        var state = sql.getSQLState();
        return state == null
                ? String.valueOf(sql.getMessage()).contains("cquisition timeout")
                : state.startsWith("08") || state.startsWith("57P") || state.startsWith("53") || state.startsWith("40")
                        || state.equals("25P03") || state.equals("25006");
    }

    private static boolean isClosedConnection(Throwable e) {
        return e instanceof HttpClosedException || e instanceof ClosedChannelException
                || e instanceof IOException && String.valueOf(e.getMessage()).contains("Connection reset");
    }

    /** Whether the request is a read with parameters that the client could omit. */
    private static boolean mayBeSimplified(RoutingContext context) {
        var method = context.request().method();
        return (method == HttpMethod.GET || method == HttpMethod.HEAD) && context.request().query() != null;
    }

    private static ProblemException unavailable() {
        return ProblemException.withHeader(ProblemType.UNAVAILABLE, "The database is not available: try again shortly.",
                "Retry-After", "2");
    }

    /** Converts a status that the platform sets without an exception. */
    public static ProblemException fromStatus(int status, RoutingContext context) {
        var request = context.request();
        switch (status) {
            case 404 :
                return ProblemException.of(ProblemType.NOT_FOUND, "There is no resource at this path.");
            case 405 :
                return ProblemException.of(ProblemType.METHOD_NOT_ALLOWED,
                        EchoedInput.shorten(request.method().name()) + " is not allowed at this path.");
            case 406 :
                return ProblemException.of(ProblemType.NOT_ACCEPTABLE,
                        "The response is JSON: send 'Accept: application/json', or no Accept header.");
            case 413 :
                return ProblemException.of(ProblemType.BODY_TOO_LARGE, "The body is larger than this service accepts.");
            case 414 :
                return ProblemException.of(ProblemType.URI_TOO_LONG, "The URL is longer than this service accepts.");
            case 415 :
                return ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Send 'Content-Type: application/json' (PATCH: application/merge-patch+json), not "
                                + EchoedInput.quote(request.getHeader("Content-Type")) + ".");
            case 431 :
                return ProblemException.of(ProblemType.HEADERS_TOO_LARGE,
                        "The headers are larger than this service accepts.");
            default :
                return ProblemException.of(ProblemType.MALFORMED_REQUEST, "The request is malformed.");
        }
    }

    /** Returns the problem as the response of a resource method. */
    public static RestResponse<Problem> toResponse(ProblemException e, RoutingContext context) {
        var response = RestResponse.ResponseBuilder.<Problem>create(e.type.status).entity(toDocument(e, context))
                .type(Problem.MEDIA_TYPE);
        e.headers.forEach(response::header);
        return response.build();
    }

    /** Returns the problem document that is the response to the request. */
    public static Problem toDocument(ProblemException e, RoutingContext context) {
        return new Problem(e, context.request().path(), requestId(context));
    }
}
