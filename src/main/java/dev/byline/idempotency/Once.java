package dev.byline.idempotency;

import java.net.URI;
import java.security.MessageDigest;
import java.util.List;

import org.jboss.resteasy.reactive.RestResponse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.http.Versioned;
import dev.byline.http.Versions;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import dev.byline.security.Caller;
import dev.byline.security.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Answers a repeated creation with the first answer (draft-ietf-httpapi-idempotency-key-header). The answer is stored in
 * the transaction that creates, so that either both are there or neither, also after a kill; what fails is not stored,
 * and may be tried again with the same key. Keys count within caller, route and 24 hours. Callers without credentials
 * share their keys: whoever guesses another's key and repeats his body to the letter gets what everybody may see anyway,
 * for secrets are not repeated.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class Once {
    static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private final CurrentVertxRequest current;
    private final Caller caller;
    private final AnswerStore answers;
    private final ObjectMapper json;

    Once(CurrentVertxRequest current, Caller caller, AnswerStore answers, ObjectMapper json) {
        this.current = current;
        this.caller = caller;
        this.answers = answers;
        this.json = json;
    }

    @AroundInvoke
    Object once(InvocationContext call) throws Exception {
        var request = current.getCurrent();
        var keys = request == null ? List.<String>of() : request.request().headers().getAll(HEADER);
        if (keys.isEmpty()) {
            return call.proceed();
        }
        var scope = Sha256.of(caller.id() + "\n" + request.request().method() + " " + request.request().uri() + "\n"
                + checked(keys));
        return QuarkusTransaction.joiningExisting().call(() -> answer(call, scope, bodyHash(request)));
    }

    private RestResponse<?> answer(InvocationContext call, byte[] scope, byte[] bodyHash) throws Exception {
        if (!answers.claim(scope)) {
            throw ProblemException.withHeader(ProblemType.STILL_RUNNING,
                    "A request with this Idempotency-Key is still running: repeat it in a moment.", "Retry-After", "1");
        }
        var known = answers.find(scope);
        if (known.isPresent()) {
            return repeated(known.get(), bodyHash);
        }
        var response = (RestResponse<?>) call.proceed();
        answers.keep(scope, stored(response, bodyHash));
        return response;
    }

    private RestResponse<?> repeated(AnswerStore.Answer answer, byte[] bodyHash) throws JsonProcessingException {
        if (!MessageDigest.isEqual(answer.bodyHash(), bodyHash)) {
            throw ProblemException.of(ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was used with another body: make a new key for a new request.");
        }
        var response = RestResponse.ResponseBuilder.<Object>create(answer.status())
                .entity(json.readTree(answer.body())).header("Idempotent-Replayed", "true");
        if (answer.location() != null) {
            response.location(URI.create(answer.location()));
        }
        if (answer.etag() != null) {
            response.header("ETag", answer.etag());
        }
        return response.build();
    }

    private AnswerStore.Answer stored(RestResponse<?> response, byte[] bodyHash) throws JsonProcessingException {
        var entity = response.getEntity();
        var open = entity instanceof Secretive secretive ? secretive.withoutSecrets() : entity;
        return new AnswerStore.Answer(bodyHash, response.getStatus(),
                response.getLocation() == null ? null : response.getLocation().getRawPath(),
                entity instanceof Versioned versioned ? Versions.etag(versioned.version()) : null,
                json.writeValueAsString(open));
    }

    private static String checked(List<String> keys) {
        var key = keys.get(0);
        if (keys.size() > 1 || key.isEmpty() || key.length() > LONGEST
                || key.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw ProblemException.violated(ProblemType.INVALID_PARAMETER, List.of(new Violation(HEADER, "header",
                    "must be one key of 1 to " + LONGEST + " visible ASCII characters, for instance a UUID")));
        }
        return key;
    }

    private static byte[] bodyHash(RoutingContext request) {
        var body = request.body().buffer();
        return Sha256.of(body == null ? new byte[0] : body.getBytes());
    }
}
