package dev.byline.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

/**
 * Reads a request body up to the limit of its operation and rejects a body that is not well-formed UTF-8, which Jackson
 * does not check.
 */
@Provider
@Priority(Order.BODY_CHECK)
public class RequestBodyCheck implements ReaderInterceptor {
    @Context
    ResourceInfo resource;
    @Inject
    ObjectMapper json;
    @Inject
    BodyViolations bodyViolations;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException, WebApplicationException {
        var maxBodySize = resource.getResourceMethod().getAnnotation(MaxBodySize.class);
        var encoding = context.getHeaders().getFirst("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding " + EchoedInput.quote(encoding)
                            + " is not supported: send the body without an encoding.");
        }
        if (maxBodySize != null && maxBodySize.value() == MaxBodySize.STREAMED) {
            return context.proceed();
        }
        var charset = context.getMediaType() == null ? null : context.getMediaType().getParameters().get("charset");
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be UTF-8 (for JSON see RFC 8259 §8.1), not " + EchoedInput.shorten(charset) + ".");
        }
        int limit = maxBodySize == null ? MaxBodySize.ADMIN_DEFAULT : maxBodySize.value();
        var bytes = context.getInputStream().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw ProblemException.of(ProblemType.BODY_TOO_LARGE,
                    "The body is larger than the " + limit + " bytes that this operation accepts.");
        }
        if (bytes.length == 0) {
            // Bean Validation reports the missing body where the operation requires one.
            return null;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "The body is not valid UTF-8.");
        }
        context.setInputStream(new ByteArrayInputStream(bytes));
        try {
            return context.proceed();
        } catch (JsonMappingException e) {
            throw bodyViolations.collect(json.readTree(bytes), json.constructType(context.getGenericType()), e);
        }
    }
}
