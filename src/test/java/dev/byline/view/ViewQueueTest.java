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

/** What becomes of calls when too many come, when the service ends, and when the database is away. */
@QuarkusTest
class ViewQueueTest extends ViewNodes {
    @Test
    void v17_when_the_queue_is_full_the_next_is_refused_at_once_and_a_stop_answers_all() throws Exception {
        var id = published("Queue").getString("id");
        var queue = new ViewQueue(node.batch(), 5);
        var calls = IntStream.range(0, 8).mapToObj(i -> call(visitor("Reader " + i), id)).toList();
        calls.forEach(queue::add);
        for (var refused : calls.subList(5, 8)) {
            var problem = refusal(refused.answer);
            assertEquals(503, problem.type.status);
            assertEquals("2", problem.headers.get("Retry-After"));
        }
        assertFalse(calls.get(4).answer.isDone());
        queue.start();
        queue.stop(null);
        assertEquals(5, calls.get(0).answer.join().count().views());
        assertEquals(5, views(id));
        var late = call(visitor("Late"), id);
        queue.add(late);
        assertEquals(503, refusal(late.answer).type.status);
    }

    @Test
    void a_batch_is_tried_twice_and_then_refused_with_everything_that_waits() throws Exception {
        var id = published("Away").getString("id");
        var failures = new AtomicInteger(1);
        node.source = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ DataSource.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection") && failures.getAndDecrement() > 0) {
                        throw new SQLException("away", "08006");
                    }
                    return method.invoke(database, arguments);
                });
        assertEquals(1, node.count(call(MAI, id)).views());
        failures.set(2);
        var refused = call(visitor("Linh"), id);
        assertFalse(node.batch().write(List.of(refused)));
        assertEquals(503, refusal(refused.answer).type.status);
        assertEquals(1, views(id));
        assertEquals(2, node.count(call(visitor("Linh"), id)).views());

        failures.set(2);
        var queue = new ViewQueue(node.batch());
        var calls = IntStream.range(0, 1200).mapToObj(i -> call(visitor("Reader " + i), id)).toList();
        calls.forEach(queue::add);
        queue.start();
        for (var call : calls) {
            assertEquals(503, refusal(call.answer).type.status);
        }
        var later = call(visitor("Later"), id);
        queue.add(later);
        assertEquals(3, later.answer.join().count().views());
        queue.stop(null);
    }
}
