package dev.byline.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class QueueWorkerTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofSeconds(9);

    private final Semaphore runs = new Semaphore(0);
    private int remaining;
    private final QueueWorker worker = new QueueWorker("test", () -> {
        runs.release();
        return --remaining > 0;
    });

    @Test
    void it_runs_at_the_start_when_woken_and_as_long_as_there_is_more() throws Exception {
        remaining = 3;
        worker.start();
        assertRuns(3);
        worker.wake();
        assertRuns(1);
        worker.stop();
        assertEquals(0, runs.availablePermits());
    }

    @Test
    void of_several_planned_runs_the_earliest_remains() throws Exception {
        worker.start();
        assertRuns(1);
        worker.wakeAfter(LATER);
        worker.wakeAfter(SOON);
        worker.wakeAfter(LATER);
        assertRuns(1);
        worker.wakeAfter(SOON);
        assertRuns(1);
        worker.stop();
    }

    @Test
    void a_planned_run_does_not_delay_the_stop_and_nothing_runs_afterwards() throws Exception {
        worker.start();
        assertRuns(1);
        worker.wakeAfter(LATER);
        long start = System.nanoTime();
        worker.stop();
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
        worker.wake();
        worker.wakeAfter(Duration.ZERO);
        assertTrue(worker.isStopped());
        assertEquals(0, runs.availablePermits());
    }

    @Test
    void it_continues_after_a_failure() throws Exception {
        var failing = new QueueWorker("failing", () -> {
            runs.release();
            throw new IllegalStateException("broken");
        });
        failing.start();
        assertRuns(1);
        failing.wake();
        assertRuns(1);
        failing.stop();
    }

    private void assertRuns(int count) throws InterruptedException {
        assertTrue(runs.tryAcquire(count, 5, TimeUnit.SECONDS));
    }
}
