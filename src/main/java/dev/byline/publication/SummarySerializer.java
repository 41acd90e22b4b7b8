package dev.byline.publication;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.util.NameTransformer;

import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Copies the JSON of a summary that {@link ArticleSummaries} keeps, and adds the counters. The result has the same bytes
 * as the JSON of the platform, which is written whenever the kept JSON does not fit: with other escapes, or as fields of
 * another object.
 */
final class SummarySerializer extends JsonSerializer<ArticleSummary> {
    private final JsonSerializer<ArticleSummary> ofAllFields;

    private SummarySerializer(JsonSerializer<ArticleSummary> ofAllFields) {
        this.ofAllFields = ofAllFields;
    }

    @Override
    public void serialize(ArticleSummary summary, JsonGenerator generator, SerializerProvider serializers)
            throws IOException {
        if (summary.jsonBeforeStats == null || !(generator instanceof UTF8JsonGenerator)
                || generator.getCharacterEscapes() != null) {
            ofAllFields.serialize(summary, generator, serializers);
            return;
        }
        var stats = summary.stats;
        generator.writeRawValue(summary.jsonBeforeStats);
        generator.writeRaw("{\"views\":" + stats.views() + ",\"visitorDays\":" + stats.visitorDays() + ",\"comments\":"
                + stats.comments() + "}}");
    }

    @Override
    public JsonSerializer<ArticleSummary> unwrappingSerializer(NameTransformer names) {
        return ofAllFields.unwrappingSerializer(names);
    }

    /** Registers the serializer. */
    @Singleton
    static class Customizer implements ObjectMapperCustomizer {
        @Override
        public void customize(ObjectMapper mapper) {
            mapper.registerModule(new SimpleModule("summaries").setSerializerModifier(new BeanSerializerModifier() {
                private static final long serialVersionUID = 1L;

                @Override
                @SuppressWarnings("unchecked")
                public JsonSerializer<?> modifySerializer(SerializationConfig config, BeanDescription type,
                        JsonSerializer<?> serializer) {
                    return type.getBeanClass() == ArticleSummary.class
                            ? new SummarySerializer((JsonSerializer<ArticleSummary>) serializer)
                            : serializer;
                }
            }));
        }
    }
}
