package dev.byline.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/** Tests the metrics of the queues in tables. */
@QuarkusTest
class QueueMetricsTest extends ServiceTest {
    private static final int HOUR = 3_600;

    @Inject
    @All
    List<MeasuredQueue> queues;
    @Inject
    Vertx vertx;
    /** Gauges refer to their objects weakly. */
    private final List<QueueMetrics> metrics = new ArrayList<>();

    private record TestQueue(String queue, String sizeAndOldestQuery) implements MeasuredQueue {}

    @Test
    void each_queue_has_a_size_and_the_age_of_its_oldest_item() throws SQLException {
        assertEquals(
                Set.of("mails", "requests", "schedules", "announcements", "imports", "rankings", "changes", "webhooks"),
                queues.stream().map(MeasuredQueue::queue).collect(Collectors.toSet()));
        var empty = measure(queues);
        for (var queue : queues) {
            assertEquals(0, size(empty, queue.queue()), queue.queue());
            assertEquals(0, age(empty, queue.queue()), queue.queue());
        }
        // None of these is due for the workers of the service: mails and jobs are claimed, and the schedule was refused.
        execute("""
                insert into outbox (id, message_key, bulk, mail, created_at, due_at)
                select gen_random_uuid(), i, false, '{}', now() - i * interval '1 hour', now() + interval '1 hour'
                from generate_series(1, 2) as i""");
        execute("""
                insert into import_job (id, state, format, source, options, dry_run, created_by, created_at, alive_at)
                select gen_random_uuid(), 'running', 'byline', 'test', '{}', false, 'test', now() - interval '1 day',
                    now() + interval '1 minute' from generate_series(1, 3)""");
        execute("insert into ranking_due (article_id) values (gen_random_uuid())");
        execute("update ranking_generation set made_at = now() - interval '1 hour'");
        var filled = measure(queues);
        assertEquals(2, size(filled, "mails"));
        assertEquals(2 * HOUR, age(filled, "mails"), 60);
        assertEquals(3, size(filled, "imports"));
        assertEquals(0, age(filled, "imports"));
        assertEquals(1, size(filled, "rankings"));
        assertEquals(HOUR, age(filled, "rankings"), 60);
    }

    /** The workers of the service would empty these queues at once, so their rows stay in an open transaction. */
    @Test
    void rows_that_workers_take_are_measured_as_well() throws SQLException {
        var schedule = draft("Later").getString("id");
        try (var connection = openWithoutDeadlines(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                    insert into reader_request (id, kind, body) values
                    ('017f22e2-79b0-7cc3-98c4-dc0c0c07398f', 'test', '{}'), (gen_random_uuid(), 'test', '{}')""");
            assertMeasured(statement, "requests", 2, "2022-02-22 19:22:22+00");
            statement.execute("insert into announcement (article_id, state, created_at) values ('" + schedule
                    + "', 'waiting', '2025-01-02 03:04:05+00')");
            assertMeasured(statement, "announcements", 1, "2025-01-02 03:04:05+00");
            statement.execute("update article set schedule_action = 'publish', schedule_version = version,"
                    + " schedule_at = '2025-01-02 03:04:05+00' where id = '" + schedule + "'");
            assertMeasured(statement, "schedules", 1, "2025-01-02 03:04:05+00");
            statement.execute("update article set schedule_at = now() + interval '1 hour'");
            assertMeasured(statement, "schedules", 0, null);
            statement.execute("delete from pending_change");
            statement.execute("insert into pending_change (type, change, at) values"
                    + " ('site', 'updated', '2025-01-02 03:04:05+00'), ('site', 'updated', now())");
            assertMeasured(statement, "changes", 2, "2025-01-02 03:04:05+00");
            statement.execute("""
                    insert into webhook (id, version, url, events, include, imports, active, secret, created_at)
                    values ('017f22e2-79b0-7cc3-98c4-dc0c0c07398f', 1, 'https://x.example/', '{*}', '{}', false, true,
                        'whsec_', now())""");
            statement.execute("""
                    insert into webhook_delivery (id, webhook_id, type, change, thing_id, cause, at, state, due_at,
                        attempts, retries)
                    select gen_random_uuid(), w.id, 'site', 'updated', gen_random_uuid(), 'manual', now(), 'waiting',
                        cast(due as timestamptz), 0, 0
                    from webhook w, unnest(array['2025-01-02 03:04:05+00', '2125-01-01']) as due""");
            assertMeasured(statement, "webhooks", 1, "2025-01-02 03:04:05+00");
            connection.rollback();
        }
    }

    private void assertMeasured(Statement statement, String queue, int size, String oldest)
            throws SQLException {
        var query = queues.stream().filter(q -> q.queue().equals(queue)).findFirst().orElseThrow()
                .sizeAndOldestQuery();
        try (var row = statement.executeQuery("select size, oldest is not distinct from cast("
                + (oldest == null ? "null" : "'" + oldest + "'") + " as timestamptz), oldest from (" + query
                + ") as q (size, oldest)")) {
            row.next();
            assertEquals(size, row.getInt(1), queue);
            assertTrue(row.getBoolean(2), () -> queue + ": not " + oldest);
        }
    }

    @Test
    void one_statement_measures_all_queues_and_is_not_repeated_within_seconds() throws SQLException {
        execute("create sequence if not exists measured");
        execute("alter sequence measured restart");
        var count = "select nextval('measured'), now()";
        var meters = measure(List.of(new TestQueue("one", count), new TestQueue("two", count)));
        var first = size(meters, "one") + size(meters, "two");
        assertEquals(3, first);
        age(meters, "one");
        age(meters, "two");
        assertEquals(3, size(meters, "one") + size(meters, "two"));
        assertEquals(3, query("select nextval('measured')"));
        execute("drop sequence measured");
    }

    @Test
    void a_database_that_does_not_answer_makes_the_metrics_unknown_and_nothing_fails() {
        var broken = measure(List.of(new TestQueue("broken", "select missing")));
        assertEquals(Double.NaN, size(broken, "broken"));
        assertEquals(Double.NaN, age(broken, "broken"));
        var mute = measure(List.of(new TestQueue("mute", "select 1, now() from pg_sleep(3)")));
        assertEquals(Double.NaN, size(mute, "mute"));
        assertEquals(Double.NaN, age(mute, "mute"));
    }

    private MeterRegistry measure(List<MeasuredQueue> measured) {
        var meters = new SimpleMeterRegistry();
        metrics.add(new QueueMetrics(measured, database, vertx, meters));
        return meters;
    }

    private static double size(MeterRegistry meters, String queue) {
        return meters.get("byline.queue.size").tag("queue", queue).gauge().value();
    }

    private static double age(MeterRegistry meters, String queue) {
        return meters.get("byline.queue.age").tag("queue", queue).gauge().value();
    }
}
