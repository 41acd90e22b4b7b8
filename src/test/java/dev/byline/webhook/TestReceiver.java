package dev.byline.webhook;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.standardwebhooks.Webhook;

import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** A receiver of webhooks on this machine: records requests, and answers 204 or as a test wants. */
final class TestReceiver implements AutoCloseable {
    final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    volatile Consumer<HttpServerRequest> answer = request -> request.response().setStatusCode(204).end();

    TestReceiver() {
        server = vertx.createHttpServer().requestHandler(request -> request.bodyHandler(body -> {
            received.add(new ReceivedRequest(request, body));
            answer.accept(request);
        })).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** A request as it arrived. */
    record ReceivedRequest(HttpServerRequest request, Buffer body) {
        String id() {
            return request.getHeader("webhook-id");
        }

        JsonPath json() {
            return JsonPath.from(body.toString());
        }

        /** Fails unless the other implementation of Standard Webhooks accepts the request. */
        void verify(String secret) throws Exception {
            var headers = new HashMap<String, List<String>>();
            request.headers().forEach(header -> headers.put(header.getKey(), List.of(header.getValue())));
            new Webhook(secret).verify(body.toString(), HttpHeaders.of(headers, (name, value) -> true));
        }
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook?x=y";
    }

    int port() {
        return server.actualPort();
    }

    /** Answers later, without a thread. */
    void after(long millis, Runnable task) {
        vertx.setTimer(millis, id -> task.run());
    }

    List<String> ids() {
        return new ArrayList<>(received.stream().map(ReceivedRequest::id).toList());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
