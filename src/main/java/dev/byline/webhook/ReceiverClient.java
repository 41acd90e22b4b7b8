package dev.byline.webhook;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import dev.byline.outbound.PublicAddressCheck.RefusedAddressException;
import dev.byline.webhook.SendOutcome.ReceiverAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Sends one signed request and waits for its response without a thread. The connection goes to an address that was
 * checked before; the URL still names the host for {@code Host}, SNI and the certificate. Redirects are not followed.
 */
@ApplicationScoped
class ReceiverClient {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int IDLE_TIMEOUT_SECONDS = 15;
    /** Shorter than servers keep connections, so that no request is sent on one that is being closed. */
    private static final int KEEP_ALIVE_SECONDS = 4;
    private static final int MAX_ANSWER_BYTES = 1024;
    private static final int SUCCESS_CLASS = 2;
    private static final int REDIRECT_CLASS = 3;

    private final Vertx vertx;
    private final HttpClient client;
    private final WebhookAddressCheck addressCheck;
    private final Clock clock;

    ReceiverClient(Vertx vertx, WebhookAddressCheck addressCheck, Clock clock) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                // The pool is that of a host, which many webhooks may share; WebhookSender has the limits.
                .setMaxPoolSize(WebhookSender.MAX_IN_FLIGHT).setIdleTimeout(IDLE_TIMEOUT_SECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTracingPolicy(TracingPolicy.IGNORE));
        this.addressCheck = addressCheck;
        this.clock = clock;
    }

    /** Looks up and checks the address of a URL. A worker thread waits for the name service. */
    Future<InetAddress> resolve(String url) {
        return vertx.executeBlocking(() -> addressCheck.resolve(url), false);
    }

    /** Sends a delivery to an address. The future always succeeds. */
    Future<ReceiverAnswer> send(ClaimedDelivery delivery, byte[] body, InetAddress address) {
        var exchange = new Exchange();
        try {
            client.request(options(delivery, body, address)).onSuccess(request -> exchange.start(request, body))
                    .onFailure(exchange::fail);
        } catch (MalformedURLException | RuntimeException e) {
            exchange.fail(e);
        }
        return exchange.answer.future();
    }

    private RequestOptions options(ClaimedDelivery delivery, byte[] body, InetAddress address)
            throws MalformedURLException {
        // The URL without the spellings that only the check understands.
        var url = new URL(URI.create(delivery.url()).toASCIIString());
        int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
        var options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url).setFollowRedirects(false)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .putHeader("Content-Type", delivery.kind().contentType).putHeader("User-Agent", "Byline-Webhooks/1");
        if (delivery.kind() == ReceiverKind.webhook) {
            long timestamp = clock.instant().getEpochSecond();
            options.putHeader("webhook-id", delivery.messageId())
                    .putHeader("webhook-timestamp", String.valueOf(timestamp)).putHeader("webhook-signature",
                            WebhookSignature.sign(delivery.secrets(), delivery.messageId(), timestamp, body));
        }
        return options;
    }

    /** Describes a failure for the admins, without addresses of the network. */
    static ReceiverAnswer failed(Throwable cause, int milliseconds) {
        return new ReceiverAnswer(null, milliseconds, null, describe(cause), null);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof RefusedAddressException) {
            return "The URL " + cause.getMessage();
        }
        if (cause instanceof UnknownHostException) {
            return "The host has no address";
        }
        if (cause instanceof ConnectException) {
            return "No response: the connection was refused";
        }
        if (cause instanceof HttpClosedException) {
            return "No response: the receiver closed the connection";
        }
        return cause instanceof SSLException
                ? "No response: the certificate or the encryption is not accepted"
                : "No response: what the receiver sent is no valid response";
    }

    /** Describes a delivery whose request could not be built. */
    static ReceiverAnswer nothingToSend() {
        return new ReceiverAnswer(null, 0, null,
                "The request could not be built; look at the URL templates of the site", null);
    }

    /** One request with its deadline; the first of response, failure and deadline decides. All on one event loop. */
    private final class Exchange {
        private final Promise<ReceiverAnswer> answer = Promise.promise();
        private final long startedAt = System.nanoTime();
        private final long timer = vertx.setTimer(TIMEOUT_MILLIS, id -> onTimeout());
        private final Buffer received = Buffer.buffer();
        private volatile HttpClientRequest request;
        private volatile HttpClientResponse response;

        private void start(HttpClientRequest newRequest, byte[] body) {
            request = newRequest;
            if (answer.future().isComplete()) {
                newRequest.reset();
                return;
            }
            newRequest.exceptionHandler(this::fail);
            newRequest.response().onSuccess(this::read).onFailure(this::fail);
            newRequest.end(Buffer.buffer(body));
        }

        private synchronized void read(HttpClientResponse newResponse) {
            response = newResponse;
            newResponse.handler(this::append).endHandler(end -> finish(false)).exceptionHandler(e -> finish(true));
        }

        private synchronized void append(Buffer chunk) {
            received.appendBuffer(chunk, 0, Math.min(chunk.length(), MAX_ANSWER_BYTES - received.length()));
            if (received.length() >= MAX_ANSWER_BYTES) {
                finish(true);
            }
        }

        private void onTimeout() {
            if (response != null) {
                finish(true);
            } else if (complete(new ReceiverAnswer(null, milliseconds(), null,
                    "No response within " + TimeUnit.MILLISECONDS.toSeconds(TIMEOUT_MILLIS) + " seconds", null))
                    && request != null) {
                request.reset();
            }
        }

        private void fail(Throwable cause) {
            if (response == null) {
                complete(failed(cause, milliseconds()));
            } else {
                finish(true);
            }
        }

        /** Decides by the status, which has arrived, also if the rest of the response does not. */
        private synchronized void finish(boolean early) {
            int status = response.statusCode();
            var problem = status / 100 == SUCCESS_CLASS
                    ? null
                    : status / 100 == REDIRECT_CLASS
                            ? "The receiver redirects, which is not followed"
                            : "The receiver answered " + status;
            // PostgreSQL stores no zero characters.
            var body = received.toString(StandardCharsets.UTF_8).replace("\0", "");
            var retryAfter = response.getHeader("Retry-After");
            if (complete(new ReceiverAnswer(status, milliseconds(), body, problem, retryAfter)) && early) {
                request.reset();
            }
        }

        private boolean complete(ReceiverAnswer result) {
            vertx.cancelTimer(timer);
            return answer.tryComplete(result);
        }

        private int milliseconds() {
            return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
        }
    }
}
