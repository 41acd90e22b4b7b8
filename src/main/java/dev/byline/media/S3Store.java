package dev.byline.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A bucket of an S3-compatible server as the place of the bytes of media. The server checks each upload by its MD5,
 * which every such server knows. A request is tried three times; then the operation fails with a 503.
 */
final class S3Store implements MediaStore, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(S3Store.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    /** Long enough for a film that a reader pauses. */
    private static final Duration SIGNATURE_LIFETIME = Duration.ofHours(1);
    private static final int MAX_TRIES = 3;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int RETRY_AFTER_SECONDS = 10;

    private final S3Settings settings;
    private final String bucket;
    private final String prefix;
    private S3Client client;
    private S3Presigner presigner;

    /** @param settings with a bucket; the client is made for the first request, so that a start takes no longer */
    S3Store(S3Settings settings) {
        this.settings = settings;
        this.bucket = settings.bucket().orElseThrow();
        this.prefix = settings.prefix().orElse("");
    }

    private synchronized S3Client client() {
        if (client == null) {
            var builder = S3Client.builder().region(Region.of(settings.region()))
                    .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT_TIMEOUT)
                            .socketTimeout(READ_TIMEOUT))
                    .forcePathStyle(settings.pathStyle().orElse(settings.endpoint().isPresent()))
                    // Newer checksums are unknown to many servers.
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(MAX_TRIES)));
            settings.endpoint().ifPresent(builder::endpointOverride);
            client = builder.credentialsProvider(credentials()).build();
        }
        return client;
    }

    private synchronized S3Presigner presigner(URI publicEndpoint) {
        if (presigner == null) {
            presigner = S3Presigner.builder().region(Region.of(settings.region())).endpointOverride(publicEndpoint)
                    .serviceConfiguration(S3Configuration.builder()
                            .pathStyleAccessEnabled(settings.pathStyle().orElse(true)).build())
                    .credentialsProvider(credentials()).build();
        }
        return presigner;
    }

    private AwsCredentialsProvider credentials() {
        return settings.key().<AwsCredentialsProvider>map(key -> StaticCredentialsProvider
                .create(AwsBasicCredentials.create(key, settings.secret().orElse(""))))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    @Override
    public void write(String key, Path file) throws IOException {
        long bytes = Files.size(file);
        if (size(key) == bytes) {
            return;
        }
        var checksum = md5(file);
        run("stored", () -> client().putObject(
                request -> request.bucket(bucket).key(name(key)).contentMD5(checksum).contentLength(bytes),
                RequestBody.fromFile(file)));
    }

    @Override
    public long size(String key) {
        return run("found", () -> {
            try {
                return client().headObject(request -> request.bucket(bucket).key(name(key))).contentLength();
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return -1L;
                }
                throw e;
            }
        });
    }

    private static String md5(Path file) throws IOException {
        try (var input = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("MD5"))) {
            input.transferTo(java.io.OutputStream.nullOutputStream());
            return Base64.getEncoder().encodeToString(input.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public InputStream open(String key, long from) throws IOException {
        try {
            return run("read", () -> {
                try {
                    return new ObjectStream(client().getObject(request -> request.bucket(bucket).key(name(key))
                            .range(from == 0 ? null : "bytes=" + from + "-")));
                } catch (NoSuchKeyException e) {
                    throw new UncheckedIOException(new NoSuchFileException(key));
                } catch (S3Exception e) {
                    if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                        return InputStream.nullInputStream();
                    }
                    throw e;
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public Optional<Path> localFile(String key) {
        return Optional.empty();
    }

    @Override
    public Optional<URI> signedUrl(String key, String type, String disposition) {
        return settings.publicEndpoint().map(endpoint -> run("read",
                () -> URI.create(presigner(endpoint).presignGetObject(signature -> signature
                        .signatureDuration(SIGNATURE_LIFETIME)
                        .getObjectRequest(request -> request.bucket(bucket).key(name(key)).responseContentType(type)
                                .responseContentDisposition(disposition)))
                        .url().toString())));
    }

    @Override
    public void delete(String key) throws IOException {
        run("deleted", () -> client().deleteObject(request -> request.bucket(bucket).key(name(key))));
    }

    @Override
    public void list(String prefix, Consumer<StoredFile> consumer) throws IOException {
        run("listed", () -> {
            client().listObjectsV2Paginator(request -> request.bucket(bucket).prefix(name(prefix))).contents()
                    .forEach(object -> consumer.accept(new StoredFile(
                            object.key().substring(this.prefix.length()), object.size(),
                            object.lastModified())));
            return null;
        });
    }

    private String name(String key) {
        return prefix + key;
    }

    /** Runs requests; 503 if the server does not answer as it should. */
    private <T> T run(String verb, Supplier<T> requests) {
        try {
            return requests.get();
        } catch (SdkException e) {
            LOG.errorf("The bucket %s of media cannot be used (BYLINE_MEDIA_S3_…): %s", bucket, e.getMessage());
            throw ProblemException.withHeader(ProblemType.UNAVAILABLE,
                    "The file cannot be " + verb + ", because the store of media does not answer: try again shortly.",
                    "Retry-After", String.valueOf(RETRY_AFTER_SECONDS));
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
        if (presigner != null) {
            presigner.close();
        }
    }

    /** Ends the response when it is closed early, and does not read the rest of it. */
    private static final class ObjectStream extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> response;
        private boolean ended;

        ObjectStream(ResponseInputStream<GetObjectResponse> response) {
            super(response);
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                response.abort();
            }
        }
    }
}
