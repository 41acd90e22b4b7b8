package dev.byline.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import dev.byline.outbound.PublicAddressCheck.RefusedAddressException;
import dev.byline.text.HostNames;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Downloads the file of a URL that a client names, and blocks meanwhile. Each connection goes to an address that
 * {@link PublicAddressCheck} allowed, also after a redirect; the URL still names the host for {@code Host}, SNI and the
 * certificate.
 */
@ApplicationScoped
public class PublicDownload {
    /** The maximum number of redirects of one download. */
    static final int MAX_REDIRECTS = 5;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int IDLE_TIMEOUT_SECONDS = 15;
    /** The downloads from one host at a time; others wait. */
    static final int MAX_CONNECTIONS_OF_HOST = 4;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client;
    private final HostPlaces places = new HostPlaces(MAX_CONNECTIONS_OF_HOST);

    PublicDownload(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                // A connection that ends early must not be that of the next request.
                .setKeepAlive(false)
                .setMaxPoolSize(MAX_CONNECTIONS_OF_HOST).setTracingPolicy(TracingPolicy.IGNORE));
    }

    /**
     * The limits of a download.
     *
     * @param bytes
     *            the maximum size of the file
     * @param time
     *            the maximum time, with all redirects, but without the time of waiting
     * @param maxWait
     *            the maximum time to wait while other downloads from the host are running
     */
    public record DownloadLimits(long bytes, Duration time, Duration maxWait) {}

    /**
     * A file that was downloaded.
     *
     * @param url
     *            the URL that answered, after redirects
     * @param contentType
     *            what the server says about the type; null if it says nothing
     */
    public record DownloadedFile(String url, String contentType, long bytes) {}

    /** A download that failed; the message completes a sentence that begins with the URL. */
    public static final class DownloadException extends Exception {
        private static final long serialVersionUID = 1L;
        private final FailureKind kind;

        DownloadException(String message, FailureKind kind) {
            super(message);
            this.kind = kind;
        }

        /** Returns whether the URL is not allowed, so that another attempt fails as well. */
        public boolean isRefused() {
            return kind == FailureKind.REFUSED;
        }

        /** Returns whether there was no complete response, so that other URLs of the host may fail as well. */
        public boolean isUnreachable() {
            return kind == FailureKind.UNREACHABLE || isBusy();
        }

        /** Returns whether no request was sent, because as many downloads from the host were running as may run at once. */
        public boolean isBusy() {
            return kind == FailureKind.BUSY;
        }
    }

    /**
     * The cause of a failure: the URL is not allowed, the response is not a file, there is no complete response, or no
     * request was sent.
     */
    enum FailureKind {
        REFUSED,
        ANSWERED,
        UNREACHABLE,
        BUSY
    }

    /**
     * Downloads a file. A fragment of the URL is ignored.
     *
     * @param target
     *            the local file, which is overwritten; its content is undefined after an exception
     */
    public DownloadedFile fetch(String url, Path target, PublicAddressCheck check, DownloadLimits limits)
            throws DownloadException, IOException {
        long deadline = System.nanoTime() + limits.time.toNanos();
        var current = withoutFragment(url);
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            var answer = request(current, target, check, limits, deadline);
            if (answer.redirect == null) {
                return new DownloadedFile(current, answer.contentType, Files.size(target));
            }
            deadline += answer.waitedNanos;
            current = resolve(current, answer.redirect);
        }
        throw new DownloadException("redirects more than " + MAX_REDIRECTS + " times", FailureKind.ANSWERED);
    }

    private static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }

    private static String resolve(String base, String location) throws DownloadException {
        try {
            return withoutFragment(URI.create(base).resolve(location.strip().replace(" ", "%20")).toString());
        } catch (IllegalArgumentException e) {
            throw new DownloadException("redirects to what is no URL", FailureKind.ANSWERED);
        }
    }

    private Answer request(String url, Path target, PublicAddressCheck check, DownloadLimits limits, long deadline)
            throws DownloadException, IOException {
        try {
            var options = options(url, check.resolve(url));
            var host = options.getHost() + ":" + options.getPort();
            long waited = awaitPlace(host, limits.maxWait);
            var exchange = new DownloadExchange(target, limits.bytes);
            try {
                client.request(options).onSuccess(exchange::start).onFailure(exchange::fail);
                return exchange.await(deadline + waited, waited);
            } finally {
                exchange.close();
                places.release(host);
            }
        } catch (RefusedAddressException e) {
            throw new DownloadException(e.getMessage(), FailureKind.REFUSED);
        } catch (TimeoutException e) {
            throw new DownloadException("was not complete within " + limits.time.toSeconds() + " seconds",
                    FailureKind.UNREACHABLE);
        } catch (UnknownHostException e) {
            throw new DownloadException("has a host without an address", FailureKind.UNREACHABLE);
        } catch (ExecutionException e) {
            throw describe(e.getCause());
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new DownloadException("must be a URL (RFC 3986)", FailureKind.REFUSED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DownloadException("was not downloaded: the service is stopping", FailureKind.UNREACHABLE);
        }
    }

    /** Waits while as many downloads from the host are running as may run at once; returns the time in nanoseconds. */
    private long awaitPlace(String host, Duration maxWait) throws InterruptedException, DownloadException {
        long begin = System.nanoTime();
        if (!places.acquire(host, maxWait)) {
            throw new DownloadException("was not requested: for " + maxWait.toSeconds() + " seconds, "
                    + MAX_CONNECTIONS_OF_HOST + " other files were being fetched from its host, which is as many as "
                    + "are fetched at once", FailureKind.BUSY);
        }
        return System.nanoTime() - begin;
    }

    private static RequestOptions options(String url, InetAddress address) throws MalformedURLException {
        // The URL without the spellings that only the check understands.
        var absolute = new URL(URI.create(HostNames.toAsciiUrl(url)).toASCIIString());
        int port = absolute.getPort() < 0 ? absolute.getDefaultPort() : absolute.getPort();
        return new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(absolute).setFollowRedirects(false)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .putHeader("User-Agent", "Byline-Media/1").putHeader("Accept", "image/*, */*;q=0.5")
                .putHeader("Accept-Encoding", "identity");
    }

    private static DownloadException describe(Throwable cause) throws IOException {
        if (cause instanceof DownloadException failure) {
            return failure;
        }
        if (cause instanceof ConnectTimeoutException) {
            return new DownloadException("has a host that does not answer", FailureKind.UNREACHABLE);
        }
        if (cause instanceof ConnectException) {
            return new DownloadException("has a host that refuses the connection", FailureKind.UNREACHABLE);
        }
        if (cause instanceof HttpClosedException
                || cause instanceof VertxException && "Connection was closed".equals(cause.getMessage())) {
            return new DownloadException("was not complete: the server closed the connection, or sent nothing for "
                    + IDLE_TIMEOUT_SECONDS + " seconds", FailureKind.UNREACHABLE);
        }
        if (cause instanceof SSLException) {
            return new DownloadException("has a certificate or an encryption that is not accepted",
                    FailureKind.UNREACHABLE);
        }
        if (cause instanceof java.nio.file.FileSystemException failure) {
            throw failure;
        }
        return new DownloadException("got a response that is not valid HTTP", FailureKind.UNREACHABLE);
    }

    /** The response: a complete file, or the target of a redirect; and the time that the request waited for others. */
    record Answer(String redirect, String contentType, long waitedNanos) {
        static boolean isRedirect(int status) {
            return REDIRECTS.contains(status);
        }
    }
}
