package dev.byline.job;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/**
 * Publishes the queues in tables as metrics: {@code byline.queue.size}, and {@code byline.queue.age}, the seconds for
 * which the oldest item has been waiting. A scrape:
 * <ol>
 * <li>runs one statement for all queues on a worker thread, unless the last one ran within {@link #MAX_AGE};
 * <li>waits for its result for {@link #MAX_WAIT} at most, so that a database that is away does not fail the scrape;
 * <li>gets NaN for each queue if there is no result.
 * </ol>
 */
@Singleton
// Publishes the metrics from the start.
@Startup
class QueueMetrics {
    private static final Logger LOG = Logger.getLogger(QueueMetrics.class);
    private static final Duration MAX_AGE = Duration.ofSeconds(10);
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);
    private static final QueueState UNKNOWN = new QueueState(Double.NaN, Double.NaN);

    private final DataSource database;
    private final Vertx vertx;
    private final String statement;
    private CompletableFuture<Map<String, QueueState>> running;
    private Map<String, QueueState> states = Map.of();
    private long validUntil = System.nanoTime();

    private record QueueState(double size, double ageSeconds) {}

    QueueMetrics(@All List<MeasuredQueue> queues, DataSource database, Vertx vertx, MeterRegistry meters) {
        this.database = database;
        this.vertx = vertx;
        this.statement = queues.stream()
                .map(queue -> """
                        select '%s', q.size, extract(epoch from clock_timestamp() - q.oldest)
                        from (%s) as q (size, oldest)""".formatted(queue.queue(), queue.sizeAndOldestQuery()))
                .collect(Collectors.joining("\nunion all\n"));
        for (var queue : queues) {
            var name = queue.queue();
            gauge("byline.queue.size", name, QueueState::size).description("Items in the queue")
                    .register(meters);
            gauge("byline.queue.age", name, QueueState::ageSeconds).baseUnit("seconds")
                    .description("Time for which the oldest item of the queue has been waiting").register(meters);
        }
    }

    private Gauge.Builder<QueueMetrics> gauge(String metric, String queue, ToDoubleFunction<QueueState> value) {
        return Gauge.builder(metric, this, metrics -> value.applyAsDouble(metrics.read(queue))).tag("queue", queue);
    }

    private synchronized QueueState read(String queue) {
        if (System.nanoTime() - validUntil >= 0 && BlockingOperationControl.isBlockingAllowed()) {
            states = measure();
            validUntil = System.nanoTime() + MAX_AGE.toNanos();
        }
        return states.getOrDefault(queue, UNKNOWN);
    }

    /** Returns the states of the queues, none if the database does not answer in time. */
    private Map<String, QueueState> measure() {
        // A statement that hangs is not joined by more of them.
        if (running == null || running.isDone()) {
            running = vertx.executeBlocking(this::query, false).toCompletionStage().toCompletableFuture();
        }
        try {
            return running.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The queues could not be measured; their metrics are NaN", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Map.of();
    }

    private Map<String, QueueState> query() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery(statement)) {
            var found = new HashMap<String, QueueState>();
            while (rows.next()) {
                // Without an item the age is null, which is read as 0.
                found.put(rows.getString(1), new QueueState(rows.getLong(2), Math.max(0, rows.getDouble(3))));
            }
            return found;
        }
    }
}
