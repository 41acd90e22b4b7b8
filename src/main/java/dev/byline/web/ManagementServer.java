package dev.byline.web;

import java.util.Optional;
import java.util.concurrent.CompletionException;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.problem.ProblemResponses;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Opens a second port for operators if {@code BYLINE_MANAGEMENT_PORT} is set. The management port answers every request
 * as the public port would, so that Swagger UI works there. The public port then answers 404 to the paths of the
 * platform below {@code /q}: health, metrics, the contract and Swagger UI.
 */
@Singleton
public class ManagementServer implements HttpServerOptionsCustomizer {
    /** The key of the setting. */
    public static final String SETTING = "byline.management-port";
    private static final String MANAGEMENT_PATHS = "/q/*";

    private final Vertx vertx;
    private final Optional<Integer> port;

    ManagementServer(Vertx vertx, @ConfigProperty(name = SETTING) Optional<Integer> port) {
        this.vertx = vertx;
        this.port = port;
    }

    void register(@Observes Router router) {
        if (port.isPresent()) {
            router.route(MANAGEMENT_PATHS).order(Order.MANAGEMENT).handler(this::check);
        }
    }

    /** Returns whether the paths of the platform below {@code /q} have a port of their own. */
    public boolean hasOwnPort() {
        return port.isPresent();
    }

    /** Returns whether the server that received the request answers the paths of the platform below {@code /q}. */
    public boolean isReachedBy(HttpServerRequest request) {
        return port.isEmpty() || request.localAddress().port() == port.get();
    }

    /** Removes a tag that a server has only if its port is configured: Prometheus needs the same tags for both servers. */
    @Produces
    @Singleton
    MeterFilter removePort() {
        return MeterFilter.ignoreTags("server.port");
    }

    private void check(RoutingContext context) {
        if (isReachedBy(context.request())) {
            context.next();
        } else {
            ProblemResponses.write(context, ProblemResponses.fromStatus(404, context));
        }
    }

    /** Opens the management port with the options of the public port, before the public port is opened. */
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        port.ifPresent(number -> {
            try {
                vertx.createHttpServer(new HttpServerOptions(options).setPort(number))
                        .requestHandler(VertxHttpRecorder.getRootHandler()).listen().toCompletionStage()
                        .toCompletableFuture().join();
            } catch (CompletionException e) {
                throw new IllegalStateException("BYLINE_MANAGEMENT_PORT is " + number
                        + ", which cannot be opened; it must be a free port: " + e.getCause().getMessage(), e);
            }
        });
    }
}
