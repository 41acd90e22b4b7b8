package dev.byline.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.byline.web.Cached;
import dev.byline.web.Order;
import dev.byline.web.RouteTable;
import dev.byline.web.TrackingParameters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The cache of the responses of {@link Cached} operations, by URL. A GET or HEAD is looked up before anything else
 * runs:
 * <ol>
 * <li>A cached response whose content is unchanged is sent.</li>
 * <li>If the content changed since the response was read, the next request reads the response again.</li>
 * <li>If the response is older than {@code byline.cache.refresh} (5 seconds), one request reads it again to refresh
 *     the counters in it, and meanwhile other requests get the cached response.</li>
 * <li>Requests for a URL that is being read wait for that read, so that a popular response that was evicted is read
 *     only once.</li>
 * </ol>
 * While this node does not receive the notifications of other nodes, cached responses are used only as
 * {@link StaleResponses} allows.
 */
@ApplicationScoped
class ResponseCache {
    private static final String LOAD_KEY = "byline.load";

    private final RouteTable routeTable;
    private final ChangeTracker changeTracker;
    private final ChangeNotifier changeNotifier;
    private final StaleResponses staleResponses;
    private final long maxBytes;
    private final long refreshNanos;
    private final Cache<String, CacheEntry> entries;
    private final ConcurrentMap<String, Load> loads = new ConcurrentHashMap<>();
    private final CacheMetrics metrics;

    ResponseCache(RouteTable routeTable, ChangeTracker changeTracker, ChangeNotifier changeNotifier,
            StaleResponses staleResponses, CacheSettings settings, MeterRegistry meters) {
        this.routeTable = routeTable;
        this.changeTracker = changeTracker;
        this.changeNotifier = changeNotifier;
        this.staleResponses = staleResponses;
        this.maxBytes = settings.size().map(MemorySize::asLongValue)
                .orElseGet(() -> HeapShare.scaleBytes(CacheSettings.MAX_DEFAULT_BYTES));
        this.refreshNanos = settings.refresh().toNanos();
        this.entries = Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((String uri, CacheEntry k) -> k.representation.memoryBytes())
                .executor(Runnable::run).build();
        this.metrics = new CacheMetrics(entries, meters);
    }

    /** A cached response, and the latest logical time at which its content was known to be unchanged. */
    private static final class CacheEntry {
        final Representation representation;
        volatile long unchangedAt;

        CacheEntry(Representation representation) {
            this.representation = representation;
            this.unchangedAt = representation.readAt;
        }
    }

    /** A request that reads a response, and the requests that wait for this response. */
    static final class Load {
        final String key;
        final long readAt;
        private List<Runnable> waiting = new ArrayList<>();

        Load(String key, long readAt) {
            this.key = key;
            this.readAt = readAt;
        }

        /** Adds a waiting request; false if the load has ended. */
        private synchronized boolean addWaiter(Runnable waiter) {
            return waiting != null && waiting.add(waiter);
        }

        private synchronized List<Runnable> takeWaiters() {
            var all = waiting;
            waiting = null;
            return all == null ? List.of() : all;
        }
    }

    void register(@Observes Router router) {
        if (maxBytes > 0) {
            router.route().order(Order.RESPONSE_CACHE).handler(this::serve);
        }
    }

    private void serve(RoutingContext context) {
        var request = context.request();
        boolean connected = changeNotifier.isConnected();
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD
                || !connected && !staleResponses.areUsable()) {
            context.next();
            return;
        }
        var key = TrackingParameters.removeFrom(request.uri());
        // The route is looked up only after a miss, because most requests are hits.
        var found = findUnchanged(key);
        if (found == null) {
            var cached = findCached(request.uri());
            if (cached.isEmpty()) {
                context.next();
                return;
            }
            if (cached.get().perHost()) {
                key += " " + request.scheme() + " " + request.authority();
                found = findUnchanged(key);
            }
        }
        if (found != null && !AcceptHeader.accepts(request.getHeader(HttpHeaders.ACCEPT), found.mediaType)) {
            context.next();
        } else if (!connected) {
            serveWithoutNotifications(context, found);
        } else if (found != null && (!needsRefresh(found) || loads.containsKey(key))) {
            send(context, request, found);
        } else {
            loadOnce(context, key, found);
        }
    }

    /** Serves a request while this node receives no notifications: from the cache only if the database is away. */
    private void serveWithoutNotifications(RoutingContext context, Representation cached) {
        if (cached == null) {
            context.next();
        } else if (staleResponses.skipDatabase()) {
            staleResponses.mark(context, cached);
            send(context, context.request(), cached);
        } else {
            staleResponses.setFallback(context, cached);
            context.next();
        }
    }

    /**
     * Returns the annotation of the operation at a URI, empty if its responses are not cached. Requests for live
     * counters and personal data are not cached, and must not wait for each other.
     */
    private Optional<Cached> findCached(String uri) {
        int query = uri.indexOf('?');
        return routeTable.findOperation(query < 0 ? uri : uri.substring(0, query), HttpMethod.GET.name())
                .map(operation -> operation.getAnnotation(Cached.class));
    }

    /** Returns the cached response, or null if there is none or if its content changed. */
    private Representation findUnchanged(String key) {
        var found = entries.getIfPresent(key);
        if (found == null) {
            return null;
        }
        long now = changeTracker.currentTime();
        if (found.unchangedAt != now) {
            if (!changeTracker.isUnchanged(found.representation.names, found.representation.readAt)) {
                return null;
            }
            found.unchangedAt = now;
        }
        return found.representation;
    }

    private boolean needsRefresh(Representation representation) {
        return System.nanoTime() - representation.createdAtNanos > refreshNanos;
    }

    private void loadOnce(RoutingContext context, String key, Representation outdated) {
        var load = new Load(key, changeTracker.currentTime());
        var other = loads.putIfAbsent(key, load);
        if (other == null) {
            var latest = findUnchanged(key);
            if (latest != null && latest != outdated) {
                // Another request cached the response after this one had looked for it.
                finish(load);
                serveAfterWait(context, key);
                return;
            }
            (outdated == null ? metrics.misses : metrics.refreshes).increment();
            if (outdated != null) {
                staleResponses.setFallback(context, outdated);
            }
            context.put(LOAD_KEY, load);
            context.addEndHandler(ended -> finish(load));
            context.next();
        } else if (outdated != null) {
            send(context, context.request(), outdated);
        } else {
            Context eventLoop = Vertx.currentContext();
            // The waiting request looks the response up again, because the content may have changed meanwhile.
            if (!other.addWaiter(() -> eventLoop.runOnContext(nothing -> serveAfterWait(context, key)))) {
                serveAfterWait(context, key);
            }
        }
    }

    /**
     * Serves a request after its wait. If the response was not cached, the request reads it itself, so that waiting
     * requests do not queue up one behind the other.
     */
    private void serveAfterWait(RoutingContext context, String key) {
        if (context.response().closed()) {
            return;
        }
        var found = findUnchanged(key);
        if (found != null && AcceptHeader.accepts(context.request().getHeader(HttpHeaders.ACCEPT), found.mediaType)) {
            send(context, context.request(), found);
        } else {
            metrics.misses.increment();
            context.next();
        }
    }

    private void finish(Load load) {
        loads.remove(load.key, load);
        load.takeWaiters().forEach(Runnable::run);
    }

    private void send(RoutingContext context, HttpServerRequest request, Representation representation) {
        metrics.hits.increment();
        if (representation.pathTemplate != null) {
            Vertx.currentContext().putLocal(RouteTable.PATH_TEMPLATE_KEY, representation.pathTemplate);
        }
        var contentEncoding = ContentEncoding.choose(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        representation.withEncodedBody(context, contentEncoding, encodedBody -> send(request, encodedBody));
    }

    private static void send(HttpServerRequest request, EncodedBody encodedBody) {
        var response = request.response();
        if (encodedBody.matchesIfNoneMatch(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.headers().setAll(encodedBody.notModifiedHeaders());
            response.setStatusCode(304).end();
            return;
        }
        response.headers().setAll(encodedBody.headers());
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(encodedBody.body());
        }
    }

    /** Returns the logical time before the request reads anything. */
    long readAt(RoutingContext context) {
        var load = context.<Load>get(LOAD_KEY);
        return load == null ? changeTracker.currentTime() : load.readAt;
    }

    /** Caches the response of a request, if other requests may be waiting for it. */
    void store(RoutingContext context, Representation representation) {
        var load = context.<Load>get(LOAD_KEY);
        if (load != null) {
            representation.pathTemplate = Vertx.currentContext().getLocal(RouteTable.PATH_TEMPLATE_KEY);
            entries.put(load.key, new CacheEntry(representation));
            // From here on other requests find the response. Release the waiting requests now, before a slow client has
            // received its copy.
            finish(load);
        }
    }
}
