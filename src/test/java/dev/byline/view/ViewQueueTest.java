package dev.byline.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Tests calls when the queue is full, when the service shuts down, and when the database is unavailable. */
@QuarkusTest
class ViewQueueTest extends ViewTestBase {
    @Test
    void v17_when_the_queue_is_full_the_next_is_refused_at_once_and_a_stop_answers_all() throws Exception {
        var id = published("Queue").getString("id");
        var queue = new ViewQueue(testNode.batch(), 5);
        var calls = IntStream.range(0, 8).mapToObj(i -> call(visitor("Reader " + i), id)).toList();
        calls.forEach(queue::add);
        for (var refused : calls.subList(5, 8)) {
            var problem = refusal(refused.result);
            assertEquals(503, problem.type.status);
            assertEquals("2", problem.headers.get("Retry-After"));
        }
        assertFalse(calls.get(4).result.isDone());
        queue.start();
        queue.stop(null);
        assertEquals(5, calls.get(0).result.join().count().views());
        assertEquals(5, views(id));
        var late = call(visitor("Late"), id);
        queue.add(late);
        assertEquals(503, refusal(late.result).type.status);
    }

    @Test
    void a_batch_is_tried_twice_and_then_refused_with_everything_that_waits() throws Exception {
        var id = published("Away").getString("id");
        var failures = new AtomicInteger(1);
        testNode.source = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ DataSource.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection") && failures.getAndDecrement() > 0) {
                        throw new SQLException("away", "08006");
                    }
                    return method.invoke(database, arguments);
                });
        assertEquals(1, testNode.count(call(VISITOR_MAI, id)).views());
        failures.set(2);
        var refused = call(visitor("Linh"), id);
        assertFalse(testNode.batch().write(List.of(refused)));
        assertEquals(503, refusal(refused.result).type.status);
        assertEquals(1, views(id));
        assertEquals(2, testNode.count(call(visitor("Linh"), id)).views());

        failures.set(2);
        var queue = new ViewQueue(testNode.batch(), ViewQueue.MAX_QUEUED_VIEWS);
        var calls = IntStream.range(0, 1200).mapToObj(i -> call(visitor("Reader " + i), id)).toList();
        calls.forEach(queue::add);
        queue.start();
        for (var call : calls) {
            assertEquals(503, refusal(call.result).type.status);
        }
        var later = call(visitor("Later"), id);
        queue.add(later);
        assertEquals(3, later.result.join().count().views());
        queue.stop(null);
    }
}
