package dev.byline.start;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of the platform for traces (OpenTelemetry). Without {@code BYLINE_TRACES} there are none, and
 * {@code application.properties} turns traces off: no request is instrumented, and no thread exports.
 */
final class TraceSettings {
    /** The key of the address of the collector. */
    static final String COLLECTOR = "byline.traces";
    /** The port at which collectors take OTLP over HTTP; at other ports they take gRPC. */
    private static final int HTTP_PORT = 4318;

    private TraceSettings() {
    }

    /**
     * Returns the settings by their keys.
     *
     * @param setting
     *            reads the configuration
     * @throws IllegalArgumentException
     *             if the address of the collector is no URL with a host
     */
    static Map<String, String> of(Function<String, Optional<String>> setting) {
        var collector = setting.apply(COLLECTOR);
        if (collector.isEmpty()) {
            return Map.of();
        }
        var url = parse(collector.get());
        var settings = new HashMap<>(Map.of("quarkus.otel.sdk.disabled", "false",
                "quarkus.datasource.jdbc.telemetry.enabled", "true", "quarkus.otel.exporter.otlp.endpoint",
                url.toString()));
        if (url.getPort() == HTTP_PORT) {
            settings.put("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
        }
        return settings;
    }

    private static URI parse(String address) {
        try {
            var url = new URI(address);
            if (List.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The message below says what an address looks like.
        }
        throw new IllegalArgumentException("BYLINE_TRACES is '" + address
                + "'; it must be the address of an OpenTelemetry collector, such as http://collector:4317");
    }
}
