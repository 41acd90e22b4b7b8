package dev.byline.idempotency;

import java.net.URI;
import java.security.MessageDigest;
import java.util.List;

import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.database.TransactionRetry;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import dev.byline.security.Caller;
import dev.byline.security.Sha256;
import dev.byline.web.Order;
import dev.byline.web.TrackingParameters;
import dev.byline.web.VersionPrecondition;
import dev.byline.web.Versioned;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Answers a repeated creation with the first response (draft-ietf-httpapi-idempotency-key-header). The response is
 * stored in the transaction of the creation, so that either both exist or neither, also after a kill. A failed request
 * is not stored and may be retried with the same key. A key is valid for one caller, one route and 24 hours. Callers
 * without credentials share their keys: a client that guesses the key of another client and repeats its exact body gets
 * only what every client may see, because secrets are not repeated.
 */
@Idempotent
@Interceptor
@Priority(Order.IDEMPOTENCY)
class IdempotencyInterceptor {
    static final String HEADER = "Idempotency-Key";
    private static final int MAX_KEY_LENGTH = 255;

    private final CurrentVertxRequest currentRequest;
    private final Caller caller;
    private final IdempotentResponseStore responses;
    private final ObjectMapper json;

    IdempotencyInterceptor(CurrentVertxRequest current, Caller caller, IdempotentResponseStore responses,
            ObjectMapper json) {
        this.currentRequest = current;
        this.caller = caller;
        this.responses = responses;
        this.json = json;
    }

    @AroundInvoke
    Object intercept(InvocationContext call) throws Exception {
        var request = currentRequest.getCurrent();
        var keys = request == null ? List.<String>of() : request.request().headers().getAll(HEADER);
        if (keys.isEmpty()) {
            return call.proceed();
        }
        var scope = Sha256.of(caller.id() + "\n" + request.request().method() + " "
                + TrackingParameters.removeFrom(request.request().uri()) + "\n"
                + requireValidKey(keys));
        return TransactionRetry.call(
                () -> QuarkusTransaction.joiningExisting().call(() -> respond(call, scope, bodyHash(request))));
    }

    private RestResponse<?> respond(InvocationContext call, byte[] scope, byte[] bodyHash) throws Exception {
        if (!responses.tryLock(scope)) {
            throw ProblemException.withHeader(ProblemType.STILL_RUNNING,
                    "A request with this Idempotency-Key is still running: retry in a second.", "Retry-After", "1");
        }
        var known = responses.find(scope);
        if (known.isPresent()) {
            return replay(known.get(), bodyHash);
        }
        var response = (RestResponse<?>) call.proceed();
        responses.save(scope, toStoredResponse(response, bodyHash));
        return response;
    }

    private RestResponse<?> replay(IdempotentResponseStore.StoredResponse storedResponse, byte[] bodyHash)
            throws JsonProcessingException {
        if (!MessageDigest.isEqual(storedResponse.bodyHash(), bodyHash)) {
            throw ProblemException.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was used with another body: use a new key for a new request.");
        }
        var response = RestResponse.ResponseBuilder.<Object>create(storedResponse.status())
                .entity(json.readTree(storedResponse.body())).header("Idempotent-Replayed", "true");
        if (storedResponse.location() != null) {
            response.location(URI.create(storedResponse.location()));
        }
        if (storedResponse.etag() != null) {
            response.header("ETag", storedResponse.etag());
        }
        return response.build();
    }

    private IdempotentResponseStore.StoredResponse toStoredResponse(RestResponse<?> response, byte[] bodyHash)
            throws JsonProcessingException {
        var entity = response.getEntity();
        var publicEntity = entity instanceof HasSecrets hasSecrets ? hasSecrets.withoutSecrets() : entity;
        return new IdempotentResponseStore.StoredResponse(bodyHash, response.getStatus(),
                response.getLocation() == null ? null : response.getLocation().getRawPath(),
                entity instanceof Versioned versioned ? VersionPrecondition.etag(versioned.version()) : null,
                json.writeValueAsString(publicEntity));
    }

    private static String requireValidKey(List<String> keys) {
        var key = keys.get(0);
        if (keys.size() > 1 || key.isEmpty() || key.length() > MAX_KEY_LENGTH
                || key.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw ProblemException.withViolations(ProblemType.INVALID_PARAMETER, List.of(new Violation(HEADER, "header",
                    "must be one key of 1 to " + MAX_KEY_LENGTH + " visible ASCII characters, for instance a UUID")));
        }
        return key;
    }

    private static byte[] bodyHash(RoutingContext request) {
        byte[] ofStream = request.get(Idempotent.HASH_OF_STREAM);
        if (ofStream != null) {
            return ofStream;
        }
        var body = request.body().buffer();
        return Sha256.of(body == null ? new byte[0] : body.getBytes());
    }
}
