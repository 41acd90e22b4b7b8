package dev.byline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Tests how the address of a collector becomes settings of the platform. */
class TraceSettingsTest {
    @Test
    void without_a_collector_nothing_is_set() {
        assertEquals(Map.of(), TraceSettings.of(key -> Optional.empty()));
    }

    @Test
    void the_port_decides_the_protocol() {
        assertEquals("http://collector:4317", of("http://collector:4317").get("quarkus.otel.exporter.otlp.endpoint"));
        assertEquals(null, of("http://collector:4317").get("quarkus.otel.exporter.otlp.protocol"));
        assertEquals("http/protobuf", of("https://collector:4318/").get("quarkus.otel.exporter.otlp.protocol"));
        assertEquals("false", of("http://collector").get("quarkus.otel.sdk.disabled"));
    }

    @Test
    void an_address_that_is_no_url_is_refused() {
        for (var wrong : List.of("collector", "collector:4317", "ftp://collector", "http://", "http://a b",
                "http://collector/%")) {
            assertEquals("BYLINE_TRACES is '" + wrong
                    + "'; it must be the address of an OpenTelemetry collector, such as http://collector:4317",
                    assertThrows(IllegalArgumentException.class, () -> of(wrong), wrong).getMessage());
        }
    }

    private static Map<String, String> of(String collector) {
        return TraceSettings.of(key -> Optional.of(collector).filter(value -> key.equals("byline.traces")));
    }
}
