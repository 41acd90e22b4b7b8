package dev.byline.media;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the bucket of media, {@code BYLINE_MEDIA_S3_…}; without a bucket, media lie in a folder. */
@ConfigMapping(prefix = "byline.media.s3")
public interface S3Settings {
    /** The region of servers that know none. */
    String DEFAULT_REGION = "us-east-1";

    /** The name of the bucket. */
    Optional<String> bucket();

    /** The address of the server; Amazon's of the region if absent. */
    Optional<URI> endpoint();

    @WithDefault(DEFAULT_REGION)
    String region();

    /** The id of the access key; without it the key is looked for as every client of Amazon does. */
    Optional<String> key();

    Optional<String> secret();

    /** The beginning of all keys in the bucket, such as {@code blog/}. */
    Optional<String> prefix();

    /** True to name the bucket in the path and not in the host; absent means true if there is an endpoint. */
    Optional<Boolean> pathStyle();

    /** The address of the server for readers, who get large files there; absent if they get all from this service. */
    Optional<URI> publicEndpoint();
}
