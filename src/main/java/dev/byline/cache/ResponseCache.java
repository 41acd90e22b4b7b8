package dev.byline.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

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
 * Answers of the reading door, by their address, sent before anything else runs. What changed since it was read is read
 * anew by the next request; what is older than its counters may be is read anew by one request, while others get what
 * there is. Those who want the same that is being read wait for it, so a hot answer that falls out is read once.
 */
@ApplicationScoped
class ResponseCache {
    private static final String READING_DOOR = "/api/v1/";
    private static final String STAFF_DOOR = "/api/v1/admin";
    private static final String PREVIEWS = READING_DOOR + "previews/";
    private static final String VIEWS = "/views";
    private static final String SESSIONS = READING_DOOR + "sessions";
    private static final String MEMBERS = READING_DOOR + "members";
    private static final String SITE_MAPS = "/sitemap";
    private static final String ROBOTS = "/robots.txt";
    private static final String FEEDS = "/feeds/";
    private static final String LOAD = "byline.load";

    private final Changes changes;
    private final Announcements announcements;
    private final long size;
    private final long refresh;
    private final Cache<String, Kept> kept;
    private final ConcurrentMap<String, Load> loads = new ConcurrentHashMap<>();

    ResponseCache(Changes changes, Announcements announcements, CacheSettings settings) {
        this.changes = changes;
        this.announcements = announcements;
        this.size = settings.size().asLongValue();
        this.refresh = settings.refresh().toNanos();
        this.kept = Caffeine.newBuilder().maximumWeight(size).weigher((String uri, Kept k) -> k.answer.weight())
                .executor(Runnable::run).build();
    }

    /** An answer, and until when it is known to be what would be read. */
    private static final class Kept {
        final Representation answer;
        volatile long checked;

        Kept(Representation answer) {
            this.answer = answer;
            this.checked = answer.read();
        }
    }

    /** One request that reads, and those that wait for what it reads. */
    static final class Load {
        final String key;
        final long read;
        private List<Runnable> waiting = new ArrayList<>();

        Load(String key, long read) {
            this.key = key;
            this.read = read;
        }

        /** False if it is over. */
        private synchronized boolean await(Runnable waiter) {
            return waiting != null && waiting.add(waiter);
        }

        private synchronized List<Runnable> end() {
            var all = waiting;
            waiting = null;
            return all == null ? List.of() : all;
        }
    }

    void first(@Observes Router router) {
        if (size > 0) {
            router.route().order(Integer.MIN_VALUE).handler(this::serve);
        }
    }

    private void serve(RoutingContext context) {
        var request = context.request();
        var method = request.method();
        var uri = request.uri();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD || !isRead(uri) || !announcements.areHeard()) {
            context.next();
            return;
        }
        var key = hasHost(uri) ? uri + " " + request.scheme() + " " + request.authority() : uri;
        var found = current(key);
        if (found != null && !Accepted.admits(request.getHeader(HttpHeaders.ACCEPT), found.mediaType())) {
            context.next();
        } else if (found != null && (!isOld(found) || loads.containsKey(key))) {
            send(context, request, found);
        } else {
            load(context, key, found);
        }
    }

    /** What is live, or one's own, is never kept, so nobody waits for it. */
    private static boolean isRead(String uri) {
        return uri.startsWith(READING_DOOR)
                ? !uri.startsWith(STAFF_DOOR) && !uri.startsWith(PREVIEWS) && !uri.contains(VIEWS)
                        && !uri.startsWith(SESSIONS) && !uri.startsWith(MEMBERS)
                : uri.startsWith(SITE_MAPS) || uri.startsWith(ROBOTS);
    }

    /** Feeds and site maps name the host that they were asked of, unless it is configured. */
    private static boolean hasHost(String uri) {
        return !uri.startsWith(READING_DOOR) || uri.contains(FEEDS);
    }

    /** What is kept, unless something of it changed. */
    private Representation current(String key) {
        var found = kept.getIfPresent(key);
        if (found == null) {
            return null;
        }
        long now = changes.now();
        if (found.checked != now) {
            if (!changes.none(found.answer.names(), found.answer.read())) {
                return null;
            }
            found.checked = now;
        }
        return found.answer;
    }

    private boolean isOld(Representation answer) {
        return System.nanoTime() - answer.madeAt() > refresh;
    }

    private void load(RoutingContext context, String key, Representation old) {
        var load = new Load(key, changes.now());
        var other = loads.putIfAbsent(key, load);
        if (other == null) {
            context.put(LOAD, load);
            context.addEndHandler(ended -> end(load));
            context.next();
        } else if (old != null) {
            send(context, context.request(), old);
        } else {
            Context own = Vertx.currentContext();
            // Afterwards it looks again: what was read may have changed meanwhile.
            if (!other.await(() -> own.runOnContext(nothing -> after(context, key)))) {
                after(context, key);
            }
        }
    }

    /** Those who waited for something that was not kept do not wait again, one behind the other. */
    private void after(RoutingContext context, String key) {
        if (context.response().closed()) {
            return;
        }
        var found = current(key);
        if (found != null && Accepted.admits(context.request().getHeader(HttpHeaders.ACCEPT), found.mediaType())) {
            send(context, context.request(), found);
        } else {
            context.next();
        }
    }

    private void end(Load load) {
        loads.remove(load.key, load);
        load.end().forEach(Runnable::run);
    }

    private static void send(RoutingContext context, HttpServerRequest request, Representation answer) {
        var encoding = Encoding.of(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        if (answer.has(encoding)) {
            send(request, answer.in(encoding));
        } else {
            context.vertx().executeBlocking(() -> answer.in(encoding), false)
                    .onSuccess(coded -> send(request, coded)).onFailure(context::fail);
        }
    }

    private static void send(HttpServerRequest request, Coded coded) {
        var response = request.response();
        if (coded.isNamedIn(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.headers().setAll(coded.unchanged());
            response.setStatusCode(304).end();
            return;
        }
        response.headers().setAll(coded.headers());
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(coded.body());
        }
    }

    /** The time before the request reads anything. */
    long read(RoutingContext context) {
        var load = context.<Load>get(LOAD);
        return load == null ? changes.now() : load.read;
    }

    /** Keeps what a request read, if it is one that others wait for. */
    void keep(RoutingContext context, Representation answer) {
        var load = context.<Load>get(LOAD);
        if (load != null) {
            kept.put(load.key, new Kept(answer));
            // From here on others find it; whoever waits need not wait for the one who is slow to take it.
            end(load);
        }
    }
}
