package dev.byline.media;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** The settings of the bucket for a command, which runs without the service and its mapping of settings. */
public record S3CommandSettings(
        Optional<String> bucket,
        Optional<URI> endpoint,
        String region,
        Optional<String> key,
        Optional<String> secret,
        Optional<String> prefix,
        Optional<Boolean> pathStyle) implements S3Settings {
    /** Commands answer no readers. */
    @Override
    public Optional<URI> publicEndpoint() {
        return Optional.empty();
    }

    /** Reads the settings by their names. */
    public static S3CommandSettings of(Function<String, Optional<String>> setting) {
        return new S3CommandSettings(setting.apply("byline.media.s3.bucket"),
                setting.apply("byline.media.s3.endpoint").map(URI::create),
                setting.apply("byline.media.s3.region").orElse(DEFAULT_REGION), setting.apply("byline.media.s3.key"),
                setting.apply("byline.media.s3.secret"), setting.apply("byline.media.s3.prefix"),
                setting.apply("byline.media.s3.path-style").map(Boolean::valueOf));
    }
}
