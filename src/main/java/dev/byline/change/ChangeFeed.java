package dev.byline.change;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.byline.cache.ChangeNotifier;
import dev.byline.cache.ChangeTracker;
import dev.byline.change.ChangeReader.ChangeRequest;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers followers, at once or as soon as something changes. A follower who waits is an entry in a set and holds no
 * thread; followers who wait for the same share the statements. The metric {@code byline.changes.waiting} is the number
 * of followers who wait.
 */
@Singleton
class ChangeFeed {
    /** The maximum number of followers who wait on one node; one more gets a 503. */
    private static final int MAX_WAITING = 20_000;
    /** The number of threads that read the log, and so of connections to the database. */
    private static final int READERS = 2;
    /** The time between two looks into the log while this node receives no notifications. */
    private static final long POLL_MILLIS = 1_000;

    private final ChangeReader changeReader;
    private final ChangeTracker changeTracker;
    private final ChangeNotifier changeNotifier;
    private final Vertx vertx;
    private final WorkerExecutor readers;
    private final Context outsideOfRequests;
    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
    /** Reads that began since the log changed last. */
    private final Map<SharedRead, CompletableFuture<ChangePage>> reads = new ConcurrentHashMap<>();
    /** Grows with each change of the log. */
    private final AtomicLong generation = new AtomicLong();
    private volatile boolean stopped;

    private record SharedRead(ChangeRequest request, long generation) {}

    ChangeFeed(ChangeReader changeReader, ChangeTracker changeTracker, ChangeNotifier changeNotifier, Vertx vertx,
            MeterRegistry meters) {
        this.changeReader = changeReader;
        this.changeTracker = changeTracker;
        this.changeNotifier = changeNotifier;
        this.vertx = vertx;
        this.readers = vertx.createSharedWorkerExecutor("changes-reader", READERS);
        this.outsideOfRequests = vertx.getOrCreateContext();
        meters.gauge("byline.changes.waiting", waiting, Set::size);
    }

    void start(@Observes StartupEvent event) {
        changeTracker.listen(ChangeLogWriter.LOGGED, this::wake);
        vertx.setPeriodic(POLL_MILLIS, id -> {
            if (!waiting.isEmpty() && !changeNotifier.isConnected()) {
                wake();
            }
        });
    }

    /** Answers all who wait, so that they go to another node while this one stops. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopped = true;
        wake();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopped = true;
        wake();
        readers.close();
    }

    private void wake() {
        generation.incrementAndGet();
        waiting.forEach(waiter -> waiter.complete(null));
    }

    /** Returns whether this node is stopping. */
    boolean isStopped() {
        return stopped;
    }

    /** Throws 410 for a token that is too old, or that the database does not know. Blocks until a reader has looked. */
    void requireKnown(ChangeRequest request) {
        try {
            callReader(() -> {
                changeReader.requireKnown(request.since());
                return null;
            }).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw e;
        }
    }

    /**
     * Reads the next changes.
     *
     * @param wait
     *            how long to wait while there are none; zero to answer at once
     */
    Uni<ChangePage> read(ChangeRequest request, Duration wait) {
        return Uni.createFrom().completionStage(() -> readOrWait(request, System.nanoTime() + wait.toNanos()));
    }

    private CompletableFuture<ChangePage> readOrWait(ChangeRequest request, long deadline) {
        // Taken before the read: a change after it wakes a follower who begins to wait only afterwards.
        long before = generation.get();
        return readShared(request, before).thenCompose(page -> {
            long left = deadline - System.nanoTime();
            if (!page.items().isEmpty() || page.more() || left <= 0 || stopped) {
                return CompletableFuture.completedFuture(page);
            }
            return awaitChange(before, left).thenCompose(woken -> readOrWait(request.after(page.next()), deadline));
        });
    }

    private CompletableFuture<ChangePage> readShared(ChangeRequest request, long now) {
        var key = new SharedRead(request, now);
        var started = new CompletableFuture<ChangePage>();
        var running = reads.putIfAbsent(key, started);
        if (running != null) {
            return running;
        }
        callReader(() -> changeReader.read(request)).whenComplete((page, failure) -> {
            reads.remove(key);
            if (failure == null) {
                started.complete(page);
            } else {
                started.completeExceptionally(failure);
            }
        });
        return started;
    }

    /**
     * Calls a reader outside of the scope of the request. Otherwise several readers could use the session of one request
     * at the same time, and the request could end while they use it.
     */
    private <T> CompletableFuture<T> callReader(Callable<T> reader) {
        var result = new CompletableFuture<T>();
        outsideOfRequests.runOnContext(
                start -> readers.executeBlocking(reader, false).onComplete(result::complete,
                        result::completeExceptionally));
        return result;
    }

    private CompletableFuture<Void> awaitChange(long since, long nanos) {
        if (waiting.size() >= MAX_WAITING) {
            throw ProblemException.of(ProblemType.UNAVAILABLE,
                    "Too many followers wait for changes on this node; try again without 'wait'.");
        }
        var waiter = new CompletableFuture<Void>();
        waiting.add(waiter);
        long timer = vertx.setTimer(Math.max(1, Duration.ofNanos(nanos).toMillis()), id -> waiter.complete(null));
        waiter.whenComplete((done, failure) -> {
            waiting.remove(waiter);
            vertx.cancelTimer(timer);
        });
        if (generation.get() != since || stopped) {
            waiter.complete(null);
        }
        return waiter;
    }
}
