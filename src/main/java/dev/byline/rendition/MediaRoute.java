package dev.byline.rendition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemResponses;
import dev.byline.problem.ProblemType;
import dev.byline.text.MediaAddress;
import dev.byline.web.Order;
import dev.byline.web.RouteTable;
import dev.byline.web.TrackingParameters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers requests for files and sizes of pictures, {@code /media/ID/NAME}:
 * <ol>
 * <li>A file that is in memory is sent at once by the event loop.</li>
 * <li>Otherwise one of a few worker threads looks it up; a stored size is read into memory, a large file is sent from the store.</li>
 * <li>A missing size is made by the threads of {@link SizeMaker}; the request waits without a thread.</li>
 * </ol>
 */
@ApplicationScoped
class MediaRoute {
    private static final Logger LOG = Logger.getLogger(MediaRoute.class);
    private static final int ID_LENGTH = 36;
    /** Very many requests for files at once would otherwise take the processors and connections of all others. */
    private static final int LOOKUP_THREADS = 2 + 2 * Runtime.getRuntime().availableProcessors();
    private static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

    private final FileFinder finder;
    private final SizeMaker maker;
    private final WorkerExecutor lookups;

    MediaRoute(FileFinder finder, SizeMaker maker, Vertx vertx) {
        this.finder = finder;
        this.maker = maker;
        this.lookups = vertx.createSharedWorkerExecutor("media-lookups", LOOKUP_THREADS);
    }

    void register(@Observes Router router) {
        router.route().order(Order.MEDIA_IN_MEMORY).handler(this::serveFromMemory);
        router.route().order(Order.MEDIA).handler(this::serve);
    }

    private void serveFromMemory(RoutingContext context) {
        var request = context.request();
        if (!request.uri().startsWith(MediaAddress.PATH) || !isRead(request) || isInParts(request)) {
            context.next();
            return;
        }
        var file = finder.findInMemory(key(request));
        if (file == null) {
            context.next();
        } else {
            nameRequest();
            file.send(context);
        }
    }

    private void serve(RoutingContext context) {
        var request = context.request();
        if (!context.normalizedPath().startsWith(MediaAddress.PATH)) {
            context.next();
            return;
        }
        nameRequest();
        FileHeaders.common().forEach(header -> context.response().putHeader(header.getKey(), header.getValue()));
        if (request.method() == HttpMethod.OPTIONS) {
            context.response().setStatusCode(204).putHeader("Allow", ALLOWED_METHODS)
                    .putHeader("Access-Control-Allow-Methods", ALLOWED_METHODS)
                    .putHeader("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match").end();
            return;
        }
        if (!isRead(request)) {
            ProblemResponses.write(context, ProblemException.withHeader(ProblemType.METHOD_NOT_ALLOWED,
                    request.method() + " is not allowed at this path.", "Allow", ALLOWED_METHODS));
            return;
        }
        var id = MediaAddress.parse(request.path());
        if (id == null) {
            ProblemResponses.write(context, ProblemException.of(ProblemType.NOT_FOUND,
                    "There is no file at this path; the path of a file is /media/{id}/{name}."));
            return;
        }
        find(context, id).onSuccess(file -> file.send(context)).onFailure(failure -> fail(context, failure));
    }

    private Future<SentFile> find(RoutingContext context, UUID id) {
        var request = context.request();
        var key = key(request);
        boolean acceptsWebp = acceptsWebp(request);
        boolean inParts = isInParts(request);
        return lookups.executeBlocking(() -> finder.parse(id, context.queryParams()), false)
                .compose(parsed -> lookups.executeBlocking(() -> finder.find(key, parsed, acceptsWebp, inParts), false)
                        .compose(found -> found.missing() == null
                                ? Future.succeededFuture(found.file())
                                : Future.fromCompletionStage(maker.make(found.missing()), Vertx.currentContext())
                                        .compose(bytes -> lookups.executeBlocking(() -> finder.keepSize(key, parsed,
                                                found.missing(), acceptsWebp, bytes), false))));
    }

    static void fail(RoutingContext context, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        ProblemResponses.write(context, cause instanceof IOException || cause instanceof UncheckedIOException
                ? missing(context, cause)
                : ProblemResponses.fromFailure(cause, context));
    }

    /** A file that is missing or damaged in the store: OrphanSweep names it to the operator. */
    private static ProblemException missing(RoutingContext context, Throwable cause) {
        LOG.errorf("The file of %s cannot be read from the store of media: %s", context.normalizedPath(), cause);
        return ProblemException.withHeader(ProblemType.UNAVAILABLE,
                "The file is missing or damaged in the store of media. Upload it again, and it is as before.",
                "Retry-After", "60");
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    }

    private static boolean isInParts(HttpServerRequest request) {
        return request.headers().contains("Range");
    }

    /** Returns the key of a request in memory: the address without the name of the file, and what the client shows. */
    private static String key(HttpServerRequest request) {
        var uri = TrackingParameters.removeFrom(request.uri());
        int query = uri.indexOf('?');
        int idEnd = Math.min(MediaAddress.PATH.length() + ID_LENGTH, query < 0 ? uri.length() : query);
        return uri.substring(MediaAddress.PATH.length(), idEnd) + (acceptsWebp(request) ? "+" : "-")
                + (query < 0 ? "" : uri.substring(query));
    }

    /** Returns whether the client names WebP; programs that send any type often cannot show it. */
    private static boolean acceptsWebp(HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("image/webp") && Stream.of(accept.split(",")).map(String::strip)
                .anyMatch(range -> range.startsWith("image/webp") && !range.matches(".*;\\s*q=0(\\.0*)?\\s*"));
    }

    private static void nameRequest() {
        Vertx.currentContext().putLocal(RouteTable.PATH_TEMPLATE_KEY, "/media/{id}/{name}");
    }
}
