package dev.byline.view;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.view.ViewInput.ViewRequest;
import dev.byline.web.BodyViolations;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;

/**
 * Reads the body of a view call with a content type that browsers send to another origin without a preflight request
 * (Fetch, CORS-safelisted request-header): a text that contains the JSON, or a form with the same fields.
 */
@Provider
@Consumes({ MediaType.TEXT_PLAIN, MediaType.APPLICATION_FORM_URLENCODED })
public class ViewRequestReader implements MessageBodyReader<ViewRequest> {
    private static final int MAX_FORM_FIELDS = 100;

    private final ObjectMapper json;
    private final BodyViolations bodyViolations;

    ViewRequestReader(ObjectMapper json, BodyViolations bodyViolations) {
        this.json = json;
        this.bodyViolations = bodyViolations;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == ViewRequest.class;
    }

    @Override
    public ViewRequest readFrom(Class<ViewRequest> type, Type genericType, Annotation[] annotations,
            MediaType mediaType, MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        return MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(mediaType)
                ? readForm(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                : json.readValue(body, ViewRequest.class);
    }

    private ViewRequest readForm(String form) {
        var fields = json.createObjectNode();
        try {
            // In a form only '&' separates fields; a referrer may contain ';'.
            new QueryStringDecoder(form, StandardCharsets.UTF_8, false, MAX_FORM_FIELDS, true).parameters()
                    .forEach((name, values) -> {
                        if (values.size() > 1) {
                            throw ProblemException.of(ProblemType.MALFORMED_REQUEST,
                                    "The form contains the field " + EchoedInput.quote(name) + " more than once.");
                        }
                        fields.put(name, values.get(0));
                    });
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST,
                    "The form contains a percent sign that two hexadecimal digits do not follow.");
        }
        try {
            return json.treeToValue(fields, ViewRequest.class);
        } catch (JsonProcessingException e) {
            throw bodyViolations.collect(fields, json.constructType(ViewRequest.class), e);
        }
    }
}
