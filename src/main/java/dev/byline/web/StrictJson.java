package dev.byline.web;

import java.io.IOException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.problem.Violation;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Configures JSON as the contract requires it: no coercion of types, no unknown or duplicate fields, only text that
 * PostgreSQL and other clients can store, normalized to NFC so that equal words compare equal. Responses omit nulls.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {
    private static final int MAX_DEPTH = 40;

    private final SiteTimeParser timeParser;

    StrictJson(SiteTimeParser timeParser) {
        this.timeParser = timeParser;
    }

    /** The lowest priority, so that this customizer runs after those of the platform. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        // Otherwise properties that are parameters of a constructor would come before the other ones in responses.
        mapper.setConfig(mapper.getSerializationConfig().without(MapperFeature.AUTO_DETECT_CREATORS));
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        mapper.setConfig(mapper.getDeserializationConfig().without(MapperFeature.ALLOW_COERCION_OF_SCALARS));
        for (var shape : List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        for (var type : List.of(LogicalType.Integer, LogicalType.Boolean, LogicalType.Enum, LogicalType.POJO,
                LogicalType.Collection, LogicalType.Map)) {
            mapper.coercionConfigFor(type).setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        }
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(100).maxNameLength(1000).build());
        mapper.registerModule(new SimpleModule("byline").addDeserializer(String.class, new TextDeserializer())
                .addDeserializer(Instant.class, new TimeDeserializer(timeParser)));
    }

    /**
     * Reads strings. Rejects U+0000, which PostgreSQL cannot store, and unpaired surrogates, which UTF-8 cannot
     * express.
     */
    private static final class TextDeserializer extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        TextDeserializer() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return (String) context.handleUnexpectedToken(String.class, json);
            }
            var text = json.getText();
            var fault = findFault(text);
            if (fault != null) {
                // The problem is the cause of a mapping exception, so that Jackson adds the path to the field.
                throw JsonMappingException.from(json, "text", fault);
            }
            return Normalizer.normalize(text, Normalizer.Form.NFC);
        }
    }

    private static ProblemException findFault(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return ProblemException.invalid("", "must not contain the character U+0000");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return ProblemException.withViolations(ProblemType.MALFORMED_REQUEST,
                        List.of(Violation.body("",
                                "contains an unpaired surrogate, which is not valid text (RFC 8259 §8.2)")));
            }
        }
        return null;
    }

    /** Reads a time with {@link SiteTimeParser}. */
    private static final class TimeDeserializer extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        private final transient SiteTimeParser timeParser;

        TimeDeserializer(SiteTimeParser timeParser) {
            super(Instant.class);
            this.timeParser = timeParser;
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return (Instant) context.handleUnexpectedToken(Instant.class, json);
            }
            try {
                return timeParser.parse(json.getText());
            } catch (DateTimeException notATime) {
                return (Instant) context.handleWeirdStringValue(Instant.class, json.getText(), "not RFC 3339");
            }
        }
    }
}
