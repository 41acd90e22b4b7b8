package dev.byline.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.byline.outbound.PublicDownload.Answer;
import dev.byline.outbound.PublicDownload.DownloadException;
import dev.byline.outbound.PublicDownload.FailureKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * One request of a download. The event loop passes the parts of the body to the waiting thread, which writes them and
 * asks for more, so that a fast server fills no memory.
 */
final class DownloadExchange {
    private static final int OK = 200;
    private static final int PARTS_AHEAD = 8;
    /** The end of the body. */
    private static final Object END = new Object();

    private final Path target;
    private final long maxBytes;
    private final CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
    private final CompletableFuture<HttpClientRequest> sent = new CompletableFuture<>();
    /** Buffers, a failure, and {@link #END}; never more than {@link #PARTS_AHEAD} and the end. */
    private final BlockingQueue<Object> parts = new LinkedBlockingQueue<>();
    private boolean complete;

    DownloadExchange(Path target, long maxBytes) {
        this.target = target;
        this.maxBytes = maxBytes;
    }

    /** Sends the request; called by the event loop. */
    void start(HttpClientRequest request) {
        if (!sent.complete(request)) {
            request.reset();
            return;
        }
        request.exceptionHandler(this::fail);
        request.response().onSuccess(response -> {
            response.pause();
            response.handler(parts::add).endHandler(end -> parts.add(END)).exceptionHandler(this::fail);
            head.complete(response);
        }).onFailure(this::fail);
        request.end();
    }

    /** Ends the exchange with a failure; called by the event loop. */
    void fail(Throwable cause) {
        if (!head.completeExceptionally(cause)) {
            parts.add(cause);
        }
    }

    /** Waits for the response, and for the complete file. */
    Answer await(long deadline, long waitedNanos)
            throws InterruptedException, ExecutionException, TimeoutException, DownloadException, IOException {
        var response = head.get(remaining(deadline), TimeUnit.NANOSECONDS);
        var location = response.getHeader("Location");
        if (Answer.isRedirect(response.statusCode()) && location != null) {
            return new Answer(location, null, waitedNanos);
        }
        if (response.statusCode() != OK) {
            throw new DownloadException("is answered with the status " + response.statusCode(), FailureKind.ANSWERED);
        }
        var encoding = response.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new DownloadException("is answered in a compressed form that was not asked for",
                    FailureKind.ANSWERED);
        }
        var length = response.getHeader("Content-Length");
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > maxBytes) {
            throw tooLarge();
        }
        receive(response, deadline);
        return new Answer(null, response.getHeader("Content-Type"), waitedNanos);
    }

    private void receive(HttpClientResponse response, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException, DownloadException, IOException {
        long bytes = 0;
        response.fetch(PARTS_AHEAD);
        try (var out = Files.newOutputStream(target)) {
            while (true) {
                var part = parts.poll(remaining(deadline), TimeUnit.NANOSECONDS);
                if (part == null) {
                    throw new TimeoutException();
                }
                if (part == END) {
                    complete = true;
                    return;
                }
                if (part instanceof Throwable cause) {
                    throw new ExecutionException(cause);
                }
                var content = ((Buffer) part).getBytes();
                bytes += content.length;
                if (bytes > maxBytes) {
                    throw tooLarge();
                }
                out.write(content);
                response.fetch(1);
            }
        }
    }

    private DownloadException tooLarge() {
        return new DownloadException("is larger than " + maxBytes + " bytes, the maximum size", FailureKind.ANSWERED);
    }

    private static long remaining(long deadline) throws TimeoutException {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException();
        }
        return nanos;
    }

    /** Closes the connection unless the response is complete. */
    void close() {
        if (complete || sent.completeExceptionally(new IllegalStateException("The download has ended"))) {
            return;
        }
        var request = sent.getNow(null);
        if (request != null) {
            request.reset();
        }
    }
}
