package dev.byline.limit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import dev.byline.web.Order;
import dev.byline.web.Paths;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.BlockingOperationControl;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Lets a request to the database only as its {@link Share} allows. A request uses at most one connection at a time, and
 * all shares together have fewer permits than the pool has connections: a request that runs finds a connection.
 */
@Singleton
class ShareFilter {
    private final Map<Share, ShareQueue> queues = new EnumMap<>(Share.class);
    /** The start of each request that runs, in nanoseconds. */
    private final Map<SharePermit, Long> startTimes = new ConcurrentHashMap<>();

    ShareFilter(@ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int poolSize, MeterRegistry meters) {
        for (var share : Share.values()) {
            if (share == Share.NONE) {
                continue;
            }
            int concurrent = Math.max(1, share.concurrentRequests * poolSize / Share.POOL_SIZE);
            var queue = new ShareQueue(concurrent, share.maxWaiting, share.maxWait);
            queues.put(share, queue);
            meters.gauge("byline.requests.waiting", Tags.of("share", share.name()), queue,
                    ShareQueue::waiting);
        }
    }

    @ServerRequestFilter(priority = Order.SHARE)
    void enter(ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        var share = share(request, resource, context.normalizedPath());
        // Operations on the event loop use no connection.
        if (share == Share.NONE || !BlockingOperationControl.isBlockingAllowed()) {
            return;
        }
        var permit = new SharePermit(queues.get(share), share == Share.DOWNLOADS ? null : startTimes);
        permit.enter();
        if (share != Share.DOWNLOADS) {
            context.put(SharePermit.KEY, permit);
        }
        // Also after a failure that passes no response filter, and at the end of a download.
        context.addEndHandler(sent -> permit.end());
        if (context.response().closed()) {
            permit.end();
        }
    }

    /** The operation has run: sending its response to a slow client needs no connection. */
    @ServerResponseFilter(priority = -Order.SHARE)
    void leave(RoutingContext context) {
        if (context.get(SharePermit.KEY) instanceof SharePermit permit) {
            permit.end();
        }
    }

    /** Returns the number of requests, other than downloads, that have been running for longer than this. */
    long countRunningLongerThan(Duration duration) {
        long now = System.nanoTime();
        return startTimes.values().stream().filter(start -> now - start > duration.toNanos()).count();
    }

    private static Share share(ContainerRequestContext request, ResourceInfo resource, String path) {
        var declared = resource.getResourceMethod().getAnnotation(InShare.class);
        if (declared != null) {
            return declared.value();
        }
        boolean publicRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return publicRead && !Paths.isAdminApi(path) ? Share.READS : Share.WRITES;
    }
}
